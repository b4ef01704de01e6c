"""Typed names: parties, accords, logs, digests and instants, and their one written form.

A name that reaches a signed statement, a file name or a URL passes through here once, so that
nothing else has to think of upper case, path separators or other spellings of a digest.

Source: docs/spec/names-and-layouts.md.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import ClassVar, NewType

from typing_extensions import override

from servanda.core.errors import InvalidInputError

PartyId = NewType("PartyId", str)
AccordName = NewType("AccordName", str)
Digest = NewType("Digest", str)  # "sha256:" and 64 lower-case hex digits

DIGEST_PREFIX = "sha256:"
HASH_BYTES = 32

_PARTY = re.compile(r"[a-z0-9.-]{1,64}")
_ACCORD_NAME = re.compile(r"[a-z0-9-]{1,40}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
# The hour is bounded here: from Python 3.14 on the library reads 24:00:00 as the day after.
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z", re.ASCII
)


class InvalidNameError(InvalidInputError):
    """A party, accord, log, digest or instant is not written as the protocol demands."""

    code: ClassVar[str] = "invalid-name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The name of a log: who says something to whom, under which accord.

    Attributes:
        from_party: The party that writes the log.
        accord_name: The accord's name, the same in all its versions.
        to_party: The counterpart the log is for.
    """

    from_party: PartyId
    accord_name: AccordName
    to_party: PartyId

    @override
    def __str__(self) -> str:
        return f"{self.from_party}/servanda/{self.accord_name}/{self.to_party}"

    @property
    def reverse(self) -> "Origin":
        """The counterpart's log of the same pair and accord."""
        return Origin(
            from_party=self.to_party, accord_name=self.accord_name, to_party=self.from_party
        )


def parse_party(text: str) -> PartyId:
    """Return `text` as a party, or raise `InvalidNameError`."""
    # "." and ".." would leave a folder when a party names one (the folder carrier does).
    if _PARTY.fullmatch(text) is None or text.strip(".") == "":
        raise InvalidNameError(f"expected a party of a-z, 0-9, '.', '-', found {text!r:.80}")
    return PartyId(text)


def parse_accord_name(text: str) -> AccordName:
    """Return `text` as an accord's name, or raise `InvalidNameError`."""
    if _ACCORD_NAME.fullmatch(text) is None:
        raise InvalidNameError(f"expected an accord name of a-z, 0-9, '-', found {text!r:.80}")
    return AccordName(text)


@lru_cache(maxsize=4_096)
def parse_origin(text: str) -> Origin:
    """Return the log's name written as `<from>/servanda/<accord name>/<to>`.

    The same few names are read with every row of every log, so the last ones read are kept.
    """
    parts = text.split("/")
    if len(parts) != 4 or parts[1] != "servanda":  # noqa: PLR2004 - the four parts just named
        raise InvalidNameError(f"expected <from>/servanda/<accord>/<to>, found {text!r:.120}")
    return Origin(
        from_party=parse_party(parts[0]),
        accord_name=parse_accord_name(parts[2]),
        to_party=parse_party(parts[3]),
    )


def parse_digest(text: str) -> Digest:
    """Return `text` as a digest, or raise `InvalidNameError`."""
    if _DIGEST.fullmatch(text) is None:
        raise InvalidNameError(f"expected sha256: and 64 lower-case hex digits, found {text!r:.80}")
    return Digest(text)


def digest_of(data: bytes) -> Digest:
    """Return the plain SHA-256 of `data`, written as a digest."""
    return Digest(DIGEST_PREFIX + sha256(data).hexdigest())


def digest_from_hash(raw: bytes) -> Digest:
    """Return the 32 bytes `raw` written as a digest."""
    return Digest(DIGEST_PREFIX + raw.hex())


def hash_from_digest(digest: Digest) -> bytes:
    """Return the 32 bytes that `digest` writes."""
    return bytes.fromhex(digest[len(DIGEST_PREFIX) :])


def parse_instant(text: str) -> datetime:
    """Return the UTC instant written as `YYYY-MM-DDThh:mm:ssZ`, or raise `InvalidNameError`."""
    if _INSTANT.fullmatch(text) is None:
        raise InvalidNameError(f"expected YYYY-MM-DDThh:mm:ssZ, found {text!r:.40}")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidNameError(f"expected a day that exists, found {text}") from error


def format_instant(instant: datetime) -> str:
    """Return `instant` (aware) in UTC as `YYYY-MM-DDThh:mm:ssZ`, fractions cut off."""
    # Not strftime: what it makes of years before 1000 depends on the C library.
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
