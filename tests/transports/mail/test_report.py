"""A report is read for the envelope that it names and its coded status, and for nothing else."""

from hashlib import sha256

import pytest

from servanda.transports.mail.message import UnusableMailError, build_message, parse_mail
from servanda.transports.mail.report import (
    Report,
    is_report,
    read_report,
    returned_in_words,
)
from tests.transports.mail.memory_mailbox import RECIPIENT, SENDER
from tests.transports.mail.reports import report_about

CONTENT = b"sealed"
DIGEST = sha256(CONTENT).hexdigest()
OURS = f"<{DIGEST}@northmark.example>"


def test_a_report_tells_which_envelope_failed_and_with_which_status() -> None:
    mail = parse_mail(report_about(OURS))

    assert is_report(mail)
    assert read_report(mail) == Report(digest=DIGEST, action="failed", status="5.1.1")


def test_a_report_with_the_whole_mail_attached_tells_the_same() -> None:
    whole = build_message(CONTENT, sender=SENDER, recipient=RECIPIENT, is_piece=False)

    report = read_report(parse_mail(report_about(OURS, whole=whole.as_bytes())))

    assert report == Report(digest=DIGEST, action="failed", status="5.1.1")


def test_a_piece_that_came_back_tells_its_envelope() -> None:
    assert read_report(parse_mail(report_about(f"<{DIGEST}.63@northmark.example>"))).digest == (
        DIGEST
    )


def test_a_folded_message_id_is_read() -> None:
    folded = report_about(OURS).replace(b"Message-ID: <", b"Message-ID:\n <")

    assert read_report(parse_mail(folded)).digest == DIGEST


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_no_failure_is_told_as_what_it_is(action: str) -> None:
    assert read_report(parse_mail(report_about(OURS, action=action))).action == action


@pytest.mark.parametrize("status", ["", "5", "550 no such user", "9.1.1", "5.1.1\tand more"])
def test_a_status_that_is_no_code_is_told_as_undefined(status: str) -> None:
    assert read_report(parse_mail(report_about(OURS, status=status))).status == "5.0.0"


@pytest.mark.parametrize(
    "mail",
    [
        report_about("<somebody-elses@northmark.example>"),
        report_about(f"<{DIGEST.upper()}@northmark.example>"),
        report_about(OURS, action="exploded"),
        report_about(OURS).replace(b"message/delivery-status", b"text/plain"),
        report_about(OURS).replace(b"rfc822-headers", b"plain"),
        b"Content-Type: multipart/report\r\n\r\nno parts",
    ],
    ids=["another mail", "not our form", "no action", "no status part", "no headers", "no parts"],
)
def test_a_report_that_names_nothing_of_ours_or_says_nothing_is_refused(mail: bytes) -> None:
    with pytest.raises(UnusableMailError):
        read_report(parse_mail(mail))


def test_an_envelope_is_no_report() -> None:
    mail = build_message(CONTENT, sender=SENDER, recipient=RECIPIENT, is_piece=False)

    assert not is_report(parse_mail(mail.as_bytes()))


IN_WORDS = f"""\
From: MAILER-DAEMON@relay.example
Subject: failure notice

I could not hand over your message.
550 5.1.1 unknown user
--- Below this line is a copy of the message.

From: desk@northmark.example
Message-ID: {OURS}
Subject: Servanda envelope
"""
RETURNED = f"""\
From: MAILER-DAEMON@relay.example
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: message/rfc822

Message-ID: {OURS}
Subject: Servanda envelope

sealed
--b--
"""


@pytest.mark.parametrize(
    "mail",
    [IN_WORDS, IN_WORDS.replace("ID: <", "ID:\n <"), IN_WORDS + IN_WORDS, RETURNED],
    ids=["copy below a text", "folded", "named twice", "attached"],
)
def test_a_mail_given_back_in_words_names_its_envelope_and_no_status(mail: str) -> None:
    found = returned_in_words(parse_mail(mail.encode("ascii")))

    assert found == Report(digest=DIGEST, action="failed", status="5.0.0")


@pytest.mark.parametrize(
    "mail",
    [
        IN_WORDS.replace("Message-ID:", "In-Reply-To:"),
        IN_WORDS.replace("Message-ID:", "> Message-ID:"),
        IN_WORDS.replace(DIGEST, DIGEST.upper()),
        IN_WORDS + f"Message-ID: <{sha256(b'another').hexdigest()}@northmark.example>\n",
        f"Message-ID: {OURS}\n\nI am away until Monday.\n",
    ],
    ids=["an answer", "a quotation", "not our form", "two of ours", "its own name"],
)
def test_a_mail_that_gives_nothing_of_ours_back_is_none(mail: str) -> None:
    assert returned_in_words(parse_mail(mail.encode("ascii"))) is None
