from dataclasses import replace
from datetime import datetime

import pytest

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.cut import Cut, cuts_in, find_cut
from servanda.core.exchange.leaf import JudgedLeaf, RejectedLeaf, VerifiedStatement
from servanda.core.identifiers import format_instant
from tests.core.exchange.world import (
    ACCORD,
    ALICE,
    BOB,
    PARTIES,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
)


def desks_under(**changes: object) -> tuple[Desk, Desk]:
    alice, bob = Desk(ALICE), Desk(BOB)
    proposal = alice.propose(make_accord(**changes), time=at("08:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("08:40:00"))
    exchange(bob, alice)
    return alice, bob


def try_cut(desk: Desk, from_: datetime, until: datetime, *, time: datetime) -> JudgedLeaf:
    facts = {"from": format_instant(from_), "until": format_instant(until)}
    note = desk.sign(desk.header("cut", facts, time=time))
    return desk.append(CarriedLeaf(note=note, salt=None, body=None))


START, NOON, EVENING = ACCORD.periods


def test_a_cut_is_valid_from_the_very_second_at_which_its_wait_is_over() -> None:
    alice, bob = desks_under(mode="real", cut_wait_seconds=3_600)

    early = try_cut(alice, START, NOON, time=at("12:59:59"))
    in_time = try_cut(bob, START, NOON, time=at("13:00:00"))

    assert isinstance(early, RejectedLeaf)
    assert isinstance(in_time, VerifiedStatement)


def test_in_a_real_accord_only_the_end_of_a_period_may_be_cut() -> None:
    alice, _ = desks_under(mode="real")

    assert isinstance(try_cut(alice, START, at("11:30:00"), time=NOON), RejectedLeaf)
    assert isinstance(try_cut(alice, START, START, time=NOON), RejectedLeaf)
    assert isinstance(try_cut(alice, START, NOON, time=NOON), VerifiedStatement)


@pytest.mark.parametrize("mode", ["exercise", "demonstration"])
def test_in_any_other_accord_every_end_may_be_cut(mode: str) -> None:
    alice, _ = desks_under(mode=mode)

    assert isinstance(try_cut(alice, START, at("11:30:00"), time=NOON), VerifiedStatement)


def test_a_second_cut_for_the_same_end_is_invalid_where_the_first_is_in_its_past() -> None:
    alice, bob = agreed_desks()
    try_cut(alice, START, NOON, time=NOON)
    exchange(alice, bob)

    assert isinstance(try_cut(alice, START, NOON, time=NOON), RejectedLeaf)
    assert isinstance(try_cut(bob, START, NOON, time=NOON), RejectedLeaf)


def test_of_two_cuts_that_cross_the_party_named_first_has_its_cut_used() -> None:
    alice, bob = agreed_desks()
    of_bob = try_cut(bob, START, NOON, time=NOON)
    of_alice = try_cut(alice, START, NOON, time=NOON)
    exchange(alice, bob)
    exchange(bob, alice)

    assert isinstance(of_bob, VerifiedStatement)
    for desk in (alice, bob):
        assert desk.contents(NOON).cut_digest == of_alice.digest


def test_the_next_cut_begins_where_the_cut_before_ended() -> None:
    alice, bob = agreed_desks()
    first = try_cut(alice, START, NOON, time=NOON)
    exchange(alice, bob)

    assert isinstance(try_cut(bob, START, EVENING, time=EVENING), RejectedLeaf)
    assert isinstance(try_cut(bob, NOON, at("11:00:00"), time=EVENING), RejectedLeaf)
    second = try_cut(bob, NOON, EVENING, time=EVENING)

    contents = bob.contents()
    assert contents.cut_digest == second.digest
    assert contents.previous is not None
    assert contents.previous.cut_digest == first.digest
    assert contents.previous.previous is None


def test_a_period_left_out_is_taken_in_by_the_next_cut() -> None:
    alice, _ = desks_under(mode="real")

    assert isinstance(try_cut(alice, START, EVENING, time=EVENING), VerifiedStatement)


def test_leaves_beyond_the_cut_are_not_in_its_contents() -> None:
    alice, bob = agreed_desks()
    cut = try_cut(alice, START, NOON, time=NOON)
    alice.say("check", {"step": "ask"}, time=EVENING)
    bob.say("check", {"step": "ask"}, time=EVENING)
    exchange(bob, alice)

    contents = alice.contents()

    assert contents.logs[ALICE][-1] == cut
    assert len(contents.logs[BOB]) == 2
    assert (contents.from_, contents.until) == (START, NOON)


def test_the_cuts_read_from_the_logs_are_those_the_pair_has_noted() -> None:
    alice, bob = agreed_desks()
    try_cut(alice, START, NOON, time=NOON)
    try_cut(bob, START, NOON, time=at("11:59:59"))  # too early: no cut
    exchange(alice, bob)
    try_cut(bob, NOON, EVENING, time=EVENING)

    assert cuts_in(bob.judged) == list(bob.pair.cuts)
    assert len(bob.pair.cuts) == 2


def test_there_is_no_cut_before_one_is_made() -> None:
    assert find_cut([], parties=PARTIES) is None


def test_a_cut_takes_in_what_is_before_it_and_what_it_has_seen() -> None:
    cut = Cut(party=ALICE, index=5, seen_size=3, leaf_hash=bytes(32), from_=START, until=NOON)

    assert cut.takes_in(replace(cut, index=4))
    assert not cut.takes_in(replace(cut, index=5))
    assert cut.takes_in(replace(cut, party=BOB, index=2))
    assert not cut.takes_in(replace(cut, party=BOB, index=3))
