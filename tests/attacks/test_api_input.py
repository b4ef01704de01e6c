"""Whoever has a key, or none, sends the interface for programs what nobody expects."""

from collections.abc import Iterator

import pytest

from servanda.core.people.api_key import Group
from servanda.interfaces.api.forms import MAX_JSON_BYTES
from tests.interfaces.api.programs import PREFIX, Program, program_of, told
from tests.interfaces.web.browser import serve_pages, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY
from tests.usecases.people.desk import PeopledDesk, peopled_desk

SAID = {"facts": REQUEST, "body": REQUEST_BODY}
DEEP = b'{"facts":' + b"[" * 100_000


@pytest.fixture(scope="module", name="desk")
def _desk() -> Iterator[PeopledDesk]:
    with pytest.MonkeyPatch.context() as patched:
        stretch_little(patched)
        yield peopled_desk("ada", "ben", "cleo", "dora")


@pytest.fixture(scope="module", name="program")
def _program(desk: PeopledDesk) -> Program:
    return program_of(desk, "cleo")


@pytest.fixture(autouse=True)
def _served(desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    serve_pages(desk.services, monkeypatch)
    yield
    desk.services.store.clear_attempts("#127.0.0.1")


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        DEEP,
        b'{"facts":{},"facts":{"a":1}}',
        b'{"facts":{"a":1e400}}',
        b'{"facts":{"a":NaN}}',
        b'{"facts":{"a":' + b"9" * 5_000 + b"}}",
        b'{"facts":{"\\ud800":1}}',
        b'{"facts":{},"body":{"title":"\\ud800"}}',
        b'{"facts":{},"more":1}',
        b'{"facts":{},"counterpart":"../../etc"}',
        b'{"facts":{},"counterpart":7}',
        b'{"facts":{},"accord":"%s"}' % (b"a" * 101),
        b'{"facts":{"kind":"<script>"}}',
    ],
)
def test_a_body_that_is_none_is_refused_and_nothing_is_queued(
    body: bytes, program: Program, desk: PeopledDesk
) -> None:
    answer = program.post("/requests", body)

    assert answer.status_code in {400, 422}, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert desk.services.store.queued(limit=10) == []
    assert desk.services.store.drafts() == []


def test_markup_in_a_refusal_stays_text_of_a_problem(program: Program) -> None:
    answer = program.post("/requests", {"facts": {"kind": "<script>alert(1)</script>"}})

    assert answer["Content-Type"] == "application/problem+json"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "", "x" * 500]
)
def test_another_media_type_is_refused(media: str, program: Program) -> None:
    answer = program.post("/requests", b"{}", media=media or "multipart/form-data")

    assert (answer.status_code, told(answer)["code"]) == (415, "wrong-media-type")


def test_a_body_that_is_too_large_is_not_read(program: Program) -> None:
    answer = program.post("/requests", b" " * (MAX_JSON_BYTES + 1))

    assert (answer.status_code, told(answer)["code"]) == (413, "body-too-large")


@pytest.mark.parametrize("length", ["-1", "1e3", "", "9" * 40, "0x10"])
def test_a_length_that_is_none_is_refused(length: str, program: Program) -> None:
    answer = program.client.post(
        f"{PREFIX}/requests",
        b"{}",
        content_type="application/json",
        headers={"authorization": f"Bearer {program.token}", "idempotency-key": "a-name-of-it"},
        CONTENT_LENGTH=length,
    )

    assert answer.status_code in {400, 413}


@pytest.mark.parametrize(
    "name", ["", "short", "x" * 101, "with space", "ü" * 8, "a\tb-c-d-e", "'; DROP TABLE x; --"]
)
def test_a_name_that_is_none_is_refused(name: str, program: Program) -> None:
    answer = program.post("/requests", SAID, name=name)

    assert (answer.status_code, told(answer)["code"]) == (422, "misfit")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic Y2xlbzp4", "bearer servanda_", "Bearer " + "x" * 20_000,
     "Bearer a b c", "Bearer \x00", "Bearer servanda_é"],
)  # fmt: skip
def test_a_header_that_is_no_key_is_answered_like_a_wrong_one(
    header: str, program: Program
) -> None:
    answer = program.client.get(f"{PREFIX}/requests", headers={"authorization": header})

    assert answer.status_code == 401


def test_headers_of_any_kind_change_nothing(program: Program) -> None:
    plain = program.get("/requests")
    strange = program.client.get(
        f"{PREFIX}/requests",
        headers={
            "authorization": f"Bearer {program.token}",
            "accept": "application/xml;q=nan",
            "accept-language": "zz" * 2_000,
            "origin": "https://elsewhere.example",
            "x-forwarded-for": "192.0.2.1",
            "x-http-method-override": "DELETE",
            "range": "bytes=0-0",
            "if-modified-since": "never",
            "content-type": "\x7f",
        },
    )

    assert (plain.status_code, strange.status_code) == (200, 200)
    assert plain.content == strange.content
    assert "Access-Control-Allow-Origin" not in strange


def test_a_page_elsewhere_is_not_let_through(program: Program) -> None:
    asked = program.client.options(
        f"{PREFIX}/requests",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "POST"},
    )

    assert asked.status_code == 405
    assert not [name for name in asked.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"}, {"limit": "201"}, {"limit": "9" * 30}, {"limit": "x"}, {"after": "x"},
        {"after": "f" * 11 + "." + "0" * 64}, {"updated_since": "yesterday"},
        {"is_open": "perhaps"}, {"update_since": "2026-01-01T00:00:00Z"}, {"": "x"},
        {"updated_since": "2026-13-45T99:99:99Z"}, {"updated_since": "0000-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(query: dict[str, str], program: Program) -> None:
    assert program.get("/requests", **query).status_code == 422


@pytest.mark.parametrize("leaf", ["0", "sha256:" + "g" * 64, "..", "sha256:" + "0" * 64, "%00"])
def test_a_name_of_nothing_is_told_as_nothing(leaf: str, program: Program) -> None:
    assert program.get(f"/requests/{leaf}").status_code in {404, 422}


def test_a_name_is_one_keys_alone(program: Program, desk: PeopledDesk) -> None:
    other = program_of(desk, "dora")
    first = program.post("/requests", SAID, name="the-same-name")
    second = other.post("/requests", SAID, name="the-same-name")

    assert (first.status_code, second.status_code) == (202, 202)
    assert told(first)["ticket"] != told(second)["ticket"]
    for draft in desk.services.store.drafts():
        desk.services.store.remove_draft(draft.ticket, draft.digest)


def test_an_answer_is_not_had_any_more_by_a_key_that_ended(desk: PeopledDesk) -> None:
    program = program_of(desk, "dora", groups=[Group.REQUESTS])
    assert program.post("/requests", SAID, name="asked-and-ended").status_code == 202
    for one in desk.services.store.api_keys():
        if one.key.groups == {Group.REQUESTS}:
            desk.services.store.end_api_key(one.key.token)

    assert program.post("/requests", SAID, name="asked-and-ended").status_code == 401


def test_what_was_refused_may_be_sent_corrected_under_its_name(program: Program) -> None:
    wrong = program.post("/requests", {"facts": {}}, name="to-be-corrected")
    right = program.post("/requests", SAID, name="to-be-corrected")

    assert (wrong.status_code, right.status_code) == (422, 202)
