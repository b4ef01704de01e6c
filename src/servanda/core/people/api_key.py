"""A key by which a program acts for a person of the desk: what it may do, and until when.

1. The key itself is 32 random bytes, shown once; everywhere else its digest stands for it.
2. Digest, person, scope and expiry together have a digest too, and that one stands in the audit
   log: whoever widens a scope in the database has a key that the log does not name.
3. A scope never adds anything: what the person's roles do not allow, no key of theirs does.

Source: docs/spec/desk.md, "Keys of programs".
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of, format_instant

KEY_BYTES = 32
MAX_KEYS = 20  # of one person: more are forgotten ones
LONGEST: Final = timedelta(days=366)
MAX_DESCRIPTION = 80
ID_DIGITS = 12  # of its digest: what people name a key by
_PREFIX = "servanda_"  # so that searches for leaked secrets know what it is
_TOKEN = re.compile(r"servanda_[A-Za-z0-9_-]{43}")
_TOKEN_LABEL = b"servanda-api-key/1\n"
_LABEL = b"servanda-api-key-scope/1\n"


class Group(StrEnum):
    """What a scope can be narrowed to: one part of what the interface for programs shows."""

    REQUESTS = "requests"
    INFORMATION = "information"
    ATTACHMENTS = "attachments"
    REVIEW = "review"
    CONTACTS = "contacts"
    COUNTERPARTS = "counterparts"
    CONDUCT = "conduct"
    PERSONS = "persons"
    DIALOGUE = "dialogue"
    EVIDENCE = "evidence"
    AUDIT = "audit"


class InvalidKeyError(InvalidInputError):
    """A key cannot be made so: no description, no group, or an expiry that is none."""

    code: ClassVar[str] = "invalid-api-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is kept.

    Attributes:
        token: Digest of the key itself (1).
        person: For whom it acts.
        description: What it is for, in the person's words.
        groups: What it may read and, with `writes`, write.
        writes: Whether it may do more than read.
        made_at: By the machine's clock.
        expires_at: From then on it opens nothing.
    """

    token: Digest
    person: str
    description: str
    groups: frozenset[Group]
    writes: bool
    made_at: datetime
    expires_at: datetime

    @property
    def digest(self) -> Digest:
        """Names it in the audit log (2)."""
        members: JsonObject = {
            "token": self.token,
            "person": self.person,
            "description": self.description,
            "groups": sorted(group.value for group in self.groups),
            "writes": self.writes,
            "made_at": format_instant(self.made_at),
            "expires_at": format_instant(self.expires_at),
        }
        return digest_of(_LABEL + canonical.encode(members))

    @property
    def name(self) -> str:
        """What people and entries of the audit log name it by."""
        return key_name(self.digest)

    def covers(self, group: Group | None, *, writes: bool) -> bool:
        """Return whether its scope has this; None stands for what belongs to no group."""
        return (group is None or group in self.groups) and (self.writes or not writes)


def key_name(digest: Digest) -> str:
    """Return the short name of the key that the audit log names by `digest`."""
    return digest.removeprefix("sha256:")[:ID_DIGITS]


def build_token(raw: bytes) -> str:
    """Return `KEY_BYTES` random bytes as a key that can be copied."""
    return _PREFIX + urlsafe_b64encode(raw).rstrip(b"=").decode()


def token_digest(token: str) -> Digest | None:
    """Return what a key is kept under; None if `token` can be none."""
    if _TOKEN.fullmatch(token) is None:
        return None
    return digest_of(_TOKEN_LABEL + token.encode())


def require_key(
    description: str, *, groups: Collection[Group], made_at: datetime, expires_at: datetime
) -> None:
    """Require that a key can be made so.

    Raises:
        InvalidKeyError: It cannot; the message says why.
    """
    words = description.strip()
    if not words or len(description) > MAX_DESCRIPTION or not description.isprintable():
        raise InvalidKeyError(
            f"expected words on what it is for, in one line of at most {MAX_DESCRIPTION} signs"
        )
    if not groups:
        raise InvalidKeyError("expected at least one group that it may read")
    if not made_at < expires_at <= made_at + LONGEST:
        raise InvalidKeyError(
            f"expected an end within {LONGEST.days} days, found {format_instant(expires_at)}"
        )
