"""A document made to harm its reader costs a note, and the rest of the run goes on.

Source: docs/threat-model.md, "hands in a document made to exhaust, crash or take over its reader".
"""

import zlib

from servanda.evidence.documents import Document
from servanda.evidence.reading.read import MAX_DOCUMENT_BYTES, read_document
from servanda.store.evidence.pdf_process import PdfProcess
from tests.evidence.reading.pdf_files import encrypted_pdf, endless_pdf

GOOD = b"Cyber talks resume in Calder\n\nOfficials of both states met on Tuesday, they said."
WORDS = "Officials of both states met on Tuesday, they said."

# Each with the note that its document must carry.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "depth of a page": (b"<html>" + b"<div>" * 100_000, "html_read_plainly"),
    "count of tags": (b"<html><body>" + b"<p>x" * 100_000, "html_read_plainly"),
    "attributes of a tag": (
        b"<html><p " + b" ".join(b"a%d=1" % number for number in range(50_000)) + b">",
        "html_read_plainly",
    ),
    "attributes behind a hidden end": (
        b"<html><p a='>' " + b" ".join(b"a%d" % number for number in range(50_000)) + b">",
        "html_read_plainly",
    ),
    "scripts without end": (b"<html>" + b"<script>" * 100_000, "html_read_plainly"),
    "comments without end": (b"<html><p>x" + b"<!--" * 100_000, "html_read_plainly"),
    "a PDF that draws without end": (endless_pdf(), "pdf_stopped"),
    "a PDF with a password": (encrypted_pdf(), "pdf_encrypted"),
    "a PDF of nothing": (b"%PDF-1.7\n" + bytes(100_000), "pdf_broken"),
    "an archive": (b"\x1f\x8b\x08" + zlib.compress(bytes(1_000_000)), "not_a_document"),
    "a program": (b"\x7fELF" + bytes(100_000), "not_a_document"),
    "size": (b"a " * (MAX_DOCUMENT_BYTES // 2 + 1), "too_large"),
    "length of a text": (b"word " * 400_000, "text_cut"),
    "zeros": (WORDS.encode() + bytes(1) + WORDS.encode(), "control_characters"),
    "an order of writing turned round": (f"\u202e{WORDS}".encode(), "direction_overrides"),
    "no encoding at all": (WORDS.encode() + b" \xff\xfe\xe9\x81\x9d", "encoding_guessed"),
}


def test_each_hostile_document_gets_its_note_and_good_ones_between_are_read() -> None:
    found: dict[str, list[str]] = {}
    good: list[Document] = []

    with PdfProcess(seconds=2.0) as reader:
        for name, (content, _) in HOSTILE.items():
            document = read_document(content, name=name, read_pdf=reader)
            found[name] = [note.code for note in document.notes]
            good.append(read_document(GOOD, name="good", read_pdf=reader))

    missed = {name: codes for name, codes in found.items() if HOSTILE[name][1] not in codes}
    assert missed == {}
    assert len(set(good)) == 1
    assert good[0].notes == ()
