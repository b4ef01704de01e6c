"""Let a person prove who they are, and find in which roles they act.

1. After too many wrong passphrases nobody is looked at for a while, the right one included.
2. The attempt is counted as wrong before it is looked at: guesses made at once gain nothing.
3. What the passphrase is known by must be what the audit log names: whoever replaces it in the
   database passes for nobody.
4. An unknown name costs as much time, and is told the same, as a wrong passphrase.
5. In somebody's place one has just the roles of that person, while the cover lasts.

Source: docs/spec/people.md, "Passphrases" and "Cover".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.identifiers import format_instant
from servanda.core.people.actor import Actor
from servanda.core.people.passphrase import SALT_BYTES, Verifier
from servanda.core.people.people import People, Person
from servanda.usecases.services import Services

FREE_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class PersonNotProvedError(InvalidInputError):
    """No such person, or another passphrase."""

    code: ClassVar[str] = "person-not-proved"


class PersonLockedError(InvalidInputError):
    """Too many wrong passphrases in a row; wait, or let an administrator unlock."""

    code: ClassVar[str] = "person-locked"


class NoCoverError(InvalidInputError):
    """Nobody gave this person cover for the other, or it has ended."""

    code: ClassVar[str] = "no-cover"


class AlteredPassphraseError(MisconfiguredError):
    """What a passphrase is known by is not what the audit log names: the database was altered."""

    code: ClassVar[str] = "altered-passphrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who somebody says they are.

    Attributes:
        name: As typed.
        cover: Whose place they take; empty for nobody's.
        passphrase: As typed, in UTF-8.
    """

    name: str
    cover: str = ""
    passphrase: bytes


def prove_person(claim: Claim, *, people: People, services: Services) -> Actor:
    """Return who acts.

    Raises:
        PersonLockedError: (1)
        PersonNotProvedError: No such person, or another passphrase.
        AlteredPassphraseError: (3)
        NoCoverError: (5)
    """
    now = services.clock.now()
    person = people.active(claim.name)
    if person is None:
        _nobody(services).fits(claim.passphrase)  # (4)
        raise _not_proved()
    _require_unlocked(claim.name, now=now, services=services)  # (1)
    before = services.store.begin_attempt(claim.name, at=now)  # (2)
    if before.failures >= FREE_FAILURES and before.last_at is not None:
        _require_past(before.last_at + LOCKED_FOR, now=now)
    if not _verifier(person, services).fits(claim.passphrase):
        raise _not_proved()
    services.store.clear_attempts(claim.name)
    if not claim.cover:
        return Actor(name=person.name, roles=person.roles)
    absent = people.active(claim.cover)
    if absent is None or people.cover_of(claim.cover, by=person.name, at=now) is None:  # (5)
        raise NoCoverError(f"{person.name} does not stand in for {claim.cover} now")
    return Actor(name=person.name, cover=absent.name, roles=absent.roles)


def _require_unlocked(name: str, *, now: datetime, services: Services) -> None:
    known = services.store.attempts(name)
    if known.failures >= FREE_FAILURES and known.last_at is not None:
        _require_past(known.last_at + LOCKED_FOR, now=now)


def _require_past(until: datetime, *, now: datetime) -> None:
    if now < until:
        raise PersonLockedError(
            f"too many wrong passphrases in a row: wait until {format_instant(until)}, or let an "
            "administrator unlock it"
        )


def _verifier(person: Person, services: Services) -> Verifier:
    found = services.store.verifier(person.verifier)
    if found is None or found.digest != person.verifier:  # (3)
        raise AlteredPassphraseError(
            f"the audit log names {person.verifier} for {person.name}, and the database holds "
            "another or none; run `servanda audit verify`, and let an administrator reset it"
        )
    return found


def _nobody(services: Services) -> Verifier:
    return Verifier(salt=services.randomness.token(SALT_BYTES), stretched=bytes(32))


def _not_proved() -> PersonNotProvedError:
    return PersonNotProvedError("there is no such person, or the passphrase is another")
