"""What programs say through the interface reaches the counterpart, and what was said is listed."""

from typing import Any

import pytest

from servanda.interfaces.api.description import describe
from servanda.interfaces.api.service import service
from servanda.usecases.casework.show_queue import show_queue
from tests.interfaces.api.programs import Program, program_of, told
from tests.interfaces.web.browser import serve_pages, stretch_little
from tests.usecases.nodes import FULFILLED, PERIOD_END, REQUEST, REQUEST_BODY
from tests.usecases.people.desk import PeopledDesk, peopled_desk

INFORMATION: dict[str, Any] = {
    "facts": {
        "form": "indicators",
        "subject": "cyber",
        "pieces": 1,
        "use": "investigative",
        "tlp": "amber",
    },
    "body": {
        "title": "An address seen again",
        "desk": "Desk of Aland",
        "file_number": "A-7",
        "text": "192.0.2.7 was seen again.",
    },
}
TAKEN: dict[str, Any] = {
    "type": "acknowledgement",
    "facts": {"access": "direct", "tlp": "amber"},
    "body": {"desk": "Desk of Aland", "file_number": "A-1/26"},
}


@pytest.fixture(name="desk")
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    """A desk of its own for each test, for here much is said."""
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo", "gita")
    serve_pages(desk.services, monkeypatch)
    return desk


def asked(desk: PeopledDesk) -> str:
    """Let Bob ask, and return the leaf of what he asked."""
    leaf = desk.cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    desk.cast.settle()
    return str(leaf)


def settled(desk: PeopledDesk) -> None:
    desk.cast.alice.step()
    desk.cast.settle()
    show_queue(services=desk.services)
    show_queue(services=desk.cast.bob.services)


def said(desk: PeopledDesk, program: Program, path: str, body: dict[str, Any]) -> str:
    """Say something and return its leaf once it is said."""
    answer = program.post(path, body)
    assert answer.status_code == 202, answer.content
    ticket = told(answer)["ticket"]
    assert told(program.get(f"/tickets/{ticket}"))["state"] == "queued"
    settled(desk)
    became = told(program.get(f"/tickets/{ticket}"))
    assert (became["state"], became["trouble"]) == ("said", "")
    return str(became["leaf"])


def test_a_request_is_acknowledged_and_answered_by_a_program(desk: PeopledDesk) -> None:
    leaf, program = asked(desk), program_of(desk, "cleo")
    show_queue(services=desk.services)
    path = f"/requests/{leaf}/statements"

    said(desk, program, path, TAKEN)
    said(desk, program, path, {"type": "response", "facts": FULFILLED, "body": {"text": "Here."}})

    whole = told(program.get(f"/requests/{leaf}"))
    assert [one["type"] for one in whole["statements"]] == [
        "request",
        "acknowledgement",
        "response",
    ]
    assert whole["outcome"] == FULFILLED["outcome"]
    (case,) = desk.cast.bob.services.store.cases_of(desk.cast.bob.pair.own)
    assert case.outcome == FULFILLED["outcome"]


def test_a_step_that_is_not_legal_is_refused_with_its_reason(desk: PeopledDesk) -> None:
    leaf, program = asked(desk), program_of(desk, "cleo")
    show_queue(services=desk.services)

    answer = program.post(
        f"/requests/{leaf}/statements", {"type": "feedback", "facts": {"value": "useful"}}
    )

    assert answer.status_code == 422
    assert desk.services.store.queued(limit=9) == []


def test_information_is_given_listed_and_told_by_where_one_left_off(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    first = said(desk, program, "/information", INFORMATION)
    part = told(program.get("/information", said_by="us"))
    assert [one["leaf"] for one in part["items"]] == [first]
    assert part["next"] is None

    second = said(desk, program, "/information", INFORMATION)

    news = told(program.get("/information", said_by="us", after=part["resume"]))
    assert [one["leaf"] for one in news["items"]] == [second]
    assert told(program.get("/information"))["resume"] is None
    one = told(program.get(f"/information/{first}"))
    assert one["body"]["title"] == INFORMATION["body"]["title"]
    assert told(program_of(desk, "ada").get(f"/information/{first}"))["body"] is None


def test_statements_are_walked_through_part_by_part(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    there = [said(desk, program, "/information", INFORMATION) for _ in range(3)]
    met: list[str] = []
    after: dict[str, str] = {}
    while True:
        part = told(program.get("/information", limit="1", **after))
        met.extend(one["leaf"] for one in part["items"])
        if part["next"] is None:
            break
        after = {"after": part["next"]}

    assert met == there


def test_one_kind_of_thing_is_not_shown_as_another(desk: PeopledDesk) -> None:
    leaf, program = asked(desk), program_of(desk, "cleo")

    assert program.get(f"/information/{leaf}").status_code == 404
    answer = program.post(f"/information/{leaf}/statements", {"type": "feedback", "facts": {}})
    assert answer.status_code == 404
    assert program.get("/information", after="sha256:" + "0" * 64).status_code == 404


def test_a_contact_is_proposed_and_found_with_its_address_by_who_may(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    facts = {
        "step": "proposed",
        "role": "technical",
        "carrier": "mail",
        "fingerprint": "sha256:" + "1" * 64,
        "tlp": "amber",
    }
    body = {"address": "desk@alice.example", "office": "The desk"}

    leaf = said(desk, program, "/contacts", {"facts": facts, "body": body})

    (one,) = told(program.get("/contacts"))["items"]
    assert (one["leaf"], one["state"], one["address"]["office"]) == (leaf, "proposed", "The desk")
    (plain,) = told(program_of(desk, "ada").get("/contacts"))["items"]
    assert plain["address"] is None
    other = program.post("/contacts", {"facts": {**facts, "step": "retired"}, "body": body})
    assert told(other)["code"] == "other-step"


def test_a_review_is_cut_signed_and_shown(desk: PeopledDesk) -> None:
    asked(desk)
    program = program_of(desk, "gita")
    desk.cast.clock.advance(PERIOD_END - desk.cast.clock.now())
    desk.cast.settle()
    until = PERIOD_END.strftime("%Y-%m-%dT%H:%M:%SZ")

    cut = said(desk, program, "/review/cuts", {"until": until})
    said(desk, program, "/review/signatures", {"cut": cut})

    review = told(program.get("/review"))
    assert (review["cut"], review["until"]) == (cut, until)
    assert review["signed"]["alice.example"] == review["figures_hash"]
    assert review["figures"]


def test_the_rest_is_read(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")

    (counterpart,) = told(program.get("/counterparts"))["items"]
    (accord,) = told(program.get("/accords"))["items"]
    entries = told(program.get("/audit", limit="3"))

    assert counterpart["party"] == "bob.example"
    assert counterpart["confirmed_at"] is not None
    assert (accord["state"], accord["accord"]) == ("in_force", "a-b")
    assert [one["number"] for one in entries["items"]] == [0, 1, 2]
    assert entries["resume"] == 3
    for path in ("/hotline", "/concerns", "/assessments", "/persons", "/dialogue"):
        assert told(program.get(path))["items"] == []
    assert told(program.get("/evidence/documents")) == {"items": []}


def test_an_administrator_finds_no_word_of_a_body_anywhere(desk: PeopledDesk) -> None:
    leaf, program, administrator = asked(desk), program_of(desk, "cleo"), program_of(desk, "ada")
    show_queue(services=desk.services)
    given = said(desk, program, "/information", INFORMATION)
    said(desk, program, f"/requests/{leaf}/statements", TAKEN)
    words = [
        str(word).encode()
        for body in (REQUEST_BODY, INFORMATION["body"], TAKEN["body"])
        for name, word in body.items()
        if name in {"title", "text", "desk", "file_number", "brief_facts", "authority"}
    ]
    paths = [
        path.removeprefix("/api/v1")
        .replace("{leaf}", given if "information" in path else leaf)
        .replace("{ticket}", "none")
        for path, methods in describe(service)["paths"].items()
        if "get" in methods and "{digest}" not in path
    ]

    for path in paths:
        seen = administrator.get(path)
        assert seen.status_code in {200, 404, 422}, path
        assert [word for word in words if word in seen.content] == [], path
    assert any(word in program.get("/requests").content for word in words)
