"""Let a person prove who they are, and find in which roles they act.

1. After too many wrong passphrases nobody is looked at for a while, the right one included, and
   longer with each wrong one after that.
2. The attempt is counted as wrong before it is looked at: guesses made at once gain nothing.
3. What the passphrase is known by must be what the audit log names: whoever replaces it in the
   database passes for nobody.
4. An unknown name costs as much time, and is told the same, as a wrong passphrase; after as many
   attempts it is locked likewise.
5. At the desk, who has a second factor proves it too: told apart by nothing from a wrong
   passphrase, and each code counts once.
6. In somebody's place one has just the roles of that person, while the cover lasts.

Source: docs/spec/people.md, "Passphrases" and "Cover".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.identifiers import Digest, format_instant
from servanda.core.people.actor import Actor, InvalidPersonError, parse_person
from servanda.core.people.lock_out import OF_A_PERSON
from servanda.core.people.passphrase import SALT_BYTES, Verifier
from servanda.core.people.people import People, Person
from servanda.usecases.ports.audit import Attempts
from servanda.usecases.services import Services

_NO_DIGEST = Digest("sha256:" + "0" * 64)


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
class SaidCode:
    """A code of a second factor, where one is asked for.

    Attributes:
        typed: As typed; empty from who has none.
        at: When, by the machine's clock.
    """

    typed: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who somebody says they are.

    Attributes:
        name: As typed.
        cover: Whose place they take; empty for nobody's.
        passphrase: As typed, in UTF-8.
        code: Of the second factor; None where none is asked for, as on the command line.
    """

    name: str
    cover: str = ""
    passphrase: bytes
    code: SaidCode | None = None


def prove_person(claim: Claim, *, people: People, services: Services) -> Actor:
    """Return who acts.

    Raises:
        PersonLockedError: (1)
        PersonNotProvedError: No such person, or another passphrase.
        AlteredPassphraseError: (3)
        NoCoverError: (6)
    """
    now = services.clock.now()
    person = people.active(claim.name)
    if person is None and not _can_be_a_name(claim.name):
        _nobody(services).fits(claim.passphrase)  # (4)
        raise _not_proved()
    _require_unlocked(services.store.attempts(claim.name), now=now)  # (1)
    _require_unlocked(services.store.begin_attempt(claim.name, at=now), now=now)  # (2)
    verifier = _verifier(person, services)  # (4): of nobody too
    if not verifier.fits(claim.passphrase) or person is None:
        raise _not_proved()
    if claim.code is not None:
        _require_code(claim.code, person, services=services)  # (5)
    services.store.clear_attempts(claim.name)
    if not claim.cover:
        return Actor(name=person.name, roles=person.roles)
    return covering(person, claim.cover, people=people, at=now)  # (6)


def covering(person: Person, cover: str, *, people: People, at: datetime) -> Actor:
    """Return a person as they act in the place of `cover` at an instant.

    Raises:
        NoCoverError: (6)
    """
    absent = people.active(cover)
    if absent is None or people.cover_of(cover, by=person.name, at=at) is None:
        raise NoCoverError(f"{person.name} does not stand in for {cover[:40]} now")
    return Actor(name=person.name, cover=absent.name, roles=absent.roles)


def _can_be_a_name(name: str) -> bool:
    """Return whether somebody could be called so; attempts under other names are not kept."""
    try:
        parse_person(name)
    except InvalidPersonError:
        return False
    return True


def _require_unlocked(known: Attempts, *, now: datetime) -> None:
    until = OF_A_PERSON.until(known.failures, last_at=known.last_at)
    if until is not None and now < until:
        raise PersonLockedError(
            f"too many wrong passphrases in a row: wait until {format_instant(until)}, or let an "
            "administrator unlock it"
        )


def _verifier(person: Person | None, services: Services) -> Verifier:
    found = services.store.verifier(_NO_DIGEST if person is None else person.verifier)
    if person is None:
        return _nobody(services)
    if found is None or found.digest != person.verifier:  # (3)
        raise AlteredPassphraseError(
            f"the audit log names {person.verifier} for {person.name}, and the database holds "
            "another or none; run `servanda audit verify`, and let an administrator reset it"
        )
    return found


def _require_code(said: SaidCode, person: Person, *, services: Services) -> None:
    if person.second_factor is None:
        return
    factor = services.store.second_factor(person.second_factor)
    if factor is None or factor.digest != person.second_factor:  # (3)
        raise AlteredPassphraseError(
            f"the audit log names {person.second_factor} as the second factor of {person.name}, "
            "and the database holds another or none; run `servanda audit verify`, and let an "
            "administrator reset the passphrase"
        )
    mark = factor.mark_of(said.typed, at=said.at)
    if mark is None or not services.store.spend(factor.digest, mark):
        raise _not_proved()


def _nobody(services: Services) -> Verifier:
    return Verifier(salt=services.randomness.token(SALT_BYTES), stretched=bytes(32))


def _not_proved() -> PersonNotProvedError:
    return PersonNotProvedError("there is no such person, or the passphrase is another")
