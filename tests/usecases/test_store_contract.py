"""The promises that store_port.Store makes, run against every store."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servanda.core.identifiers import AccordName, Origin, PartyId
from servanda.core.tlog.hashing import leaf_hash
from servanda.simulation.memory_store import MemoryStore
from servanda.usecases.records import (
    INVALID,
    AlarmRecord,
    BodyRecord,
    CheckpointRecord,
    CounterpartRecord,
    HeldRun,
    LeafRecord,
    NodeRecord,
    PairRecord,
    QueuedStatement,
    StatementFacts,
    TileRecord,
)
from servanda.usecases.store_port import (
    Covered,
    FactChange,
    IndexTakenError,
    LogGrowth,
    StepCommit,
    Store,
)
from tests.django_stores import postgresql_store, sqlite_store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OWN = Origin(
    from_party=PartyId("alice.example"),
    accord_name=AccordName("a-b"),
    to_party=PartyId("bob.example"),
)

OPENERS: dict[str, Callable[[Path], AbstractContextManager[Store]]] = {
    "memory": lambda _: nullcontext(MemoryStore()),
    "sqlite": lambda folder: sqlite_store(folder / "store.sqlite3"),
}


@pytest.fixture(params=[*OPENERS, pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "postgresql":
        with postgresql_store(request.getfixturevalue("postgres_url")) as opened:
            yield opened
        return
    with OPENERS[request.param](tmp_path) as opened:
        yield opened


def test_an_empty_store_holds_nothing(store: Store) -> None:
    assert store.node() is None
    assert store.counterparts() == []
    assert store.pairs() == []
    assert store.log_sizes() == {}
    assert store.log_size(OWN) == 0
    assert store.leaves(OWN, 0, 9) == []
    assert store.last_valid_leaf(OWN) is None
    assert store.checkpoint(OWN) is None
    assert store.queued(limit=9) == []
    assert store.facts(b"x" * 32) is None


def test_leaves_come_back_as_the_exact_bytes_that_were_stored(store: Store) -> None:
    leaves = [leaf(index) for index in range(5)]

    store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=leaves)]))

    assert list(store.leaves(OWN, 0, 5)) == leaves
    assert list(store.leaves(OWN, 2, 4)) == leaves[2:4]
    assert list(store.iterate_leaves(OWN)) == leaves
    assert list(store.leaf_hashes(OWN, 3, 9)) == [one.leaf_hash for one in leaves[3:]]
    assert store.log_size(OWN) == 5
    assert store.log_sizes() == {OWN: 5}
    assert list(store.find_leaves(leaves[2].leaf_hash)) == [(OWN, leaves[2])]


def test_a_leaf_that_does_not_continue_its_log_is_refused_and_nothing_is_stored(
    store: Store,
) -> None:
    store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)])]))

    for index in (0, 2):
        with pytest.raises(IndexTakenError):
            store.commit(
                StepCommit(
                    growths=[
                        LogGrowth(origin=OWN.reverse, leaves=[leaf(0)]),
                        LogGrowth(origin=OWN, leaves=[leaf(index)]),
                    ],
                    alarms=[alarm()],
                )
            )

    assert store.log_size(OWN.reverse) == 0
    assert store.alarms() == () or store.alarms() == []


def test_landmarks_and_the_last_valid_leaf_leave_invalid_ones_out(store: Store) -> None:
    leaves = [
        leaf(0, type_="proposal"),
        leaf(1, type_="request"),
        leaf(2, type_="cut", verdict=INVALID),
    ]
    store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=leaves)]))

    assert list(store.landmarks(OWN)) == leaves[:1]
    assert store.last_valid_leaf(OWN) == leaves[1]


def test_bodies_are_held_until_erased_and_never_replaced(store: Store) -> None:
    body = BodyRecord(leaf_hash=b"h" * 32, salt=b"s" * 32, body=b"{}")
    store.commit(StepCommit(bodies=[body]))
    store.commit(StepCommit(bodies=[replace(body, body=b"other")]))

    assert store.bodies([body.leaf_hash, b"?" * 32]) == {body.leaf_hash: body}
    store.erase_body(body.leaf_hash)
    assert store.bodies([body.leaf_hash]) == {}


def test_the_largest_checkpoint_up_to_a_size_is_found_and_the_first_of_a_size_stands(
    store: Store,
) -> None:
    heads = [head(size) for size in (1, 4, 9)]
    store.commit(StepCommit(checkpoints=heads))
    store.commit(StepCommit(checkpoints=[replace(heads[1], note=b"other")]))

    assert store.checkpoint(OWN) == heads[2]
    assert store.checkpoint(OWN, at_most=8) == heads[1]
    assert store.checkpoint(OWN, at_most=0) is None
    assert store.checkpoint(OWN.reverse) is None
    assert store.checkpoint_from(OWN, at_least=4) == heads[1]
    assert store.checkpoint_from(OWN, at_least=5) == heads[2]
    assert store.checkpoint_from(OWN, at_least=10) is None


def test_a_tile_can_be_written_again_as_it_fills(store: Store) -> None:
    tiles = [TileRecord(level=1, number=0, hashes=b"t" * 32 * width) for width in (1, 2)]
    for tile in tiles:
        store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=(), tiles=[tile])]))
    store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)], tiles=tiles[1:])]))

    assert store.tile(OWN, 1, 0) == b"t" * 64
    assert store.tile(OWN, 0, 0) == b""


def test_the_node_is_written_once_and_only_its_card_may_change(store: Store) -> None:
    node = NodeRecord(party=OWN.from_party, mode="real", card=b"[]", created_at=NOW)
    store.save_node(node)
    store.save_node(replace(node, mode="exercise", card=b"[1]"))

    assert store.node() == replace(node, card=b"[1]")


def test_counterparts_are_added_and_replaced(store: Store) -> None:
    bob = CounterpartRecord(party=OWN.to_party, card=b"[]", added_at=NOW)
    store.save_counterpart(bob)
    store.save_counterpart(replace(bob, confirmed_at=NOW))

    assert store.counterpart(bob.party) == replace(bob, confirmed_at=NOW)
    assert list(store.counterparts()) == [replace(bob, confirmed_at=NOW)]


def test_a_ticket_is_queued_once_and_leaves_the_queue_as_a_leaf(store: Store) -> None:
    first, second = queued("t1"), queued("t2")

    assert store.queue(first)
    assert not store.queue(replace(first, type="other"))
    assert store.queue(second)
    assert list(store.queued(limit=9)) == [first, second]
    assert list(store.queued(limit=1)) == [first]
    store.commit(StepCommit(appended=[("t1", b"l" * 32)], failed=[("t2", "no")]))

    assert store.queued(limit=9) == []
    assert store.ticket("t1") == replace(first, leaf_hash=b"l" * 32)
    assert store.ticket("t2") == replace(second, trouble="no")
    store.remove_queued("t1")
    assert store.ticket("t1") is not None


def test_a_waiting_statement_can_be_taken_back(store: Store) -> None:
    store.queue(queued("t1"))
    store.remove_queued("t1")

    assert store.ticket("t1") is None


def test_a_commit_changes_the_numbers_of_the_exchange_and_leaves_the_outbox_alone(
    store: Store,
) -> None:
    store.open_pair(pair(own_size=1, due_at=NOW, attempts=3, trouble="no"))
    store.open_pair(pair(own_size=9))
    store.commit(StepCommit(pairs=[pair(own_size=2, their_have=5, receipted=1)]))
    store.commit(StepCommit(pairs=[pair(own_size=3, their_have=4, receipted=2)]))

    assert store.pair(OWN) == pair(
        own_size=3, their_have=5, receipted=2, due_at=NOW, attempts=3, trouble="no"
    )
    assert list(store.pairs()) == [store.pair(OWN)]


def test_a_new_statement_is_due_at_once_and_a_settled_pair_not_at_all(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    store.commit(StepCommit(pairs=[pair()], send_at={OWN: later}))
    store.commit(StepCommit(send_at={OWN: NOW}))
    store.commit(StepCommit(send_at={OWN: later}))

    assert [one.own for one in store.due_pairs(NOW)] == [OWN]
    assert store.due_pairs(NOW - timedelta(seconds=1)) == []
    store.commit(StepCommit(settled=[OWN]))
    assert store.due_pairs(later) == []


def test_an_owed_answer_stays_due_though_all_is_receipted(store: Store) -> None:
    store.open_pair(pair())
    store.owe_answer(OWN, due_at=NOW)
    store.commit(StepCommit(settled=[OWN]))

    (due,) = store.due_pairs(NOW)
    assert due.answer_owed
    store.save_sending(
        replace(due, answer_owed=False, due_at=None, handed_over=4), read_due_at=due.due_at
    )
    assert store.pair(OWN) == pair(handed_over=4)


def test_a_sending_does_not_postpone_a_statement_appended_meanwhile(store: Store) -> None:
    store.commit(StepCommit(pairs=[pair()], send_at={OWN: NOW}))
    (due,) = store.due_pairs(NOW)
    store.commit(StepCommit(settled=[OWN]))
    store.commit(StepCommit(send_at={OWN: NOW + timedelta(seconds=1)}))

    later = replace(due, due_at=NOW + timedelta(hours=6), attempts=7, handed_over=2, trouble="x")
    store.save_sending(later, read_due_at=due.due_at)

    assert store.pair(OWN) == pair(due_at=NOW + timedelta(seconds=1), handed_over=2, trouble="x")


def test_facts_are_added_covered_and_changed_and_the_first_of_each_stands(store: Store) -> None:
    facts = [fact(index) for index in range(3)]
    store.commit(
        StepCommit(
            growths=[LogGrowth(origin=OWN, leaves=[leaf(index) for index in range(3)])],
            new_facts=facts,
            covered=[Covered(origin=OWN, first=0, until=2, received_at=NOW)],
        )
    )
    later = NOW + timedelta(days=1)
    name = facts[0].leaf_hash
    for at in (NOW, later):
        changes = [
            FactChange(leaf_hash=name, field="acknowledged_at", at=at),
            FactChange(leaf_hash=name, field="answered_at", at=at, text=at.isoformat()),
            FactChange(leaf_hash=name, field="withdrawn_at", at=at),
            FactChange(leaf_hash=name, field="refused", at=at, text=f"code_{at.day}"),
        ]
        covered = [Covered(origin=OWN, first=0, until=2, received_at=at)]
        store.commit(StepCommit(changes=changes, covered=covered))

    assert store.facts(name) == replace(
        facts[0],
        received_at=NOW,
        acknowledged_at=NOW,
        answered_at=NOW,
        outcome=NOW.isoformat(),
        withdrawn_at=NOW,
        refused="code_1",
    )
    assert list(store.facts_of(OWN)) == [
        store.facts(name),
        replace(facts[1], received_at=NOW),
        facts[2],
    ]


def test_held_runs_wait_in_order_until_released(store: Store) -> None:
    runs = [held("b", first=7), held("a", first=3)]
    store.commit(StepCommit(held=runs))
    store.commit(StepCommit(held=runs))

    assert list(store.held_runs(OWN)) == [runs[1], runs[0]]
    store.commit(StepCommit(released=["a"]))
    assert list(store.held_runs(OWN)) == [runs[0]]
    assert store.held_runs(OWN.reverse) == []


def test_alarms_and_drops_are_kept(store: Store) -> None:
    store.commit(StepCommit(alarms=[alarm()], dropped={"head": 2}))
    store.commit(StepCommit(dropped={"head": 1, "envelope": 1}))

    assert list(store.alarms()) == [alarm()]
    assert store.drops() == {"envelope": 1, "head": 3}


def test_projections_are_replaced_whole_and_logs_stay(store: Store) -> None:
    leaves = [leaf(index) for index in range(2)]
    old_tile = TileRecord(level=1, number=0, hashes=b"o" * 32)
    store.commit(
        StepCommit(
            growths=[LogGrowth(origin=OWN, leaves=leaves, tiles=[old_tile])],
            new_facts=[fact(0), fact(1)],
            pairs=[pair(own_size=9)],
        )
    )

    new_tile = TileRecord(level=0, number=0, hashes=b"n" * 32)
    store.replace_projections(facts=[fact(1)], pairs=[pair(own_size=2)], tiles={OWN: [new_tile]})

    assert list(store.facts_of(OWN)) == [fact(1)]
    assert store.pair(OWN) == pair(own_size=2)
    assert (store.tile(OWN, 0, 0), store.tile(OWN, 1, 0)) == (new_tile.hashes, b"")
    assert list(store.iterate_leaves(OWN)) == leaves


def test_a_restored_log_replaces_all_leaves_and_the_heads_beyond_it(store: Store) -> None:
    store.commit(
        StepCommit(
            growths=[LogGrowth(origin=OWN, leaves=[leaf(index) for index in range(3)])],
            checkpoints=[head(2), head(3)],
        )
    )
    good = [leaf(index, type_="check") for index in range(2)]

    store.restore_log(OWN, good, [BodyRecord(leaf_hash=b"h" * 32, salt=b"s" * 32, body=b"{}")])

    assert list(store.iterate_leaves(OWN)) == good
    assert store.checkpoint(OWN) == head(2)
    assert list(store.find_leaves(leaf(2).leaf_hash)) == []
    assert list(store.find_leaves(good[0].leaf_hash)) == [(OWN, good[0])]
    assert b"h" * 32 in store.bodies([b"h" * 32])


def leaf(index: int, *, type_: str = "request", verdict: str = "valid") -> LeafRecord:
    note = f"{type_} {index}\n\n\x00 \N{EM DASH}".encode()
    return LeafRecord(
        index=index,
        leaf_hash=leaf_hash(note),
        note=note,
        type=type_,
        ref=b"r" * 32 if index else None,
        time=NOW + timedelta(seconds=index) if index != 1 else None,
        verdict=verdict,
        reason="" if verdict == "valid" else "not as expected",
        marks=("clock_conflict",) if index == 2 else (),
    )


def head(size: int) -> CheckpointRecord:
    return CheckpointRecord(
        origin=OWN, size=size, root=bytes([size]) * 32, note=b"note", signed_at=NOW
    )


def pair(
    *,
    own_size: int = 0,
    their_have: int = 0,
    receipted: int = 0,
    due_at: datetime | None = None,
    attempts: int = 0,
    handed_over: int = 0,
    trouble: str = "",
) -> PairRecord:
    return PairRecord(
        own=OWN,
        opened_at=NOW,
        own_size=own_size,
        their_have=their_have,
        receipted=receipted,
        due_at=due_at,
        attempts=attempts,
        handed_over=handed_over,
        trouble=trouble,
    )


def fact(index: int) -> StatementFacts:
    return StatementFacts(
        leaf_hash=leaf(index).leaf_hash, origin=OWN, index=index, type="request", sent_at=NOW
    )


def queued(ticket: str) -> QueuedStatement:
    return QueuedStatement(
        ticket=ticket,
        own=OWN,
        type="request",
        facts=b"{}",
        ref=b"r" * 32,
        accord="sha256:" + "a" * 64,
        salt=b"s" * 32,
        body=b"{}",
        attachments=("sha256:" + "b" * 64, "sha256:" + "c" * 64),
        queued_at=NOW,
    )


def held(digest: str, *, first: int) -> HeldRun:
    return HeldRun(digest=digest, origin=OWN, first=first, run=b"run", held_at=NOW)


def alarm() -> AlarmRecord:
    return AlarmRecord(
        kind="fork", subject=str(OWN), message="two heads", evidence=b"\x00", raised_at=NOW
    )
