"""Requests as programs read and make them."""

from servanda.usecases.casework.show_queue import show_queue
from tests.interfaces.api.programs import program_of, told
from tests.usecases.nodes import REQUEST, REQUEST_BODY
from tests.usecases.people.desk import PeopledDesk

TITLE = str(REQUEST_BODY["title"])


def test_who_may_read_bodies_finds_titles_and_others_the_rest(desk: PeopledDesk) -> None:
    officer, administrator = program_of(desk, "cleo"), program_of(desk, "ada")

    for program, title in ((officer, TITLE), (administrator, None)):
        answer = program.get("/requests")
        assert answer.status_code == 200, answer.content
        (item,) = told(answer)["items"]
        assert item["title"] == title
        assert (item["kind"], item["is_ours"], item["is_open"]) == (REQUEST["kind"], False, True)
        whole = told(program.get(f"/requests/{item['leaf']}"))
        assert [one["type"] for one in whole["statements"]] == ["request"]
        assert (whole["statements"][0]["body"] is not None) == (title is not None)


def test_a_request_is_made_once_and_found_by_its_ticket(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    said = {"facts": REQUEST, "body": {**REQUEST_BODY, "file_number": "made"}}

    first = program.post("/requests", said, name="once-only")
    again = program.post("/requests", said, name="once-only")
    other = program.post("/requests", {**said, "body": REQUEST_BODY}, name="once-only")

    assert (first.status_code, again.status_code) == (202, 202), first.content
    assert told(first) == told(again)
    assert again["Idempotency-Replayed"] == "true"
    assert (other.status_code, told(other)["code"]) == (422, "asked-otherwise")
    assert told(first)["state"] == "held"  # a request needs two persons here
    assert desk.services.store.draft(told(first)["ticket"]) is not None
    assert show_queue(services=desk.services).undelivered == []
