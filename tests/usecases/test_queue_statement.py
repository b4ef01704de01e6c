"""What would be refused is refused before it is queued, with field, expected and found."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of
from servanda.usecases.own_keys import ForeignSignKeyError
from servanda.usecases.queue_statement import QueueResult, queue_statement
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
        ("request", REQUEST, None, "body"),
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

    assert caught.value.fault is not None
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
    body = {**REQUEST_BODY, "items": [{"sought": "x" * 4_000, "link": "y" * 4_000}] * 200}

    with pytest.raises(InvalidInputError, match="in an attached file"):
        queue(cast.alice, "request", {**REQUEST, "items": 200}, body=body)


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
