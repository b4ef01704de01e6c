"""What would be refused is refused before it is queued, with field, expected and found."""

from copy import deepcopy
from typing import Any

import pytest

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.forms.said import said_elements
from servanda.core.identifiers import Digest, digest_of
from servanda.simulation.filled_form import filled_item
from servanda.usecases.casework.incomplete_request import IncompleteRequestError
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.keys.own_keys import ForeignSignKeyError
from tests.usecases.nodes import (
    FULFILLED,
    REQUEST,
    REQUEST_BODY,
    Node,
    agreed_cast,
    make_cast,
)


@pytest.mark.parametrize(
    ("type_", "facts", "body", "named"),
    [
        ("letter", {}, None, "type: expected one of"),
        ("receipt", {}, None, "which nodes write"),
        ("request", {**REQUEST, "kind": "gossip"}, REQUEST_BODY, "kind"),
        ("request", {**REQUEST, "note": "free text"}, REQUEST_BODY, "note"),
        ("request", {**REQUEST, "commitment": "C9"}, REQUEST_BODY, "commitment"),
        ("request", REQUEST, None, "brief_facts"),
        ("request", REQUEST, {**REQUEST_BODY, "title": ""}, "title"),
        ("request", REQUEST, {**REQUEST_BODY, "secret": "x"}, "secret"),
        ("check", {"step": "ask"}, {"text": "x"}, "body"),
        ("response", FULFILLED, {"text": "x"}, "ref"),
    ],
)
def test_a_statement_that_does_not_fit_is_refused_by_its_field(
    type_: str, facts: JsonObject, body: JsonObject | None, named: str
) -> None:
    cast = agreed_cast()

    with pytest.raises(InvalidInputError, match=named) as caught:
        queue(cast.alice, type_, facts, body=body)

    # What is said in other languages too: the one fault, or all that the form finds.
    assert caught.value.fault is not None or isinstance(caught.value, IncompleteRequestError)
    assert not cast.alice.services.store.queued(limit=9)


def test_an_answer_to_nothing_that_we_hold_is_refused() -> None:
    cast = agreed_cast()

    with pytest.raises(InvalidInputError, match="ref") as caught:
        queue(cast.bob, "response", FULFILLED, body={"text": "x"}, ref=digest_of(b"?"))

    assert caught.value.fault is not None


def test_nothing_but_an_accord_is_said_before_one_is_in_force() -> None:
    cast = make_cast()

    with pytest.raises(InvalidInputError, match="found none"):
        queue(cast.alice, "check", {"step": "ask"})


def test_the_same_ticket_is_queued_once() -> None:
    cast = agreed_cast()

    first = queue(cast.alice, "check", {"step": "ask"}, ticket="t")
    again = queue(cast.alice, "check", {"step": "answer"}, ticket="t")

    assert (first.queued, again.queued) == (True, False)
    assert len(cast.alice.step().appended) == 1
    assert not queue(cast.alice, "check", {"step": "ask"}, ticket="t").queued


def test_a_body_above_the_limit_is_to_be_attached() -> None:
    cast = agreed_cast()
    item = filled_item("x" * 10, kind="information_request")
    words = {"sought": "many words " * 300, "link": "as many words " * 280}
    body = {**REQUEST_BODY, "items": [{**item, **words}] * 200}

    with pytest.raises(InvalidInputError, match="in an attached file"):
        queue(cast.alice, "request", {**REQUEST, "items": 200}, body=body)


def test_what_is_read_off_the_body_need_not_be_said() -> None:
    cast = agreed_cast()
    facts = {name: one for name, one in REQUEST.items() if name != "items"}

    ticket = queue(cast.alice, "request", facts, body=REQUEST_BODY).ticket

    queued = cast.alice.services.store.ticket(ticket)
    assert queued is not None
    elements = said_elements(facts=facts, body=REQUEST_BODY, has_files=False)
    assert canonical.parse_object(queued.facts) == {**REQUEST, "elements": elements}


def test_an_incomplete_request_is_not_queued_and_every_fault_is_told() -> None:
    cast = agreed_cast()
    body: dict[str, Any] = deepcopy(dict(REQUEST_BODY))
    del body["elements"]["E07"]
    del body["items"][0]["link"]

    with pytest.raises(IncompleteRequestError, match=r"E07 .* Fill in .*E09 .*item 1") as raised:
        queue(cast.alice, "request", REQUEST, body=body)

    told = {(problem.element, problem.code) for problem in raised.value.checklist.problems}
    assert {("E07", "element-missing"), ("E09", "item-without-link")} <= told
    assert not cast.alice.services.store.queued(limit=9)


@pytest.mark.parametrize("is_appended", [False, True])
def test_what_an_open_request_asks_for_is_asked_again_only_with_a_reason(is_appended: bool) -> None:  # noqa: FBT001 - of a table
    cast = agreed_cast()
    without = {name: one for name, one in REQUEST_BODY.items() if name != "overrides"}
    first = queue(cast.alice, "request", REQUEST, body=without, ticket="first")
    leaf = cast.alice.step().appended[0].leaf if is_appended else None

    with pytest.raises(IncompleteRequestError, match=leaf or "first"):
        queue(cast.alice, "request", REQUEST, body={**without, "file_number": "A-2"})

    assert not queue(cast.alice, "request", REQUEST, body=without, ticket="first").queued
    assert queue(cast.alice, "request", REQUEST, body=REQUEST_BODY).queued
    assert first.queued


def test_what_was_answered_may_be_asked_again() -> None:
    cast = agreed_cast()
    without = {name: one for name, one in REQUEST_BODY.items() if name != "overrides"}
    request = cast.alice.send("request", REQUEST, body=without)
    cast.settle()
    cast.bob.send("response", FULFILLED, body={"text": "x"}, ref=request)
    cast.settle()

    assert queue(cast.alice, "request", REQUEST, body=without).queued


def test_a_withdrawal_that_waits_counts_for_what_is_queued_after_it() -> None:
    cast = agreed_cast()
    queue(cast.alice, "cut", cut_until("2026-01-02"))

    with pytest.raises(InvalidInputError, match="cut"):
        queue(cast.alice, "cut", cut_until("2026-01-02"))
    queue(cast.alice, "cut", cut_until("2026-01-03", start="2026-01-02"))
    assert len(cast.alice.step().appended) == 1  # each cut ends its batch
    assert len(cast.alice.step().appended) == 1


def test_keys_of_another_home_sign_nothing() -> None:
    cast = agreed_cast()
    cast.alice.services.keys.save(cast.bob.services.keys.load())

    with pytest.raises(ForeignSignKeyError):
        queue(cast.alice, "check", {"step": "ask"})


def queue(
    node: Node,
    type_: str,
    facts: JsonObject,
    *,
    body: JsonObject | None = None,
    ref: Digest | None = None,
    ticket: str | None = None,
) -> QueueResult:
    return queue_statement(
        type=type_, facts=facts, body=body, ref=ref, ticket=ticket, services=node.services
    )


def cut_until(day: str, *, start: str = "2026-01-01") -> JsonObject:
    return {"from": f"{start}T00:00:00Z", "until": f"{day}T00:00:00Z"}
