"""What every store promises of the audit log and of passphrases."""

from datetime import timedelta
from threading import Thread

from django.db import connections

from servanda.core.audit.edge import NO_EDGE, grown_edge
from servanda.core.identifiers import digest_of
from servanda.core.people.passphrase import Verifier
from servanda.usecases.ports.audit import Attempts
from servanda.usecases.ports.store import Store
from tests.django_stores import set_up_django
from tests.usecases.store_samples import NOW

VERIFIER = Verifier(salt=b"s" * 16, stretched=b"h" * 32)


def test_entries_stand_in_the_order_they_were_appended_and_keep_their_edge(store: Store) -> None:
    assert store.last_audit() is None

    appended = [
        store.append_audit(b"line %d" % at, kind="gap" if at == 1 else "") for at in range(5)
    ]

    edge = NO_EDGE
    for at, record in enumerate(store.audit_records(first=0, limit=10)):
        edge = grown_edge(b"line %d" % at, size=at, edge=edge)
        assert (record.index, record.line, record.edge) == (at, b"line %d" % at, edge)
        assert record == appended[at]
    assert store.last_audit() == appended[-1]
    assert list(store.audit_records(first=3, limit=1)) == [appended[3]]
    assert list(store.audit_of_kinds({"gap", "other"})) == [appended[1]]
    assert list(store.audit_of_kinds(set())) == []


def test_several_threads_append_each_to_a_place_of_its_own(store: Store) -> None:
    set_up_django()  # also for the stores without it, whose threads end the same way

    def append(name: int) -> None:
        for at in range(10):
            store.append_audit(b"%d of %d" % (at, name), kind="")
        connections.close_all()  # each thread has its own

    threads = [Thread(target=append, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    edge = NO_EDGE
    records = store.audit_records(first=0, limit=100)
    assert [one.index for one in records] == list(range(30))
    for record in records:
        edge = grown_edge(record.line, size=record.index, edge=edge)
        assert record.edge == edge


def test_a_verifier_is_kept_under_its_digest(store: Store) -> None:
    store.save_verifier("ada", VERIFIER)
    store.save_verifier("ada", VERIFIER)

    assert store.verifier(VERIFIER.digest) == VERIFIER
    assert store.verifier(digest_of(b"another")) is None


def test_attempts_are_counted_before_they_are_looked_at_and_cleared(store: Store) -> None:
    assert store.attempts("ada") == Attempts()
    assert store.begin_attempt("ada", at=NOW) == Attempts()
    later = NOW + timedelta(seconds=1)
    assert store.begin_attempt("ada", at=later) == Attempts(failures=1, last_at=NOW)
    assert store.attempts("ada") == Attempts(failures=2, last_at=later)
    assert store.attempts("ben") == Attempts()

    store.clear_attempts("ada")

    assert store.attempts("ada") == Attempts()
