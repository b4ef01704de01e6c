"""PDFs are read in another process; one that never ends or fails costs its own result alone."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from servanda.evidence.documents import Document
from servanda.evidence.reading.pdf_lines import content_of
from servanda.evidence.reading.read import read_document
from servanda.store.evidence.pdf_process import PdfProcess
from servanda.store.evidence.pdf_worker import HEADER_BYTES, answer
from tests.evidence.reading.pdf_files import encrypted_pdf, endless_pdf, latin_pdf, mapped_pdf

LINES = ["Officials of both states met on Tuesday, the ministry said.", "It is so."]
GOOD = latin_pdf([LINES, LINES])
MANY = 10_000


@pytest.fixture
def process() -> Iterator[PdfProcess]:
    with PdfProcess() as reader:
        yield reader


def read(content: bytes, process: PdfProcess) -> Document:
    return read_document(content, name="a.pdf", read_pdf=process)


@pytest.mark.parametrize(
    "content",
    [GOOD, mapped_pdf([["مرحبا"]]), latin_pdf([[]]), encrypted_pdf(), b"%PDF-1.4 nothing"],
)
def test_another_process_gives_what_this_one_would(content: bytes, process: PdfProcess) -> None:
    assert process(content, max_characters=MANY) == content_of(content, max_characters=MANY)
    assert read(content, process) == read_document(content, name="a.pdf")


def test_a_file_that_never_ends_is_stopped_and_the_next_one_is_read() -> None:
    with PdfProcess(seconds=2.0) as process:
        process(GOOD, max_characters=MANY)  # the process has started

        stopped = read(endless_pdf(), process)
        following = read(GOOD, process)

    assert [note.code for note in stopped.notes] == ["pdf_stopped"]
    assert stopped.notes[0].parameters == (("reason", "time"),)
    assert following.notes == ()


def test_a_process_that_dies_costs_one_result_at_most(process: PdfProcess) -> None:
    process(GOOD, max_characters=MANY)
    running = process._process
    assert running is not None
    running.kill()
    running.wait()

    assert process(GOOD, max_characters=MANY) == content_of(GOOD, max_characters=MANY)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"[]",
        b'{"pages": [[[1, null]]], "page_count": 1, "broken_pages": 0, "fault": ""}',
        b'{"pages": [[["a", [1, 2]]]], "page_count": 1, "broken_pages": 0, "fault": ""}',
        b'{"pages": 5, "page_count": 1, "broken_pages": 0, "fault": ""}',
        b"[" * 100_000,
    ],
)
def test_an_answer_of_another_form_is_no_answer(body: bytes) -> None:
    with PdfProcess(worker=("-c", saying(body))) as process:
        pdf = process(GOOD, max_characters=MANY)

    assert (pdf.fault, pdf.reason, pdf.pages) == ("pdf_stopped", "died", ())


def saying(body: bytes) -> str:
    frame = len(body).to_bytes(HEADER_BYTES, "big") + body
    return f"import sys; sys.stdin.buffer.read(16); sys.stdout.buffer.write({frame!r})"


def test_characters_that_no_document_may_hold_are_cleaned_from_an_answer() -> None:
    pages = r'[[["a\u0000\ud800b", null], [" ", null]]]'
    body = f'{{"pages": {pages}, "page_count": 1, "broken_pages": 0, "fault": "x"}}'.encode()
    with PdfProcess(worker=("-c", saying(body))) as process:
        pdf = process(GOOD, max_characters=MANY)

    assert [[line.text for line in page] for page in pdf.pages] == [["a\ufffd\ufffdb"]]
    assert pdf.fault == ""


def test_the_worker_answers_each_frame_in_turn() -> None:
    frames = b"".join(
        len(content).to_bytes(HEADER_BYTES, "big") + MANY.to_bytes(HEADER_BYTES, "big") + content
        for content in (GOOD, b"%PDF-", GOOD)
    )
    target = BytesIO()

    answer(BytesIO(frames), target)

    answers = split(target.getvalue())
    assert len(answers) == 3
    assert answers[0] == answers[2]
    assert b"pdf_broken" in answers[1]


def split(frames: bytes) -> list[bytes]:
    found = []
    while frames:
        length = int.from_bytes(frames[:HEADER_BYTES], "big")
        found.append(frames[HEADER_BYTES : HEADER_BYTES + length])
        frames = frames[HEADER_BYTES + length :]
    return found
