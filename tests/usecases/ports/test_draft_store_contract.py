"""What every store promises of drafts that wait for a second person."""

from dataclasses import replace
from datetime import timedelta

from servanda.core.identifiers import digest_of
from servanda.usecases.ports.drafts import DraftRecord
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW

DRAFT = DraftRecord(
    ticket="one",
    content=b"as written",
    digest=digest_of(b"as written"),
    eyes=frozenset(("cleo", "ben")),
    written_at=NOW,
)


def test_a_draft_is_kept_as_it_was_written_the_oldest_first(store: Store) -> None:
    later = replace(DRAFT, ticket="a later one", written_at=NOW + timedelta(seconds=1))

    store.save_draft(later)
    store.save_draft(DRAFT)

    assert store.draft("one") == DRAFT
    assert store.draft("none") is None
    assert list(store.drafts()) == [DRAFT, later]


def test_a_version_replaces_the_one_before_with_its_refusal(store: Store) -> None:
    store.save_draft(DRAFT)
    assert store.refuse_draft("one", DRAFT.digest, refusal="unclear; 不清楚")
    assert store.draft("one") == replace(DRAFT, refusal="unclear; 不清楚")
    other = replace(DRAFT, content=b"other", digest=digest_of(b"other"))

    store.save_draft(other)

    assert list(store.drafts()) == [other]


def test_only_the_version_that_was_meant_is_removed_or_refused(store: Store) -> None:
    store.save_draft(DRAFT)

    assert not store.remove_draft("one", digest_of(b"another"))
    assert not store.refuse_draft("one", digest_of(b"another"), refusal="no")
    assert store.draft("one") == DRAFT
    assert store.remove_draft("one", DRAFT.digest)
    assert not store.remove_draft("one", DRAFT.digest)
    assert list(store.drafts()) == []


def test_what_a_hand_over_says_stays_as_it_was_first_written(store: Store) -> None:
    digest = digest_of(b"said")

    store.save_handover(digest, b"said")
    store.save_handover(digest, b"other")

    assert store.handover(digest) == b"said"
    assert store.handover(digest_of(b"none")) is None
