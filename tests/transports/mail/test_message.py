"""A mail brings its one attachment, unchanged; bombs and archives are refused unparsed."""

import zipfile
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.transports.mail.message import (
    MAX_CONTENT_TYPES,
    MAX_DIVISIONS,
    MAX_HEADER_BYTES,
    MAX_MESSAGE_BYTES,
    Brought,
    UnusableMailError,
    build_message,
    message_id,
    read_message,
)

SENDER, RECIPIENT = "desk@northmark.example", "desk@southmere.example"


def mail_with(content: bytes, *, is_piece: bool = False) -> EmailMessage:
    return build_message(content, sender=SENDER, recipient=RECIPIENT, is_piece=is_piece)


@given(st.binary(max_size=3000), st.booleans())
def test_what_is_written_is_read(content: bytes, is_piece: bool) -> None:  # noqa: FBT001  # drawn
    brought = read_message(bytes(mail_with(content, is_piece=is_piece)))

    assert brought == Brought(content=content, is_piece=is_piece)


def test_the_same_envelope_gives_the_same_mail() -> None:
    assert bytes(mail_with(b"sealed")) == bytes(mail_with(b"sealed"))
    assert mail_with(b"sealed")["Message-ID"] == message_id(
        sha256(b"sealed").hexdigest(), sender=SENDER
    )


def test_headers_change_nothing_in_what_is_read() -> None:
    mail = mail_with(b"sealed")
    for name in ("From", "Subject", "Message-ID"):
        mail.replace_header(name, "mallory@mallory.example")

    assert read_message(bytes(mail)).content == b"sealed"


def test_a_mail_with_two_envelopes_is_refused() -> None:
    mail = mail_with(b"one")
    mail.attach(next(iter(mail_with(b"two").iter_attachments())))

    with pytest.raises(UnusableMailError, match="found 2"):
        read_message(bytes(mail))


def test_an_archive_and_an_attached_mail_are_not_looked_into() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.servanda", b"sealed")
    mail = EmailMessage()
    mail.set_content("see attached")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip")
    mail.add_attachment(mail_with(b"sealed"))

    with pytest.raises(UnusableMailError, match="found 0"):
        read_message(bytes(mail))


NESTED = b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(MAX_CONTENT_TYPES + 1))
WIDE = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\n" * (MAX_DIVISIONS + 1)
BOMBS = {
    "nested": NESTED,
    "wide": WIDE,
    "many headers": b"X: y\r\n" * (MAX_HEADER_BYTES // 6 + 1) + b"\r\n",
    "huge": b"X: y\r\n\r\n" + bytes(MAX_MESSAGE_BYTES),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_bomb_is_refused_before_it_is_parsed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.transports.mail.message.BytesParser", None)

    with pytest.raises(UnusableMailError, match=r"expected at most|expected headers"):
        read_message(BOMBS[name])


def test_an_attachment_not_in_base64_is_refused() -> None:
    data = bytes(mail_with(b"sealed")).replace(b": base64", b": 8bit")

    with pytest.raises(UnusableMailError, match="base64"):
        read_message(data)


def test_damaged_base64_is_refused() -> None:
    data = bytes(mail_with(b"sealed")).replace(b"c2VhbGVk", b"c2Vh*GVk")

    with pytest.raises(UnusableMailError, match="base64"):
        read_message(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_our_own_words(data: bytes) -> None:
    with pytest.raises(UnusableMailError):
        read_message(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + data)
