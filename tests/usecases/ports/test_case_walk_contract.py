"""Who walks through the requests of a store skips none and meets none twice, while others write.

On every store, with chance from a few seeds; and by properties on the one in memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.memory.store import MemoryStore
from servanda.usecases.ports.casework import (
    CaseQuestion,
    CaseRecord,
    CaseworkChange,
    CaseworkMark,
)
from servanda.usecases.ports.store import Store
from tests.usecases.ports.test_casework_store_contract import case
from tests.usecases.store_samples import NOW, OWN

NAMES = st.integers(0, 30)
WRITES = st.lists(st.lists(st.tuples(NAMES, st.booleans()), max_size=5), max_size=12)


@dataclass
class Writer:
    """Adds requests and changes them, at times that go on."""

    store: Store
    now: datetime = NOW
    written: dict[bytes, CaseRecord] = field(default_factory=dict)

    def write(self, name: int, *, is_open: bool) -> None:
        self.now += timedelta(seconds=1)
        # Some began at the same second; that must not matter.
        row = replace(
            case(name, is_open=is_open),
            started_at=NOW + timedelta(seconds=name % 7),
            last_at=self.now,
        )
        mark = self.store.casework_mark(OWN)
        after = CaseworkMark(own=OWN, own_until=mark.own_until + 1)
        change = CaseworkChange(before=mark, after=after, cases=[row], changed_at=self.now)
        assert self.store.save_casework(change)
        self.written[row.leaf_hash] = row


def walk(
    store: Store, *, limit: int, since: datetime | None = None
) -> Iterator[Sequence[CaseRecord]]:
    after = None
    while True:
        part = store.cases_after(CaseQuestion(after=after, changed_since=since, limit=limit))
        yield part
        if len(part) < limit:
            return
        after = (int(part[-1].started_at.timestamp()), part[-1].leaf_hash)


def require_walk(
    store: Store, *, before: list[int], between: list[list[tuple[int, bool]]], limit: int
) -> None:
    """Walk twice, with writes between the parts of the first walk."""
    writer = Writer(store)
    for name in before:
        writer.write(name, is_open=True)
    there, began = dict(writer.written), writer.now
    writes = iter(between)
    met: list[bytes] = []
    for part in walk(store, limit=limit):
        met.extend(one.leaf_hash for one in part)
        for name, is_open in next(writes, []):
            writer.write(name, is_open=is_open)

    assert len(met) == len(set(met)), "one came twice"
    assert there.keys() <= set(met), "one was skipped"
    news = [one for part in walk(store, limit=limit, since=began) for one in part]
    changed = {name: one for name, one in writer.written.items() if one.last_at >= began}
    assert {one.leaf_hash: one for one in news} == changed


@given(st.lists(NAMES, max_size=20), WRITES, st.integers(1, 6))
def test_nothing_is_skipped_and_nothing_comes_twice(
    before: list[int], between: list[list[tuple[int, bool]]], limit: int
) -> None:
    require_walk(MemoryStore(), before=before, between=between, limit=limit)


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_is_whole_on_every_store(seed: int, store: Store) -> None:
    chance = Random(seed)  # noqa: S311 - chance of a test
    between = [
        [(chance.randrange(30), chance.random() < 0.5) for _ in range(chance.randrange(4))]
        for _ in range(10)
    ]

    require_walk(
        store, before=chance.sample(range(30), 12), between=between, limit=chance.randrange(1, 5)
    )


def test_a_walk_may_be_through_some_alone(store: Store) -> None:
    writer = Writer(store)
    for name in range(6):
        writer.write(name, is_open=name < 4)

    def found(question: CaseQuestion) -> set[int]:
        return {one.leaf_hash[0] for one in store.cases_after(question)}

    assert found(CaseQuestion(is_open=False, limit=9)) == {4, 5}
    assert found(CaseQuestion(is_ours=True, limit=9)) == {0, 2, 4}
    assert found(CaseQuestion(own=OWN.reverse, limit=9)) == set()
    assert found(CaseQuestion(is_open=True, is_ours=False, own=OWN, limit=9)) == {1, 3}
