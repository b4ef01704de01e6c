"""What lies in the mailbox is taken once, put away with a reason, or left; never lost."""

from datetime import timedelta

import pytest

from servanda.core.errors import ServandaError
from servanda.transports.mail import pieces
from servanda.transports.mail.inbound import MailInbound
from servanda.transports.mail.mailbox import MailboxTroubleError
from servanda.transports.mail.message import MAX_MESSAGE_BYTES
from servanda.transports.mail.pieces import WAITING_ENDS_AFTER
from servanda.transports.mail.splitting import MIN_PIECE_BYTES, split
from tests.transports.mail.memory_mailbox import (
    ARRIVED,
    NOT_NOW,
    REFUSED,
    MemoryMailbox,
    Taker,
    made_bytes,
)

LONG = made_bytes(3 * MIN_PIECE_BYTES + 7)


@pytest.fixture
def mailbox() -> MemoryMailbox:
    return MemoryMailbox()


@pytest.fixture
def taker() -> Taker:
    return Taker()


def test_a_committed_envelope_is_processed_and_a_refused_one_rejected_with_its_reason(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    good, bad = mailbox.receive(b"good"), mailbox.receive(b"bad")
    taker.answers = {b"bad": REFUSED}

    looked = MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [b"good"]
    assert mailbox.put == {"Processed": [good], f"Rejected {REFUSED.code}": [bad]}
    assert (looked.processed, looked.rejected, looked.left) == (1, (REFUSED,), 0)


def test_what_cannot_be_taken_now_stays_and_is_taken_later(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    mailbox.receive(b"good")
    taker.answers = {b"good": NOT_NOW}
    inbound = MailInbound(mailbox)

    assert inbound.look(taker, now=ARRIVED).left == 1
    assert len(mailbox.mails) == 1
    taker.answers = {}
    inbound.look(taker, now=ARRIVED)

    assert taker.taken == [b"good"]
    assert not mailbox.mails


def test_pieces_in_any_order_over_several_looks_become_the_envelope_once(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    parts = list(split(LONG, piece_bytes=MIN_PIECE_BYTES))
    inbound = MailInbound(mailbox)
    for part in reversed(parts):
        assert taker.taken == []
        mailbox.receive(part, is_piece=True)
        inbound.look(taker, now=ARRIVED)

    inbound.look(taker, now=ARRIVED)

    assert taker.taken == [LONG]
    assert sorted(mailbox.put["Processed"]) == [1, 2, 3, 4]


def test_a_waiting_piece_is_not_fetched_again_at_each_look(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    first, *_ = split(LONG, piece_bytes=MIN_PIECE_BYTES)
    uid = mailbox.receive(first, is_piece=True)
    inbound = MailInbound(mailbox)

    for _ in range(3):
        inbound.look(taker, now=ARRIVED)

    assert mailbox.fetched == [uid]


def test_a_mailbox_made_anew_is_read_anew(mailbox: MemoryMailbox, taker: Taker) -> None:
    first, *_ = split(LONG, piece_bytes=MIN_PIECE_BYTES)
    uid = mailbox.receive(first, is_piece=True)
    inbound = MailInbound(mailbox)
    inbound.look(taker, now=ARRIVED)
    mailbox.mails[uid] = mailbox.mails.pop(mailbox.receive(b"other mail, same number"))
    mailbox.validity = 2

    inbound.look(taker, now=ARRIVED)

    assert taker.taken == [b"other mail, same number"]


def test_a_piece_that_comes_twice_is_put_away_once_more(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    first, *others = split(LONG, piece_bytes=MIN_PIECE_BYTES)
    for part in (first, first, *others):
        mailbox.receive(part, is_piece=True)

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [LONG]
    assert len(mailbox.put["Processed"]) == 5


def test_pieces_whose_others_never_come_are_put_away_after_a_fortnight(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    first, *_ = split(LONG, piece_bytes=MIN_PIECE_BYTES)
    uid = mailbox.receive(first, is_piece=True)
    inbound = MailInbound(mailbox)
    inbound.look(taker, now=ARRIVED + WAITING_ENDS_AFTER)
    assert uid in mailbox.mails

    inbound.look(taker, now=ARRIVED + WAITING_ENDS_AFTER + timedelta(seconds=1))

    assert mailbox.put == {"Rejected incomplete-envelope": [uid]}


def test_of_too_many_pieces_the_oldest_give_way_and_an_envelope_in_a_burst_comes_whole(
    mailbox: MemoryMailbox, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "MAX_WAITING", 5)
    for number in range(9):
        forged, *_ = split(made_bytes(2 * MIN_PIECE_BYTES, seed=number + 2), piece_bytes=300_000)
        mailbox.receive(forged, is_piece=True)
    mailbox.receive_split(LONG, piece_bytes=MIN_PIECE_BYTES)

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [LONG]
    assert mailbox.put["Rejected incomplete-envelope"] == [1, 2, 3, 4]


def test_a_mail_too_large_is_put_away_unfetched(mailbox: MemoryMailbox, taker: Taker) -> None:
    uid = mailbox.receive(b"good")
    mailbox.sizes[uid] = MAX_MESSAGE_BYTES + 1

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert mailbox.put == {"Rejected unusable-mail": [uid]}
    assert mailbox.fetched == []


def test_what_is_no_envelope_is_put_away_and_hinders_nothing(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    for junk in (b"", b"Subject: hello\r\n\r\nGood morning.", b"\xff" * 100):
        mailbox.drop(junk)
    mailbox.receive(b"no piece", is_piece=True)
    mailbox.receive(b"good")

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [b"good"]
    assert len(mailbox.put["Rejected unusable-mail"]) == 3
    assert len(mailbox.put["Rejected unusable-piece"]) == 1


def test_a_crash_after_the_commit_brings_the_same_envelope_again_and_loses_none(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    mailbox.receive(b"good")
    mailbox.is_full = True
    with pytest.raises(MailboxTroubleError):
        MailInbound(mailbox).look(taker, now=ARRIVED)
    mailbox.is_full = False

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [b"good", b"good"]  # which changes nothing where it is committed
    assert not mailbox.mails


def test_a_mail_that_somebody_takes_away_meanwhile_is_passed_over(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    uids = mailbox.receive_split(LONG, piece_bytes=MIN_PIECE_BYTES)
    inbound = MailInbound(mailbox)
    mailbox.vanishing = {uids[0]}
    inbound.look(taker, now=ARRIVED)
    assert taker.taken == []
    mailbox.vanishing = set()

    inbound.look(taker, now=ARRIVED)

    assert taker.taken == [LONG]


def test_an_error_that_is_not_the_sender_s_never_rejects(
    mailbox: MemoryMailbox, taker: Taker
) -> None:
    mailbox.receive_split(LONG, piece_bytes=MIN_PIECE_BYTES)
    taker.answers = {LONG: ServandaError("the database is away")}

    looked = MailInbound(mailbox).look(taker, now=ARRIVED)

    assert looked.left == 4
    assert mailbox.put == {}
