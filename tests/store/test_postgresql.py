"""PostgreSQL as a store: two writers, a server that goes away, and what it alone refuses."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from servanda.core.identifiers import AccordName, Origin
from servanda.store.django_store import DjangoStore
from servanda.store.lease import FileLease
from servanda.store.sql import StoreFailedError
from servanda.usecases.ports.outside import LeaseHeldError
from servanda.usecases.ports.records import AttachmentRecord
from servanda.usecases.ports.store import (
    FactChange,
    IndexTakenError,
    ListedAttachment,
    LogGrowth,
    StepCommit,
)
from tests.django_stores import opened_postgresql, postgresql_store
from tests.postgres import PostgresServer, make_database
from tests.store.writer import append_many
from tests.usecases.store_samples import NOW, OWN, fact, head, leaf

pytestmark = pytest.mark.needs("postgres")

OTHER = Origin(from_party=OWN.from_party, accord_name=AccordName("other"), to_party=OWN.to_party)
WAIT_SECONDS = 30.0


@pytest.fixture
def store(postgres_url: str) -> Iterator[DjangoStore]:
    with postgresql_store(postgres_url) as opened:
        yield opened


@contextmanager
def writer(what: str, url: str, folder: Path, count: int = 0) -> Iterator["subprocess.Popen[str]"]:
    """Run a second process until it is ready; it goes on when it is told anything."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", what, url, str(folder), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().strip() in {"ready", "held"}
            yield process
        finally:
            process.kill()


def test_a_place_that_another_writer_is_about_to_take_is_refused_once_it_has(
    store: DjangoStore, postgres_url: str
) -> None:
    store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)])]))
    second = StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(1), leaf(2)])])

    with ThreadPoolExecutor(1) as thread, psycopg.connect(postgres_url) as faster:
        faster.execute(_COPY_OF_THE_FIRST)
        waiting = thread.submit(in_thread, store, lambda: store.commit(second))
        await_blocked(store)
        faster.commit()
        with pytest.raises(IndexTakenError, match="another writer"):
            waiting.result(WAIT_SECONDS)

    assert store.log_size(OWN) == 2
    assert [one.leaf_hash for one in store.leaves(OWN, 0, 9)] == [leaf(0).leaf_hash] * 2


def test_two_writers_in_each_others_way_lose_a_race_and_not_the_node(
    store: DjangoStore, postgres_url: str
) -> None:
    growths = [LogGrowth(origin=one, leaves=[leaf(0)]) for one in (OWN, OTHER)]
    store.commit(StepCommit(growths=growths))
    both = StepCommit(growths=[LogGrowth(origin=one, leaves=[leaf(1)]) for one in (OWN, OTHER)])

    with ThreadPoolExecutor(1) as thread, psycopg.connect(postgres_url) as other:
        other.execute("SET deadlock_timeout = '1min'")  # so that it is ours that is sent off
        other.execute(_PLACE_OF, (1, str(OTHER)))
        waiting = thread.submit(in_thread, store, lambda: store.commit(both))
        await_blocked(store)
        other.execute(_PLACE_OF, (1, str(OWN)))
        with pytest.raises(IndexTakenError, match="each other's way"):
            waiting.result(WAIT_SECONDS)

    assert (store.log_size(OWN), store.log_size(OTHER)) == (2, 2)  # the other's


def test_two_processes_that_append_at_once_make_one_log_without_a_gap(
    store: DjangoStore, postgres_url: str, tmp_path: Path
) -> None:
    with writer("append", postgres_url, tmp_path, count=40) as process:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        append_many(store, 40)
        assert process.wait(WAIT_SECONDS) == 0

    assert [one.index for one in store.iterate_leaves(OWN)] == list(range(80))


def test_the_lease_of_a_process_ends_with_it_also_on_another_machine(
    store: DjangoStore, postgres_url: str, tmp_path: Path
) -> None:
    ours = FileLease(path=tmp_path / "our.lock", alias=store.alias)  # another machine's folder

    with writer("hold", postgres_url, tmp_path) as process:
        with pytest.raises(LeaseHeldError, match="another machine"), ours.hold():
            pass
        process.kill()
        process.wait(WAIT_SECONDS)

    await_true(lambda: is_free(ours))


def test_nodes_that_share_a_server_by_databases_of_their_own_do_not_meet(
    postgres_url: str, tmp_path: Path
) -> None:
    urls = [make_database(postgres_url, name) for name in ("north", "south")]
    with opened_postgresql(urls[0]) as north, opened_postgresql(urls[1]) as south:
        leases = [
            FileLease(path=tmp_path / f"{one.alias}.lock", alias=one.alias)
            for one in (north, south)
        ]
        with leases[0].hold(), leases[1].hold():
            north.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)])]))

            assert (north.log_size(OWN), south.log_size(OWN)) == (1, 0)


def test_a_server_that_was_started_again_has_lost_nothing_and_every_thread_goes_on(
    postgres_server: PostgresServer,
) -> None:
    with (
        opened_postgresql(postgres_server.url("postgres")) as store,
        ThreadPoolExecutor(1) as thread,
    ):
        store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)])]))
        assert thread.submit(store.log_size, OWN).result() == 1

        postgres_server.stop()
        with pytest.raises(StoreFailedError, match="can be reached"):
            store.log_size(OWN)
        postgres_server.start()

        assert thread.submit(store.log_size, OWN).result() == 1  # it never saw the server gone
        store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(1)])]))
        assert list(store.iterate_leaves(OWN)) == [leaf(0), leaf(1)]
        thread.submit(in_thread, store, lambda: None).result()


def test_a_step_that_loses_its_server_half_way_is_stored_not_at_all(
    postgres_server: PostgresServer,
) -> None:
    with opened_postgresql(postgres_server.url("postgres")) as store:
        with pytest.raises(StoreFailedError, match="whole or not at all"):
            change_while_it_stops(store, postgres_server)
        postgres_server.start()

        assert store.drops() == {}


def change_while_it_stops(store: DjangoStore, server: PostgresServer) -> None:
    with store.transaction():
        store.run("INSERT INTO store_drop (reason, count) VALUES ('head', 3)")
        server.stop()
        store.drops()


def test_a_lease_that_the_server_forgot_is_taken_again_unless_another_machine_has_it(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = postgres_server.url("postgres")
    with opened_postgresql(url) as one, opened_postgresql(url) as other:
        first = FileLease(path=tmp_path / "one.lock", alias=one.alias)
        second = FileLease(path=tmp_path / "other.lock", alias=other.alias)
        with first.hold():
            first.keep()
            postgres_server.stop()
            with pytest.raises(StoreFailedError):
                first.keep()
            postgres_server.start()
            first.keep()
            assert not is_free(second)

            postgres_server.stop()
            postgres_server.start()
            with second.hold(), pytest.raises(LeaseHeldError, match="another machine"):
                first.keep()
        assert is_free(second)


def test_what_the_servers_administrator_must_put_right_is_said_to_the_operator(
    store: DjangoStore,
) -> None:
    store.run("DROP ROLE IF EXISTS reader")
    store.run("CREATE ROLE reader")
    for forbidden in ("SET ROLE reader", "SET default_transaction_read_only = on"):
        store.run(forbidden)
        with pytest.raises(StoreFailedError, match="database failed"):
            store.run("DELETE FROM store_drop")
        store.run("RESET ROLE")


def test_the_password_is_in_no_error_about_the_server(postgres_server: PostgresServer) -> None:
    url = postgres_server.url("postgres").replace("@", ":s3cret@")
    missing = url.replace("/postgres", "/missing")
    for broken in (missing, url):
        with pytest.raises(StoreFailedError) as failed, opened_postgresql(broken):
            pass
        assert "s3cret" not in f"{failed.value!r} {failed.value.__cause__!r}"
        postgres_server.stop()


def test_a_step_of_256_leaves_asks_no_more_of_the_server_than_one_of_a_single_leaf(
    store: DjangoStore,
) -> None:
    store.commit(full_step(0, 1))  # the log itself is made once

    counts = []
    for first, until in ((1, 2), (2, 258)):
        with counted(store) as asked:
            store.commit(full_step(first, until))
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert psycopg.capabilities.has_pipeline()  # and a batch is one going there and back
    assert store.log_size(OWN) == 258
    known = [(one.acknowledged_at, one.attachments_missing) for one in store.facts_of(OWN)]
    assert known == [(NOW, 0)] * 258


def full_step(first: int, until: int) -> StepCommit:
    """Return a step that has something of each kind for every leaf."""
    leaves = [leaf(index) for index in range(first, until)]
    facts = [fact(index) for index in range(first, until)]
    return StepCommit(
        growths=[LogGrowth(origin=OWN, leaves=leaves)],
        checkpoints=[head(until % 251)],
        new_facts=facts,
        changes=[
            FactChange(leaf_hash=one.leaf_hash, field=field, at=NOW, text="fulfilled_full")
            for one in facts
            for field in ("acknowledged_at", "answered_at", "withdrawn_at", "refused")
        ],
        attachments=[
            AttachmentRecord(
                digest=one.leaf_hash, leaf_hash=one.leaf_hash, origin=OWN, index=one.index
            )
            for one in facts
        ],
        listed=[
            ListedAttachment(origin=OWN, digest=one.leaf_hash, seen_size=until, at=NOW)
            for one in facts
        ],
    )


@contextmanager
def counted(store: DjangoStore) -> Iterator[list[str]]:
    """Collect what is asked of the server, a batch as one."""
    asked: list[str] = []

    def note(
        execute: Callable[..., object], sql: str, params: object, many: object, context: object
    ) -> object:
        asked.append(sql)
        return execute(sql, params, many, context)

    with store.connection.execute_wrapper(note):
        yield asked


_COPY_OF_THE_FIRST = """
INSERT INTO store_leaf (log_id, seq, hash, note, type, ref, seconds, verdict, reason, marks)
SELECT log_id, 1, hash, note, type, ref, seconds, verdict, reason, marks FROM store_leaf
"""
_PLACE_OF = """
INSERT INTO store_leaf (log_id, seq, hash, note, type, ref, seconds, verdict, reason, marks)
SELECT log_id, %s, hash, note, type, ref, seconds, verdict, reason, marks
FROM store_leaf l JOIN store_log g ON l.log_id = g.id WHERE g.origin = %s AND l.seq = 0
"""


def in_thread(store: DjangoStore, work: Callable[[], None]) -> None:
    """Do some work in a thread that ends, and leave no connection behind."""
    try:
        work()
    finally:
        connections[store.alias].close()


def await_blocked(store: DjangoStore) -> None:
    """Return when somebody at this database waits for a lock."""
    question = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    await_true(lambda: store.row(question) is not None)


def await_true(look: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not look():
        assert time.monotonic() < end, "expected it sooner"
        time.sleep(0.02)  # the server does it, and tells nobody


def is_free(lease: FileLease) -> bool:
    try:
        with lease.hold():
            return True
    except LeaseHeldError:
        return False
