"""A deadline that is amended in mid-period: each request keeps the one it was made under."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from servanda.core.accords.accord import accord_id, encode_accord
from servanda.core.accords.terms import ClockRule
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import settle
from servanda.core.identifiers import PartyId, digest_of
from servanda.core.review.figures import Figures, compute_figures, encode_figures
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import verify_bundle
from tests.core.bundle.bundles import MemoryReader, bundle_of
from tests.core.exchange.world import (
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    TERMS,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
)
from tests.core.keys.cast import ALICE


def hours(amount: int) -> ClockRule:
    return ClockRule(name="answer", unit="hours", amount=amount)


SHORT = make_accord(terms=replace(TERMS, clocks=(hours(1),)))
SHORT_ID = accord_id(encode_accord(SHORT))
LONG = make_accord(terms=replace(TERMS, clocks=(hours(2),)), replaces=SHORT_ID)
LONG_ID = accord_id(encode_accord(LONG))


def ask(alice: Desk, bob: Desk, clock: str) -> VerifiedStatement:
    """Ask at `clock` and have it receipted at the same second."""
    body = REQUEST_BODY.replace(b"A-1", f"A-{clock}".encode())
    request = alice.say("request", REQUEST_FACTS, time=at(clock), body=body)
    exchange(alice, bob)
    bob.say("receipt", time=at(clock))
    exchange(bob, alice)
    return request


def answer(alice: Desk, bob: Desk, request: VerifiedStatement, clock: str) -> None:
    bob.say("response", RESPONSE_FACTS, time=at(clock), ref=request.digest, body=RESPONSE_BODY)
    exchange(bob, alice)
    alice.say("receipt", time=at(clock))
    exchange(alice, bob)


def amend(alice: Desk, bob: Desk, clock: str) -> None:
    proposal = alice.propose(LONG, time=at(clock))
    exchange(alice, bob)
    bob.accept(proposal, time=at(clock))
    exchange(bob, alice)
    alice.say("receipt", time=at(clock))
    exchange(alice, bob)


def amended_desks() -> tuple[Desk, Desk, VerifiedStatement, VerifiedStatement]:
    """Return both desks after two requests, each answered 90 minutes later.

    The first was made under one hour, the second under two; both are answered under two.
    """
    alice, bob = agreed_desks(SHORT)
    first = ask(alice, bob, "09:00:00")
    amend(alice, bob, "09:15:00")
    second = ask(alice, bob, "09:30:00")
    answer(alice, bob, first, "10:30:00")
    answer(alice, bob, second, "11:00:00")
    facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
    alice.say("cut", facts, time=at("12:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at("12:00:01"))
    exchange(bob, alice)
    return alice, bob, first, second


def answered_in_time(figures: Figures, requester: PartyId) -> Mapping[str, int | str]:
    (row,) = [
        row
        for row in figures.rows
        if (row.figure, row.cell.direction) == ("T4", requester)
        and (row.cell.kind, row.cell.urgency) == ("all", "all")
    ]
    return row.values


def test_a_request_keeps_the_deadline_of_the_version_it_was_made_under() -> None:
    alice, _, first, second = amended_desks()

    figures = compute_figures(alice.contents())

    assert (first.header.accord, second.header.accord) == (SHORT_ID, LONG_ID)
    assert answered_in_time(figures, ALICE) == {"d": 2, "n": 1, "rate": 500}


def test_both_sides_compute_the_same_after_an_amendment() -> None:
    alice, bob, _, _ = amended_desks()

    ours, theirs = compute_figures(alice.contents()), compute_figures(bob.contents())

    assert encode_figures(ours) == encode_figures(theirs)


def test_the_verifier_of_the_bundle_computes_the_same_after_an_amendment() -> None:
    alice, bob, _, _ = amended_desks()

    verification = verify_bundle(
        MemoryReader(bundle_of(alice, bob)), anchors=Anchors(accord=SHORT_ID)
    )

    assert verification.figures == digest_of(encode_figures(compute_figures(alice.contents())))
    assert verification.accord == LONG_ID


def test_a_cut_carries_the_versions_in_force_for_its_leaves_and_no_later_one() -> None:
    before, bob = agreed_desks(SHORT)
    ask(before, bob, "09:00:00")
    facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
    before.say("cut", facts, time=at("12:00:00"))
    exchange(before, bob)
    amend(before, bob, "12:30:00")
    after, _, _, _ = amended_desks()

    assert list(before.contents().accords) == [SHORT_ID]
    assert list(after.contents().accords) == [SHORT_ID, LONG_ID]
    assert after.contents().accord == LONG


@pytest.mark.parametrize("tolerance", [0, 7_200])
def test_a_later_tolerance_marks_no_earlier_statement(tolerance: int) -> None:
    alice, bob = agreed_desks(SHORT)
    early = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    bob.say("receipt", time=at("08:59:00"))  # within the 120 seconds of the first version
    exchange(bob, alice)
    longer = replace(LONG, tolerance_seconds=tolerance)
    proposal = alice.propose(longer, time=at("09:15:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("09:16:00"))
    exchange(bob, alice)
    facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
    alice.say("cut", facts, time=at("12:00:00"))

    (request,) = [
        one for one in settle(alice.contents()).counted if one.statement.digest == early.digest
    ]

    assert request.marks == frozenset()
