"""Anybody can write to a mailbox: bombs, archives, forged pieces, one mail a thousand times."""

from email.message import EmailMessage

import pytest

from servanda.transports.mail.inbound import MailInbound
from servanda.transports.mail.message import build_message
from servanda.transports.mail.splitting import MIN_PIECE_BYTES, split
from tests.transports.mail.memory_mailbox import (
    ARRIVED,
    RECIPIENT,
    SENDER,
    MemoryMailbox,
    Taker,
    made_bytes,
)

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
