"""The promises of ports.store.Store about logs and projections, run against every store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.usecases.ports.records import (
    INVALID,
    BodyRecord,
    DatabaseReport,
    TileRecord,
)
from servanda.usecases.ports.store import (
    Covered,
    FactChange,
    IndexTakenError,
    LogGrowth,
    StepCommit,
    Store,
)
from tests.usecases.store_samples import NOW, OWN, alarm, fact, head, leaf, pair, queued


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


def test_it_says_what_it_lies_in(store: Store) -> None:
    report = store.database_report()

    assert report.name.split()[0] in {"memory", "folder", "SQLite", "PostgreSQL"}
    if not report.name.startswith("PostgreSQL"):
        assert report == DatabaseReport(name=report.name)
    else:  # the server of the tests keeps nothing through a power cut
        assert [trouble.split()[4] for trouble in report.troubles] == ["fsync", "full_page_writes"]


def test_a_text_that_somebody_else_wrote_is_stored_without_what_a_database_refuses(
    store: Store,
) -> None:
    store.open_pair(pair())

    store.save_sending(pair(trouble="a\0b"), read=pair())

    (stored,) = store.pairs()
    assert stored.trouble.replace("\N{REPLACEMENT CHARACTER}", "\0") == "a\0b"


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


def test_erasing_a_body_erases_it_also_where_it_was_queued(store: Store) -> None:
    said, other = queued("t1"), queued("t2")
    store.queue(said)
    store.queue(other)
    store.commit(StepCommit(appended=[("t1", b"l" * 32), ("t2", b"m" * 32)]))

    store.erase_body(b"l" * 32)

    assert store.ticket("t1") == replace(said, leaf_hash=b"l" * 32, salt=None, body=None)
    assert store.ticket("t2") == replace(other, leaf_hash=b"m" * 32)


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


def test_statements_of_some_types_are_found_among_all_others(store: Store) -> None:
    leaves = [leaf(index) for index in range(4)]
    types = ("request", "escalation", "call", "escalation")
    facts = [replace(fact(index), type=name) for index, name in enumerate(types)]
    store.commit(
        StepCommit(growths=[LogGrowth(origin=OWN, leaves=leaves)], new_facts=facts, pairs=[pair()])
    )

    assert list(store.facts_of_types(OWN, {"escalation"})) == [facts[1], facts[3]]
    assert list(store.facts_of_types(OWN, {"escalation", "call"})) == facts[1:]
    assert list(store.facts_of_types(OWN.reverse, {"escalation"})) == []
    assert list(store.facts_of_types(OWN, frozenset())) == []


def test_statements_are_read_backwards_from_a_place(store: Store) -> None:
    leaves = [leaf(index) for index in range(5)]
    facts = [fact(index) for index in (0, 1, 3, 4)]  # leaf 2 is a receipt
    store.commit(
        StepCommit(growths=[LogGrowth(origin=OWN, leaves=leaves)], new_facts=facts, pairs=[pair()])
    )

    assert list(store.facts_before(OWN, until=5, limit=2)) == [facts[3], facts[2]]
    assert list(store.facts_before(OWN, until=3, limit=9)) == [facts[1], facts[0]]
    assert list(store.facts_before(OWN, until=0, limit=9)) == []
    assert list(store.facts_before(OWN.reverse, until=5, limit=9)) == []


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


def test_statements_of_some_types_are_read_from_an_index_on(store: Store) -> None:
    growth = LogGrowth(origin=OWN, leaves=[leaf(index) for index in range(6)])
    types = ("information", "request", "information", "call", "information", "call")
    known = [replace(fact(index), type=type_) for index, type_ in enumerate(types)]
    store.commit(StepCommit(growths=[growth], new_facts=known))

    def found(types: tuple[str, ...], first: int, limit: int) -> list[int]:
        return [one.index for one in store.facts_after(OWN, types, first=first, limit=limit)]

    assert found(("information",), 0, 9) == [0, 2, 4]
    assert found(("information",), 1, 1) == [2]
    assert found(("call",), 4, 9) == [5]
    assert found(("information", "request"), 0, 2) == [0, 1]
    assert found((), 0, 9) == []
