"""Envelopes come out of saved mails and pieces, and whatever brings none is named."""

from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.letters import as_mail, read_letters
from servanda.transports.mail.message import build_message, read_message
from servanda.transports.mail.splitting import MIN_PIECE_BYTES, split
from tests.usecases.nodes import BOB, make_cast

ENVELOPE = bytes(range(256)) * 3_000  # three pieces


def mail(content: bytes, *, is_piece: bool = False) -> bytes:
    made = build_message(
        content, sender="desk@alice.example", recipient="bob@bob.example", is_piece=is_piece
    )
    return made.as_bytes()


def pieces() -> list[bytes]:
    return list(split(ENVELOPE, piece_bytes=MIN_PIECE_BYTES))


def put(folder: Path, **files: bytes) -> list[Path]:
    """Write files, a `_` in whose name stands for the point."""
    written = []
    for name, content in files.items():
        stem, _, suffix = name.partition("__")
        file = folder / f"{stem}.{suffix.replace('_', '-')}"
        file.write_bytes(content)
        written.append(file)
    return written


def test_an_envelope_comes_as_a_file_and_as_a_saved_mail(tmp_path: Path) -> None:
    files = put(tmp_path, plain__servanda=b"one", letter__eml=mail(b"two"))

    envelopes, refused = read_letters(files)

    assert list(envelopes.values()) == [b"one", b"two"]
    assert refused == {}


def test_pieces_come_together_saved_or_within_their_mails_and_in_any_order(tmp_path: Path) -> None:
    first, second, third = pieces()
    files = put(
        tmp_path,
        c__eml=mail(third, is_piece=True),
        a__servanda_piece=first,
        again__servanda_piece=first,
        b__eml=mail(second, is_piece=True),
    )

    envelopes, refused = read_letters(files)

    assert list(envelopes.values()) == [ENVELOPE]
    assert refused == {}


def test_pieces_without_the_others_are_named(tmp_path: Path) -> None:
    first, second, _ = pieces()
    files = put(tmp_path, a__servanda_piece=first, b__servanda_piece=second)

    envelopes, refused = read_letters(files)

    assert envelopes == {}
    assert refused.keys() == {str(file) for file in files}
    assert all("expected all 3 pieces together, found 2" in one for one in refused.values())


def test_what_brings_nothing_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    first, *_ = pieces()
    bad = put(
        tmp_path,
        altered__servanda_piece=first[:-1] + b"\xff",
        empty__eml=b"Subject: nothing\r\n\r\nat all\r\n",
        bomb__eml=mail(b"x") + b"Content-Type: text/plain\r\n" * 100,
    )
    good = put(tmp_path, good__eml=mail(b"good"))

    envelopes, refused = read_letters([*bad, *good])

    assert envelopes == {str(good[0]): b"good"}
    assert refused.keys() == {str(file) for file in bad}


def test_a_mail_that_is_written_brings_the_envelope() -> None:
    services = make_cast().alice.services

    written = as_mail(
        b"sealed", sender="a@alice.example", recipient="b@bob.example", party=BOB, services=services
    )

    assert read_message(written).content == b"sealed"
    assert b"To: b@bob.example" in written


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [
        ("nobody", "b@bob.example"),
        ("a@alice.example", ""),
        ("a@alice.example", "b@bob.example\r\nBcc: mallory@example.org"),
    ],
)
def test_a_mail_has_both_addresses_and_no_other_line(sender: str, recipient: str) -> None:
    services = make_cast().alice.services

    with pytest.raises(InvalidInputError, match="expected a mail address"):
        as_mail(b"sealed", sender=sender, recipient=recipient, party=BOB, services=services)
