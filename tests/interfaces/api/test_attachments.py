"""Files that programs send along with what is said, and take from what was said."""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.http import FileResponse, HttpResponse

from servanda.core.attachments.parts import MAX_ATTACHMENT_BYTES
from servanda.core.handling.sealed import FileHandling
from servanda.core.identifiers import digest_from_hash, digest_of, hash_from_digest
from servanda.usecases.attachments.attach_file import attach_file
from servanda.usecases.attachments.keep_upload import KEPT_FOR
from servanda.usecases.casework.show_queue import show_queue
from tests.interfaces.api.programs import Program, program_of, told
from tests.interfaces.api.test_statements import INFORMATION, said
from tests.interfaces.web.browser import serve_pages, stretch_little
from tests.usecases.attachment_lines import ask_with, lay_line, settle_all
from tests.usecases.people.desk import PeopledDesk, peopled_desk

CONTENT = b"192.0.2.7 GET /\n" * 100_000
BYTES = "application/octet-stream"


@pytest.fixture(name="desk")
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo", "emil")
    serve_pages(desk.services, monkeypatch)
    return desk


def upload(program: Program, content: bytes = CONTENT, *, more: str = "") -> HttpResponse:
    return program.post(f"/attachments?name=log.txt{more}", content, media=BYTES)


def with_files(*digests: str, **facts: str) -> dict[str, Any]:
    return {
        **INFORMATION,
        "facts": {**INFORMATION["facts"], **facts},
        "attachments": [*digests],
    }


def content_of(answer: HttpResponse) -> bytes:
    assert isinstance(answer, FileResponse), answer.content
    return b"".join(answer.streaming_content)


def test_a_file_goes_along_and_comes_back_whole(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    sent = told(upload(program, more=f"&plain={digest_of(CONTENT)}&tlp=amber_strict"))
    assert sent["plain"] == digest_of(CONTENT)

    leaf = said(desk, program, "/information", with_files(sent["digest"]))

    (listed,) = told(program.get(f"/statements/{leaf}/attachments"))["items"]
    assert (listed["name"], listed["marking"]) == ("log.txt", "amber_strict")
    answer = program.get(f"/statements/{leaf}/attachments/{sent['digest']}")
    assert content_of(answer) == CONTENT
    assert answer["Content-Type"] == BYTES
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    digest = b64encode(sha256(CONTENT).digest()).decode()
    assert answer["Repr-Digest"] == f"sha-256=:{digest}:"
    assert "AGE-SECRET-KEY" not in program.get(f"/information/{leaf}").content.decode()


def test_who_may_not_take_files_takes_none(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    digest = told(upload(program))["digest"]
    leaf = said(desk, program, "/information", with_files(digest))

    for name in ("ada", "emil"):
        other = program_of(desk, name)
        assert other.get(f"/statements/{leaf}/attachments/{digest}").status_code == 403
    (listed,) = told(program_of(desk, "ada").get(f"/statements/{leaf}/attachments"))["items"]
    assert (listed["name"], listed["size"]) == (None, None)


def test_a_red_file_of_theirs_is_given_for_a_reason_alone_and_that_is_noted(
    desk: PeopledDesk,
) -> None:
    bob = desk.cast.bob
    for node, other in ((desk.cast.alice, bob), (bob, desk.cast.alice)):
        lay_line(node, other)
    file = attach_file(
        source=BytesIO(CONTENT),
        name="log.txt",
        handling=FileHandling(marking="red"),
        services=bob.services,
    )
    leaf = digest_from_hash(ask_with(bob, file))
    settle_all(desk.cast)
    program, path = program_of(desk, "cleo"), f"/statements/{leaf}/attachments/{file.digest}"

    refused = program.get(path)
    given = program.get(path, reason="for the forensic report")

    assert refused.status_code == 422, refused
    assert content_of(given) == CONTENT
    (passage,) = desk.services.store.passages_of(hash_from_digest(leaf))
    assert "forensic" in repr(passage)


def test_another_content_than_was_said_is_not_kept(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")

    answer = upload(program, b"other", more=f"&plain={digest_of(CONTENT)}")

    assert (answer.status_code, told(answer)["code"]) == (422, "other-content")
    assert desk.services.store.uploads_before(datetime.max.replace(tzinfo=UTC)) == []


def test_a_file_is_used_once_and_by_the_key_that_sent_it(desk: PeopledDesk) -> None:
    program, other = program_of(desk, "cleo"), program_of(desk, "cleo")
    digest = told(upload(program))["digest"]

    stolen = other.post("/information", with_files(digest))
    assert told(stolen)["code"] == "no-such-upload"
    said(desk, program, "/information", with_files(digest))
    again = program.post("/information", with_files(digest))
    assert told(again)["code"] == "no-such-upload"
    absent = program.post("/information", with_files("sha256:" + "0" * 64))
    assert told(absent)["code"] == "no-such-upload"


def test_a_file_stays_when_its_statement_is_refused(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    digest = told(upload(program))["digest"]

    wrong = program.post("/information", {**with_files(digest), "facts": {}})
    assert wrong.status_code == 422

    said(desk, program, "/information", with_files(digest))


def test_a_file_that_no_statement_names_is_forgotten_after_a_day(
    desk: PeopledDesk,
) -> None:
    program = program_of(desk, "cleo")
    digest = told(upload(program))["digest"]
    kept = desk.services.store.upload(digest)
    assert kept is not None
    old = type(kept)(digest=kept.digest, token=kept.token, file=kept.file, at=kept.at - KEPT_FOR)
    desk.services.store.end_upload(digest)
    desk.services.store.save_upload(old)

    upload(program)

    assert desk.services.store.upload(digest) is None
    assert desk.services.attachments.size(digest) is None


def test_a_file_of_another_kind_or_size_is_not_read(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")

    kind = program.post("/attachments?name=x", b"{}", media="application/json")
    large = program.client.post(
        "/api/v1/attachments?name=x",
        b"x",
        content_type=BYTES,
        headers={"authorization": f"Bearer {program.token}"},
        CONTENT_LENGTH=str(MAX_ATTACHMENT_BYTES + 1),
    )

    assert (kind.status_code, large.status_code) == (415, 413)


@pytest.mark.parametrize("name", ["../../etc/passwd", "<script>.html", 'a"b.txt', "a\r\nX: y", "…"])
def test_a_name_leads_nowhere(name: str, desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    answer = program.post(f"/attachments?name={quote(name)}", b"x", media=BYTES)

    assert answer.status_code in {201, 422}
    if answer.status_code == 201:
        leaf = said(desk, program, "/information", with_files(told(answer)["digest"]))
        path = f"/statements/{leaf}/attachments/{told(answer)['digest']}"
        sent = program.get(path)
        assert content_of(sent) == b"x"
        assert not {"/", "\r", "\n"} & set(sent["Content-Disposition"])
        assert "X" not in sent
    show_queue(services=desk.services)
