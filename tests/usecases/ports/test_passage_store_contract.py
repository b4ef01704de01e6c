"""What every store promises of passages; runs over memory, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from servanda.usecases.ports.passages import PassageRecord
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW


def test_passages_of_a_statement_are_kept_in_the_order_they_were_noted(store: Store) -> None:
    first = PassageRecord(
        leaf_hash=b"\1" * 32,
        door="own_folder",
        marking="red",
        use="investigative",
        reason="For the reader; 给读者。",
        at=NOW,
    )
    second = replace(first, door="outsider", at=NOW + timedelta(seconds=1))
    other = replace(first, leaf_hash=b"\2" * 32)

    store.note_passages([first, other])
    store.note_passages([second, first])
    store.note_passages([])

    assert list(store.passages_of(first.leaf_hash)) == [first, second, first]
    assert list(store.passages_of(other.leaf_hash)) == [other]
    assert list(store.passages_of(b"\3" * 32)) == []
