"""Let a program prove for whom it acts, by a key.

1. An address with too many wrong keys in a row is not looked at for a while, as with passphrases;
   they are counted apart from these, so that a program with an old key keeps nobody from signing
   in. A right key clears the count. Neither is noted, so that nobody fills the audit log.
2. What is kept must be what the audit log names: a scope that was widened in the database opens
   nothing, and neither does a key that was ended and put back.
3. A key ends with its time, by hand, with the person, and with a passphrase that was reset.
4. Whatever is wrong is told alike.

Source: docs/spec/desk.md, "Keys of programs".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, format_instant
from servanda.core.people.actor import Actor
from servanda.core.people.api_key import ApiKey, token_digest
from servanda.core.people.lock_out import OF_AN_ADDRESS
from servanda.core.people.people import People
from servanda.usecases.ports.api_keys import ApiKeyRecord
from servanda.usecases.services import Services

_MARK = "#"  # no person's name begins so, and no address of sign-ins
_MAX_CHARACTERS = 39  # an address of IP version 6
_NOTED_EVERY = timedelta(minutes=1)  # a write for each call would cost more than the call


class KeyNotProvedError(InvalidInputError):
    """There is no such key, or it has ended."""

    code: ClassVar[str] = "key-not-proved"


class KeysLockedError(InvalidInputError):
    """Too many wrong keys in a row came from this address; wait.

    Attributes:
        until: Until when.
    """

    code: ClassVar[str] = "keys-locked"

    def __init__(self, until: datetime) -> None:
        """Say until when nothing from there is looked at."""
        super().__init__(
            f"too many wrong keys from one address: wait until {format_instant(until)}"
        )
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyClaim:
    """The key that a program shows.

    Attributes:
        token: As sent.
        address: Where from, as the listener sees it.
        at: When, by the machine's clock.
    """

    token: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedKey:
    """A key that counts.

    Attributes:
        actor: For whom it acts.
        key: As it was made.
    """

    actor: Actor
    key: ApiKey


def prove_key(claim: KeyClaim, *, people: People, services: Services) -> ProvedKey:
    """Return whose key it is, and note that it was used.

    Raises:
        KeysLockedError: (1)
        KeyNotProvedError: (2), (3), (4)
    """
    counted = _MARK + claim.address[:_MAX_CHARACTERS]
    known = services.store.attempts(counted)
    until = OF_AN_ADDRESS.until(known.failures, last_at=known.last_at)
    if until is not None and claim.at < until:  # (1)
        raise KeysLockedError(until)
    digest = token_digest(claim.token)
    found = None if digest is None else services.store.api_key(digest)
    proved = None if found is None else _proved(found, digest, people=people, at=claim.at)
    if found is None or proved is None:
        services.store.begin_attempt(counted, at=claim.at)
        raise KeyNotProvedError("there is no such key, or it has ended")  # (4)
    if known.failures:
        services.store.clear_attempts(counted)
    if found.used_at is None or claim.at - found.used_at >= _NOTED_EVERY:
        services.store.use_api_key(found.key.token, at=claim.at)
    return proved


def is_live(key: ApiKey, *, people: People, at: datetime) -> bool:
    """Return whether a key counts at `at`."""
    person = people.active(key.person)
    return person is not None and key.digest in person.keys and at < key.expires_at  # (2), (3)


def _proved(
    found: ApiKeyRecord, digest: Digest | None, *, people: People, at: datetime
) -> ProvedKey | None:
    key = found.key
    person = people.active(key.person)
    if person is None or key.token != digest or not is_live(key, people=people, at=at):
        return None
    return ProvedKey(actor=Actor(name=person.name, roles=person.roles), key=key)
