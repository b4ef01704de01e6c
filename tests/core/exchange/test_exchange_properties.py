"""What holds for every course of an exchange: loss, repeats, disorder and bad leaves included."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.core.exchange.judge import judge_leaf
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Settled, settle
from servanda.core.exchange.pair import PairState
from servanda.core.exchange.receiving import Taken
from servanda.core.identifiers import PartyId
from tests.core.exchange.world import (
    ACCORD,
    ALICE,
    BOB,
    PARTIES,
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_BODY,
    RESPONSE_FACTS,
    Desk,
    agreed_desks,
    at,
    new_pair,
)

START, NOON, EVENING = ACCORD.periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that happens to one desk.

    Attributes:
        party: Whose desk.
        kind: `request`, `answer` and `bad` append a leaf; `hand_over` carries a run to the
            other desk; `lose_body` does so without bodies.
        number: Picks what is answered, and where the run begins and ends.
        clock: Seconds by which the party's clock is wrong at this moment.
    """

    party: PartyId
    kind: str
    number: int
    clock: int


MOVES = st.lists(
    st.builds(
        Move,
        party=st.sampled_from(PARTIES),
        kind=st.sampled_from(
            ["request", "answer", "bad", "hand_over", "hand_over", "hand_over", "lose_body"]
        ),
        number=st.integers(0, 999),
        clock=st.integers(-300, 300),
    ),
    max_size=25,
)


class Course:
    """Two desks and the moves between them."""

    def __init__(self) -> None:
        self.desks = dict(zip(PARTIES, agreed_desks(), strict=True))
        self.now = at("09:00:00")

    def play(self, moves: list[Move]) -> None:
        for move in moves:
            self.now += timedelta(seconds=7)
            desk = self.desks[move.party]
            time = self.now + timedelta(seconds=move.clock)
            if move.kind == "request":
                desk.say("request", REQUEST_FACTS, time=time, body=REQUEST_BODY)
            elif move.kind == "answer":
                self.answer(desk, move, time=time)
            elif move.kind == "bad":
                bad = desk.header("receipt", time=time)._replace(facts={"remark": move.number})
                desk.append(CarriedLeaf(note=desk.sign(bad), salt=None, body=None))
            else:
                self.hand_over(desk, move)

    def answer(self, desk: Desk, move: Move, *, time: datetime) -> None:
        requests = [
            leaf
            for leaf in desk.judged[desk.other]
            if isinstance(leaf, VerifiedStatement) and leaf.header.type == "request"
        ]
        if requests:
            ref = requests[move.number % len(requests)].digest
            desk.say("response", RESPONSE_FACTS, time=time, ref=ref, body=RESPONSE_BODY)

    def hand_over(self, sender: Desk, move: Move) -> None:
        size = len(sender.leaves[sender.party])
        first = move.number % size
        end = first + 1 + move.number // 7 % (size - first)
        run = sender.run(first, end)
        if move.kind == "lose_body":
            leaves = tuple(replace(leaf, salt=None, body=None) for leaf in run.leaves)
            run = replace(run, leaves=leaves)
        self.receive(self.desks[sender.other], run)

    def receive(self, receiver: Desk, run: Run) -> None:
        decision = receiver.take(run)
        if isinstance(decision, Taken):
            receiver.answer(decision, time=self.now)

    def come_to_rest(self) -> int:
        """Exchange until nobody has anything new; return how many runs that took."""
        for count in range(40):
            pending = [
                desk
                for desk in self.desks.values()
                if len(self.desks[desk.other].leaves[desk.party]) < len(desk.leaves[desk.party])
            ]
            if not pending:
                return count
            sender = pending[0]
            receiver = self.desks[sender.other]
            self.receive(receiver, sender.run(len(receiver.leaves[sender.party])))
        raise AssertionError("the exchange did not end")

    def cut(self) -> tuple[Settled, Settled]:
        """Let Alice cut, hand it over, and return what each side makes of it."""
        facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
        self.desks[ALICE].say("cut", facts, time=EVENING)
        self.come_to_rest()
        return settle(self.desks[ALICE].contents()), settle(self.desks[BOB].contents())


@given(MOVES)
def test_every_exchange_ends_and_both_sides_come_to_the_same_order(moves: list[Move]) -> None:
    course = Course()
    course.play(moves)

    assert course.come_to_rest() <= 6
    of_alice, of_bob = course.cut()

    assert of_alice == of_bob
    assert of_alice.annex == []  # at rest, every statement has its receipt


@given(MOVES)
def test_a_cut_in_the_middle_of_it_is_settled_alike(moves: list[Move]) -> None:
    course = Course()
    course.play(moves)
    of_alice, of_bob = course.cut()

    assert of_alice == of_bob
    assert is_total(of_alice)


@given(MOVES, st.randoms(use_true_random=False))
def test_in_whatever_order_the_leaves_come_the_verdicts_are_the_same(
    moves: list[Move], chance: Random
) -> None:
    course = Course()
    course.play(moves)
    course.come_to_rest()
    desk = course.desks[ALICE]
    pair = new_pair()

    while held := [party for party in PARTIES if can_judge(pair, desk, party)]:
        party = chance.choice(held)
        index = pair.log(party).roots.size
        carried = desk.leaves[party][index]
        judged = judge_leaf(carried, origin=pair.origin(party), past=pair.past_of_next(party))
        pair.add(judged, body=carried.body)
        assert judged == desk.judged[party][index]

    assert [pair.log(party).roots.size for party in PARTIES] == [
        len(desk.judged[party]) for party in PARTIES
    ]


@given(MOVES)
def test_all_of_it_handed_over_once_more_changes_nothing(moves: list[Move]) -> None:
    course = Course()
    course.play(moves)
    course.come_to_rest()
    before = {party: list(desk.leaves[party]) for party, desk in course.desks.items()}

    for desk in course.desks.values():
        for first in range(len(desk.leaves[desk.party])):
            course.receive(course.desks[desk.other], desk.run(first, first + 1))

    assert {party: desk.leaves[party] for party, desk in course.desks.items()} == before


def can_judge(pair: PairState, desk: Desk, party: PartyId) -> bool:
    """Return whether the next leaf of `party` is there and all it has seen is held."""
    index = pair.log(party).roots.size
    if index >= len(desk.judged[party]):
        return False
    header = desk.judged[party][index].header
    return header is None or header.seen.size <= pair.log(pair.counterpart(party)).roots.size


def is_total(settled: Settled) -> bool:
    """Return whether each log is in its order and nothing goes before what it has seen."""
    taken = dict.fromkeys(PARTIES, -1)
    remaining = {
        party: [
            one.statement.index
            for one in settled.counted
            if one.statement.origin.from_party == party
        ]
        for party in PARTIES
    }
    for one in settled.counted:
        statement = one.statement
        party, other = statement.origin.from_party, statement.origin.to_party
        if statement.index <= taken[party]:
            return False
        needed = [index for index in remaining[other] if index < statement.header.seen.size]
        if needed and taken[other] < max(needed):
            return False
        taken[party] = statement.index
    return True
