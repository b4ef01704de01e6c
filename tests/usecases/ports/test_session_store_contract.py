"""What every store promises of sessions."""

from dataclasses import replace
from datetime import timedelta

from servanda.core.identifiers import digest_of
from servanda.usecases.ports.sessions import SessionRecord
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW

SESSION = SessionRecord(
    digest=digest_of(b"a token"),
    person="ada",
    verifier=digest_of(b"a verifier"),
    begun_at=NOW,
    used_at=NOW,
    address="2001:db8::1",
    agent="a browser, 浏览器",
)


def test_a_session_is_kept_used_and_ended(store: Store) -> None:
    store.save_session(SESSION)
    later = NOW + timedelta(minutes=5)

    store.use_session(SESSION.digest, at=later)

    assert store.session(SESSION.digest) == replace(SESSION, used_at=later)
    store.end_session(SESSION.digest)
    store.end_session(SESSION.digest)
    store.use_session(SESSION.digest, at=later)
    assert store.session(SESSION.digest) is None


def test_the_sessions_of_a_person_are_given_the_last_used_first(store: Store) -> None:
    old = replace(SESSION, digest=digest_of(b"old"), begun_at=NOW - timedelta(hours=2))
    used = replace(SESSION, digest=digest_of(b"used"), used_at=NOW + timedelta(minutes=1))
    other = replace(SESSION, digest=digest_of(b"other"), person="ben")
    for one in (old, other, used):
        store.save_session(one)

    assert list(store.sessions_of("ada")) == [used, old]
    store.end_sessions_before(NOW)
    assert list(store.sessions_of("ada")) == [used]
    assert list(store.sessions_of("ben")) == [other]


def test_what_a_browser_calls_itself_is_kept_whatever_it_is(store: Store) -> None:
    store.save_session(replace(SESSION, agent="nul \0 '; DROP TABLE store_session"))

    assert store.session(SESSION.digest) is not None
