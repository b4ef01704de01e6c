"""Anybody can write to a mailbox: bombs, archives, forged pieces, one mail a thousand times."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from servanda.core.errors import CounterpartError
from servanda.transports.mail.inbound import Hear, MailInbound
from servanda.transports.mail.message import UnusableMailError, build_message, parse_mail
from servanda.transports.mail.report import Report
from servanda.transports.mail.splitting import MIN_PIECE_BYTES, split
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.note_return import note_return
from servanda.usecases.services import Services
from tests.transports.mail.memory_mailbox import (
    ARRIVED,
    RECIPIENT,
    SENDER,
    MemoryMailbox,
    Taker,
    made_bytes,
)
from tests.transports.mail.reports import report_about
from tests.usecases.mailed import mailed

GENUINE = made_bytes(3 * MIN_PIECE_BYTES)


def bomb_of_parts() -> bytes:
    divisions = b"".join(b"--x\r\nContent-Type: text/plain\r\n\r\n.\r\n" for _ in range(100_000))
    return b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + divisions + b"--x--\r\n"


def nested(levels: int) -> bytes:
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(levels)
    )
    return heads + b"\r\n."


def attached_mail() -> bytes:
    inner = build_message(b"inside", sender=SENDER, recipient=RECIPIENT, is_piece=False)
    outer = EmailMessage()
    outer["Subject"] = "forwarded"
    outer.set_content("See the attached mail.")
    outer.add_attachment(inner)
    return outer.as_bytes()


def archive() -> bytes:
    outer = EmailMessage()
    outer.set_content("See the attached archive.")
    outer.add_attachment(b"PK\x03\x04" * 9, maintype="application", subtype="zip", filename="a.zip")
    return outer.as_bytes()


@pytest.mark.parametrize(
    "mail",
    [bomb_of_parts(), nested(40), nested(15), attached_mail(), archive(), b"a" * 200_000],
    ids=["parts", "deep", "less deep", "attached mail", "archive", "no end of headers"],
)
def test_a_mail_bomb_or_an_archive_is_put_away_with_the_reason_and_the_next_mail_is_taken(
    mail: bytes,
) -> None:
    mailbox, taker = MemoryMailbox(), Taker()
    hostile = mailbox.drop(mail)
    mailbox.receive(b"genuine")

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [b"genuine"]
    assert mailbox.put["Rejected unusable-mail"] == [hostile]


def test_the_same_envelope_a_thousand_times_is_opened_once_in_each_batch_and_leaves_no_mail() -> (
    None
):
    mailbox, taker = MemoryMailbox(), Taker()
    for _ in range(1000):
        mailbox.receive(b"again")

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert len(taker.taken) == 16  # 1000 mails in batches of 64
    assert not mailbox.mails


def test_forged_pieces_around_a_genuine_envelope_keep_it_from_nobody() -> None:
    mailbox, taker = MemoryMailbox(), Taker()
    parts = split(GENUINE, piece_bytes=MIN_PIECE_BYTES)
    altered = parts[0][:-1] + bytes([parts[0][-1] ^ 1])
    for number, part in enumerate(parts):
        mailbox.receive(altered, is_piece=True)
        for seed in range(8):  # other envelopes, never whole, between each two pieces
            other = made_bytes(2 * MIN_PIECE_BYTES, seed=100 + 8 * number + seed)
            mailbox.receive(split(other, piece_bytes=MIN_PIECE_BYTES)[0], is_piece=True)
        mailbox.receive(part, is_piece=True)

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [GENUINE]
    assert len(mailbox.put["Rejected unusable-piece"]) == 3


def test_headers_that_pose_as_the_counterpart_are_worth_nothing() -> None:
    mailbox, taker = MemoryMailbox(), Taker()
    posing = build_message(b"forged", sender=SENDER, recipient=RECIPIENT, is_piece=False)
    posing["X-Servanda-Digest"] = "genuine"
    mailbox.drop(posing.as_bytes())

    MailInbound(mailbox).look(taker, now=ARRIVED)

    assert taker.taken == [b"forged"]  # handed on as bytes alone; who speaks, the envelope says


def bomb_of_blocks(line_end: bytes) -> bytes:
    fields = (b"Action: failed" + line_end * 2) * 100_000
    return b"Content-Type: message/delivery-status\r\n\r\n" + fields


def parts_by_a_lone_sign() -> bytes:
    headers, _, rest = bomb_of_parts().replace(b"\r\n", b"\r").partition(b"\r\r")
    return headers + b"\r\n\r\n" + rest


@pytest.mark.parametrize(
    "mail",
    [
        parts_by_a_lone_sign(),  # the parser ends a line at either sign
        bomb_of_blocks(b"\n"),
        bomb_of_blocks(b"\r\n"),
        bomb_of_blocks(b"\r"),
    ],
    ids=["parts", "blocks", "blocks as in mail", "blocks by a lone sign"],
)
def test_no_parser_is_given_what_it_would_take_for_endless_parts_or_blocks(mail: bytes) -> None:
    with pytest.raises(UnusableMailError, match="built of more"):
        parse_mail(mail)


def test_a_report_about_nothing_we_sent_is_put_away_with_the_reason_and_changes_nothing() -> None:
    cast, mails = mailed()
    before = cast.alice.pair
    mailbox, services = MemoryMailbox(), cast.alice.services
    genuine = mails.sent[0].digest
    near = genuine[:-1] + ("1" if genuine.endswith("0") else "0")
    forged = [
        mailbox.drop(report_about("<" + "0" * 64 + "@northmark.example>")),
        mailbox.drop(report_about(f"<{near}@northmark.example>")),
    ]
    other = mailbox.drop(report_about("<whatever@northmark.example>"))

    MailInbound(mailbox, hearing(services)).look(Taker(), now=ARRIVED)

    assert mailbox.put == {
        "Rejected unusable-mail": [other],
        "Rejected unmatched-report": forged,
    }
    assert cast.alice.pair == before


def test_a_forged_report_about_a_genuine_envelope_gains_no_more_than_a_mark() -> None:
    cast, mails = mailed()
    mailbox, services = MemoryMailbox(), cast.alice.services
    for status in ("5.1.1", "5.7.1", "5.2.2") * 100:
        mailbox.drop(report_about(f"<{mails.sent[0].digest}@northmark.example>", status=status))

    MailInbound(mailbox, hearing(services)).look(Taker(), now=ARRIVED)

    assert not mailbox.mails
    assert [one.status for one in services.store.sendings(cast.alice.pair.own)] == ["5.1.1"]
    assert cast.alice.pair.has_unreceipted  # dropped it is never
    cast.clock.advance(timedelta(hours=6))
    deliver_outbox(services=services)
    assert len(mails.sent) == 2


def hearing(services: Services) -> Hear:
    def hear(report: Report) -> CounterpartError | None:
        try:
            note_return(report.digest, status=report.status, services=services)
        except CounterpartError as error:
            return error
        return None

    return hear
