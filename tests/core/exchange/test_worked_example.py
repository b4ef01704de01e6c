from collections.abc import Iterator
from itertools import permutations

import pytest

from servanda.core.exchange.judge import judge_leaf
from servanda.core.exchange.order import counted_statements, settle
from servanda.core.exchange.receiving import Gap, Taken
from servanda.core.identifiers import PartyId
from tests.core.exchange.worked_example import WorkedExample, play
from tests.core.exchange.world import ALICE, BOB, Desk, at, new_pair

SEEN = {ALICE: [0, 2, 2, 3, 5, 5], BOB: [1, 1, 3, 3, 4, 6]}


@pytest.fixture(scope="module")
def example() -> WorkedExample:
    return play()


def test_every_leaf_has_seen_what_the_table_says(example: WorkedExample) -> None:
    assert [leaf.header.seen.size for leaf in example.a] == SEEN[ALICE]
    assert [leaf.header.seen.size for leaf in example.b] == SEEN[BOB]


def test_version_1_is_in_force_from_b2_on_and_from_a1_on(example: WorkedExample) -> None:
    accords_of_a = [leaf.header.accord is not None for leaf in example.a]
    accords_of_b = [leaf.header.accord is not None for leaf in example.b]

    # A0 proposes and B1 accepts: both name the version that they mean.
    assert accords_of_a == [True, True, True, True, True, True]
    assert accords_of_b == [False, True, True, True, True, True]


def test_the_cut_is_a0_to_a5_and_b0_to_b4_on_both_sides(example: WorkedExample) -> None:
    for desk in (example.alice, example.bob):
        contents = desk.contents()

        assert contents.cut_digest == example.a[5].digest
        assert list(contents.logs[ALICE]) == example.a
        assert list(contents.logs[BOB]) == example.b[:5]


def test_order_and_times_of_receipt_are_those_of_the_specification(
    example: WorkedExample,
) -> None:
    a, b = example.a, example.b

    for desk in (example.alice, example.bob):
        counted, annex = counted_statements(desk.contents())

        assert [(one.statement, one.received_at) for one in counted] == [
            (a[0], at("08:00:02")),
            (b[1], at("08:40:01")),
            (a[2], at("09:00:01")),
            (a[3], at("11:00:02")),
            (b[3], at("11:00:05")),
        ]
        assert all(one.marks == frozenset() for one in counted)
        assert annex == []


def test_a_run_of_b4_before_b3_is_a_gap_and_the_later_stick_changes_nothing(
    example: WorkedExample,
) -> None:
    alice = desk_of(example, ALICE, own=4, copy=3)

    assert alice.take(example.bob.run(4, 5)) == Gap(have=3)
    first = alice.take(example.bob.run(3, 5))
    again = alice.take(example.bob.run(3, 4))

    assert isinstance(first, Taken)
    assert list(first.new) == example.b[3:5]
    assert isinstance(again, Taken)
    assert again.new == ()
    assert again.owes_answer  # the response may wait for its receipt


def test_a_resent_request_gets_the_same_receipt_and_no_new_one(example: WorkedExample) -> None:
    bob = desk_of(example, BOB, own=3, copy=3)

    decision = bob.take(example.alice.run(1, 3))

    assert isinstance(decision, Taken)
    assert (decision.new, decision.owes_receipt, decision.repeats) == ((), False, True)


def test_in_every_order_in_which_the_leaves_can_arrive_all_come_to_the_same(
    example: WorkedExample,
) -> None:
    leaves = {ALICE: example.a, BOB: example.b}
    carried = example.alice.leaves
    expected = settle(example.alice.contents())

    arrivals = list(arrivals_of(leaves_left={ALICE: 0, BOB: 0}))
    for arrival in arrivals:
        pair = new_pair()
        for party in arrival:
            index = pair.log(party).roots.size
            leaf = carried[party][index]
            judged = judge_leaf(leaf, origin=pair.origin(party), past=pair.past_of_next(party))
            pair.add(judged, body=leaf.body)
            assert judged == leaves[party][index]
        reader = Desk(ALICE)
        reader.pair, reader.judged = pair, {ALICE: list(example.a), BOB: list(example.b)}
        assert settle(reader.contents()) == expected
    assert len(arrivals) == len(set(arrivals)) > 1


def test_in_every_order_in_which_runs_can_arrive_the_copy_ends_the_same(
    example: WorkedExample,
) -> None:
    runs = [example.bob.run(first, end) for first, end in ((3, 4), (4, 5), (3, 5), (2, 4), (0, 5))]

    for order in permutations(runs):
        alice = desk_of(example, ALICE, own=4, copy=3)
        held = [run for run in order if isinstance(alice.take(run), Gap)]
        assert not [run for run in held if isinstance(alice.take(run), Gap)]

        assert alice.judged[BOB] == example.b[:5]


def arrivals_of(
    leaves_left: dict[PartyId, int], so_far: tuple[PartyId, ...] = ()
) -> Iterator[tuple[PartyId, ...]]:
    """Yield whose leaf comes when, in every way in which each comes after all it has seen."""
    if len(so_far) == sum(map(len, SEEN.values())):
        yield so_far
    for party, other in ((ALICE, BOB), (BOB, ALICE)):
        index = leaves_left[party]
        if index < len(SEEN[party]) and SEEN[party][index] <= leaves_left[other]:
            yield from arrivals_of({**leaves_left, party: index + 1}, (*so_far, party))


def desk_of(example: WorkedExample, party: PartyId, *, own: int, copy: int) -> Desk:
    """Return `party`'s desk as it was when it held that much of both logs."""
    complete = example.alice if party == ALICE else example.bob
    sizes = {party: own, complete.other: copy}
    desk = Desk(party)
    left = {ALICE: 0, BOB: 0}
    for _ in range(own + copy):  # each round adds a leaf, if such a moment existed at all
        for writer in (ALICE, BOB):
            other = BOB if writer == ALICE else ALICE
            index = left[writer]
            if index >= sizes[writer] or SEEN[writer][index] > left[other]:
                continue
            carried, judged = complete.leaves[writer][index], complete.judged[writer][index]
            desk.pair.add(judged, body=carried.body)
            desk.leaves[writer].append(carried)
            desk.judged[writer].append(judged)
            left[writer] += 1
    assert left == sizes
    return desk
