"""What every store promises of keys of programs, and of what was answered to them."""

from dataclasses import replace
from datetime import timedelta

from servanda.core.identifiers import digest_of
from servanda.core.people.api_key import ApiKey, Group
from servanda.usecases.ports.api_keys import ApiKeyRecord, GivenAnswer, UploadRecord
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW

KEY = ApiKey(
    token=digest_of(b"a key"),
    person="cleo",
    description="a monitor",
    groups=frozenset((Group.REQUESTS, Group.AUDIT)),
    writes=True,
    made_at=NOW,
    expires_at=NOW + timedelta(days=30),
)
ANSWER = GivenAnswer(name=digest_of(b"a name"), asked=digest_of(b"a wish"), begun_at=NOW)
LONG_AGO = NOW - timedelta(days=7)


def test_a_key_is_kept_as_it_was_made(store: Store) -> None:
    store.save_api_key(KEY)

    assert store.api_key(KEY.token) == ApiKeyRecord(key=KEY)
    assert store.api_key(digest_of(b"another")) is None


def test_the_last_use_is_noted(store: Store) -> None:
    store.save_api_key(KEY)
    later = NOW + timedelta(minutes=5)

    store.use_api_key(KEY.token, at=later)
    store.use_api_key(digest_of(b"another"), at=later)

    assert store.api_keys() == [ApiKeyRecord(key=KEY, used_at=later)]


def test_keys_come_by_person_and_by_when_they_were_made(store: Store) -> None:
    older = replace(KEY, token=digest_of(b"older"), made_at=NOW - timedelta(days=1))
    of_ada = replace(KEY, token=digest_of(b"of ada"), person="ada", groups=frozenset())
    for key in (KEY, older, of_ada):
        store.save_api_key(key)

    assert [one.key for one in store.api_keys()] == [of_ada, older, KEY]


def test_a_key_that_ended_is_gone(store: Store) -> None:
    store.save_api_key(KEY)

    store.end_api_key(KEY.token)
    store.end_api_key(KEY.token)

    assert store.api_key(KEY.token) is None


def test_an_answer_is_begun_once_and_found_when_it_is_finished(store: Store) -> None:
    finished = replace(ANSWER, status=202, body=b'{"ticket":"t"}')

    assert store.begin_answer(ANSWER, forget_before=LONG_AGO) is None
    assert store.begin_answer(ANSWER, forget_before=LONG_AGO) == ANSWER
    store.finish_answer(finished)
    assert store.begin_answer(ANSWER, forget_before=LONG_AGO) == finished


def test_an_answer_that_is_forgotten_may_be_begun_anew(store: Store) -> None:
    store.begin_answer(ANSWER, forget_before=LONG_AGO)

    store.forget_answer(ANSWER.name)

    assert store.begin_answer(ANSWER, forget_before=LONG_AGO) is None


def test_answers_of_long_ago_are_forgotten(store: Store) -> None:
    store.begin_answer(ANSWER, forget_before=LONG_AGO)
    other = replace(ANSWER, name=digest_of(b"another"), begun_at=NOW + timedelta(days=8))

    store.begin_answer(other, forget_before=NOW + timedelta(days=1))

    assert store.begin_answer(ANSWER, forget_before=LONG_AGO) is None


def test_an_upload_is_kept_until_it_is_ended(store: Store) -> None:
    upload = UploadRecord(digest=digest_of(b"sealed"), token=KEY.token, file=b"{}", at=NOW)

    store.save_upload(upload)
    store.save_upload(replace(upload, file=b"other"))

    assert store.upload(upload.digest) == upload
    assert store.uploads_before(NOW) == []
    assert store.uploads_before(NOW + timedelta(seconds=1)) == [upload]
    store.end_upload(upload.digest)
    store.end_upload(upload.digest)
    assert store.upload(upload.digest) is None
