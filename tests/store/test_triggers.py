"""The log only grows: neither database lets anybody change or remove a leaf or a head."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError

from servanda.store.append_only import AUDIT_TABLES, EVIDENCE_TABLES, TABLES, drop_triggers
from servanda.store.django_store import DjangoStore
from servanda.usecases.ports.evidence import KeptDecision
from servanda.usecases.ports.store import LogGrowth, StepCommit
from tests.django_stores import postgresql_store, sqlite_store
from tests.usecases.store_samples import OWN, head, leaf


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DjangoStore]:
    if request.param == "sqlite":
        with sqlite_store(tmp_path / "store.sqlite3") as opened:
            yield opened
        return
    with postgresql_store(request.getfixturevalue("postgres_url")) as opened:
        yield opened


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change", ["UPDATE {table} SET note = %s", "DELETE FROM {table} WHERE note <> %s"]
)
def test_changing_what_only_grows_is_refused_by_the_database(
    store: DjangoStore, table: str, change: str
) -> None:
    filled(store)

    with pytest.raises(DatabaseError, match="only grows"):
        store.run(change.format(table=table), (b"other",))

    assert list(store.iterate_leaves(OWN)) == [leaf(0)]
    assert store.checkpoint(OWN) == head(1)


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("table", TABLES)
def test_emptying_a_table_at_one_stroke_is_refused_too(postgres_url: str, table: str) -> None:
    with postgresql_store(postgres_url) as store:
        filled(store)

        # By way of the logs it would take both with it.
        for emptied in (table, "store_log CASCADE"):
            with pytest.raises(DatabaseError, match="only grows"):
                store.run(f"TRUNCATE {emptied}")

        assert list(store.iterate_leaves(OWN)) == [leaf(0)]
        assert store.checkpoint(OWN) == head(1)


@pytest.mark.parametrize("table", EVIDENCE_TABLES)
@pytest.mark.parametrize(
    "change", ["UPDATE {table} SET note = %s", "DELETE FROM {table} WHERE note <> %s"]
)
def test_changing_a_decision_is_refused_by_the_database(
    store: DjangoStore, table: str, change: str
) -> None:
    decision = KeptDecision(number=0, note=b"as signed")
    store.append_decision(decision)

    with pytest.raises(DatabaseError, match="only grows"):
        store.run(change.format(table=table), (b"other",))

    assert [*store.decisions()] == [decision]


@pytest.mark.parametrize("table", AUDIT_TABLES)
@pytest.mark.parametrize(
    "change", ["UPDATE {table} SET line = %s", "DELETE FROM {table} WHERE line <> %s"]
)
def test_changing_an_entry_of_the_audit_log_is_refused_by_the_database(
    store: DjangoStore, table: str, change: str
) -> None:
    record = store.append_audit(b"as written", kind="")

    with pytest.raises(DatabaseError, match="only grows"):
        store.run(change.format(table=table), (b"other",))

    assert store.last_audit() == record


def test_a_refill_puts_the_triggers_back(store: DjangoStore) -> None:
    filled(store)
    store.restore_log(OWN, [leaf(0)], [])

    with pytest.raises(DatabaseError, match="only grows"):
        store.run("DELETE FROM store_leaf")


def test_without_the_triggers_only_the_hashes_are_left_to_notice(store: DjangoStore) -> None:
    filled(store)
    drop_triggers(store.connection)

    assert store.run("UPDATE store_leaf SET note = %s", (b"other",)) == 1


def filled(store: DjangoStore) -> None:
    growth = LogGrowth(origin=OWN, leaves=[leaf(0)])
    store.commit(StepCommit(growths=[growth], checkpoints=[head(1)]))
