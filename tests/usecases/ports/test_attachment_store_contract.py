"""What ports.store.Store promises of attachments, run against every store."""

from dataclasses import replace
from datetime import timedelta

from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import AttachmentRecord, StatementFacts
from servanda.usecases.ports.store import Covered, ListedAttachment, StepCommit, Store
from tests.usecases.store_samples import NOW, OWN

ONE, OTHER = b"1" * 32, b"2" * 32
LATER = NOW + timedelta(hours=1)


def row(digest: bytes = ONE, index: int = 3, origin: Origin = OWN) -> AttachmentRecord:
    return AttachmentRecord(
        digest=digest,
        leaf_hash=bytes([index]) * 32,
        origin=origin,
        index=index,
        due_at=NOW if origin == OWN else None,
    )


def listed(digest: bytes = ONE, *, seen_size: int = 4, hours: int = 1) -> ListedAttachment:
    return ListedAttachment(
        origin=OWN, digest=digest, seen_size=seen_size, at=NOW + timedelta(hours=hours)
    )


def facts(index: int) -> StatementFacts:
    return StatementFacts(
        leaf_hash=bytes([index]) * 32, origin=OWN, index=index, type="request", sent_at=NOW
    )


def test_rows_come_back_by_statement_by_digest_and_while_unlisted(store: Store) -> None:
    rows = [row(ONE), row(OTHER), row(ONE, 5), row(ONE, 2, OWN.reverse)]

    store.commit(StepCommit(attachments=rows))

    assert list(store.attachments_of(bytes([3]) * 32)) == rows[:2]
    assert list(store.attachments_named(ONE)) == [rows[0], rows[2], rows[3]]
    assert list(store.unlisted_attachments()) == rows
    assert list(store.all_attachments()) == rows
    assert list(store.attachments_of(b"x" * 32)) == []


def test_the_same_row_is_stored_once(store: Store) -> None:
    store.commit(StepCommit(attachments=[row()]))
    store.commit(StepCommit(attachments=[row()]))

    assert list(store.all_attachments()) == [row()]


def test_a_receipt_lists_an_attachment_of_every_statement_of_the_log(store: Store) -> None:
    store.commit(StepCommit(attachments=[row(), row(index=9), row(ONE, 2, OWN.reverse)]))

    store.commit(StepCommit(listed=[listed()]))
    store.commit(StepCommit(listed=[listed(hours=5)]))

    assert [one.listed_at for one in store.attachments_named(ONE)] == [LATER, LATER, None]
    assert [one.origin for one in store.unlisted_attachments()] == [OWN.reverse]
    assert [one.due_at for one in store.attachments_named(ONE)] == [None, None, None]


def test_a_receipt_that_has_not_seen_the_name_lists_nothing(store: Store) -> None:
    store.commit(StepCommit(attachments=[row()]))

    store.commit(StepCommit(listed=[listed(seen_size=3)]))

    assert [one.listed_at for one in store.attachments_named(ONE)] == [None]


def test_what_was_listed_before_stays_listed_when_named_again(store: Store) -> None:
    store.commit(StepCommit(attachments=[row()], listed=[listed()]))

    store.commit(StepCommit(attachments=[row(index=9)]))

    assert [one.listed_at for one in store.attachments_named(ONE)] == [LATER, LATER]
    assert [one.due_at for one in store.attachments_named(ONE)] == [None, None]


def test_facts_tell_when_statement_and_attachments_were_received(store: Store) -> None:
    covered = Covered(origin=OWN, first=0, until=8, received_at=NOW)
    store.commit(
        StepCommit(
            new_facts=[facts(3), facts(4)], covered=[covered], attachments=[row(), row(OTHER)]
        )
    )
    before = store.facts_of(OWN)[0]
    store.commit(StepCommit(listed=[listed()]))
    half = store.facts_of(OWN)[0]
    store.commit(StepCommit(listed=[listed(OTHER, hours=2)]))

    found = store.facts_of(OWN)

    assert (before.attachments_missing, before.delivered_at) == (2, None)
    assert (half.attachments_missing, half.attachments_at) == (1, LATER)
    assert [one.delivered_at for one in found] == [NOW + timedelta(hours=2), NOW]


def test_how_sending_went_is_kept_until_it_is_listed(store: Store) -> None:
    store.commit(StepCommit(attachments=[row()]))
    sent = replace(row(), due_at=LATER, attempts=2, is_handed_over=True, trouble="the line is down")

    store.save_attachment_sending(sent)
    kept = store.attachments_named(ONE)
    store.commit(StepCommit(listed=[listed()]))
    store.save_attachment_sending(sent)

    assert list(kept) == [sent]
    assert list(store.attachments_named(ONE)) == [
        replace(sent, listed_at=LATER, due_at=None, trouble="")
    ]


def test_a_rebuild_replaces_the_rows_only_if_it_brings_some(store: Store) -> None:
    store.commit(StepCommit(attachments=[row()]))

    store.replace_projections(facts=[], pairs=[], tiles={})
    untouched = store.all_attachments()
    store.replace_projections(facts=[], pairs=[], tiles={}, attachments=[row(OTHER)])

    assert list(untouched) == [row()]
    assert list(store.all_attachments()) == [row(OTHER)]
