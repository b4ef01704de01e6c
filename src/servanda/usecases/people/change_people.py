"""Change the persons of the desk: each change is an event of the audit log, checked before.

Source: docs/spec/people.md, "Changes".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core.audit.entry import Outcome
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, format_instant
from servanda.core.people.actor import parse_person
from servanda.core.people.events import (
    CHANGE_CONFIRMED,
    CHANGE_REJECTED,
    COVER_SET,
    DUTY_SET,
    ENDED,
    FOUR_EYES_SET,
    KEY_ENDED,
    KEY_MADE,
    PASSPHRASE_CHANGED,
    PASSPHRASE_RESET,
    PERSON_ADDED,
    PERSON_REMOVED,
    ROLES_GIVEN,
    SECOND_FACTOR_REMOVED,
    SECOND_FACTOR_SET,
    PeopleEvent,
    build_event,
)
from servanda.core.people.passphrase import SALT_BYTES, build_verifier
from servanda.core.people.people import needs_second, why_illegal
from servanda.core.people.roles import Access, Role
from servanda.core.statements.codes import FOUR_EYES_TYPES
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.record_entry import record
from servanda.usecases.services import Services


class IllegalChangeError(InvalidInputError):
    """A change of the desk's persons would have no effect."""

    code: ClassVar[str] = "illegal-change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change that is in the log.

    Attributes:
        entry: Its number there.
        waits: Whether it waits until a second person agrees.
    """

    entry: int
    waits: bool


def add_person(
    name: str, *, roles: Collection[Role], passphrase: bytes, services: Services
) -> Changed:
    """Add a person; the first one is an administrator.

    Raises:
        InvalidPersonError: `name` is none.
        WeakPassphraseError: Of `build_verifier`.
        IllegalChangeError: It would have no effect; the message says why.
    """
    parse_person(name)
    members = {"person": name, "roles": sorted(role.value for role in roles)}
    _require_legal(build_event(PERSON_ADDED, {**members, "verifier": _NO_DIGEST}), services)
    verifier = _keep(name, passphrase, services=services)
    return _change(build_event(PERSON_ADDED, {**members, "verifier": verifier}), services)


def give_roles(name: str, *, roles: Collection[Role], services: Services) -> Changed:
    """Give a person these roles in place of those they have; as `add_person`."""
    return _change(
        build_event(ROLES_GIVEN, {"person": name, "roles": sorted(role.value for role in roles)}),
        services,
    )


def remove_person(name: str, *, services: Services) -> Changed:
    """Let a person act no more; what they did stays theirs. As `add_person`."""
    return _change(build_event(PERSON_REMOVED, {"person": name}), services)


def reset_passphrase(name: str, *, passphrase: bytes, services: Services) -> Changed:
    """Give somebody who forgot theirs a new passphrase, as an administrator; as `add_person`."""
    event = build_event(PASSPHRASE_RESET, {"person": name, "verifier": _NO_DIGEST})
    _require_legal(event, services)
    verifier = _keep(name, passphrase, services=services)
    return _change(build_event(PASSPHRASE_RESET, {"person": name, "verifier": verifier}), services)


def change_own_passphrase(*, passphrase: bytes, services: Services) -> Changed:
    """Change the passphrase of whoever acts; as `add_person`."""
    name = services.acting.actor.name
    event = build_event(PASSPHRASE_CHANGED, {"person": name, "verifier": _NO_DIGEST})
    _require_legal(event, services)
    verifier = _keep(name, passphrase, services=services)
    return _change(
        build_event(PASSPHRASE_CHANGED, {"person": name, "verifier": verifier}), services
    )


def set_own_second_factor(digest: Digest | None, *, services: Services) -> Changed:
    """Give whoever acts this second factor, or none; as `add_person`."""
    name = services.acting.actor.name
    if digest is None:
        return _change(build_event(SECOND_FACTOR_REMOVED, {"person": name}), services)
    members = {"person": name, "second_factor": digest}
    return _change(build_event(SECOND_FACTOR_SET, members), services)


def name_own_key(digest: Digest, *, services: Services) -> Changed:
    """Name a key of whoever acts, so that it counts; as `add_person`."""
    members = {"person": services.acting.actor.name, "key": digest}
    return _change(build_event(KEY_MADE, members), services)


def end_key(name: str, digest: Digest, *, services: Services) -> Changed:
    """Let a key of a person open nothing more; as `add_person`."""
    return _change(build_event(KEY_ENDED, {"person": name, "key": digest}), services)


def set_four_eyes(types: Collection[str], *, services: Services) -> Changed:
    """Say of which types a statement needs two persons; to ask for fewer needs two persons too.

    Raises:
        IllegalChangeError: A type is none that people say.
    """
    unknown = sorted(set(types) - FOUR_EYES_TYPES)
    if unknown:
        raise IllegalChangeError(
            f"expected of {', '.join(sorted(FOUR_EYES_TYPES))}, found {', '.join(unknown)}"
        )
    return _change(build_event(FOUR_EYES_SET, {"types": sorted(set(types))}), services)


def confirm_change(entry: int, *, services: Services) -> Changed:
    """Agree to a change that somebody else proposed; then it holds. As `add_person`."""
    return _change(build_event(CHANGE_CONFIRMED, {"entry": entry}), services)


def reject_change(entry: int, *, services: Services) -> Changed:
    """Put a change away that waits, one's own too; as `add_person`."""
    return _change(build_event(CHANGE_REJECTED, {"entry": entry}), services)


def set_cover(
    absent: str, *, by: str, start: datetime, end: datetime, services: Services
) -> Changed:
    """Let `by` act for `absent` from `start` to `end`, in just the roles of the absent person."""
    return _change(build_event(COVER_SET, {**_stretch(absent, start, end), "by": by}), services)


def set_duty(name: str, *, start: datetime, end: datetime, services: Services) -> Changed:
    """Put a person on the duty roster; as `add_person`."""
    return _change(build_event(DUTY_SET, _stretch(name, start, end)), services)


def end_early(entry: int, *, services: Services) -> Changed:
    """End a cover or a duty before its time; as `add_person`."""
    return _change(build_event(ENDED, {"entry": entry}), services)


def unlock_person(name: str, *, services: Services) -> None:
    """Let a person try again after too many wrong passphrases.

    Raises:
        IllegalChangeError: There is no such person.
    """
    if read_people(services).active(name) is None:
        raise IllegalChangeError(f"there is no person {name}")
    services.store.clear_attempts(name)


# Of a verifier that is not made yet: stretching takes a tenth of a second, looking takes none.
_NO_DIGEST = Digest("sha256:" + "0" * 64)


def _stretch(name: str, start: datetime, end: datetime) -> JsonObject:
    return {"person": name, "from": format_instant(start), "until": format_instant(end)}


def _keep(name: str, passphrase: bytes, *, services: Services) -> Digest:
    verifier = build_verifier(passphrase, salt=services.randomness.token(SALT_BYTES))
    services.store.save_verifier(name, verifier)
    return verifier.digest


def _change(event: JsonObject, services: Services) -> Changed:
    waits = _require_legal(event, services)
    acting = services.acting
    entry = record(
        actor=acting.actor,
        verb=str(event["kind"]),
        access=Access.ADMINISTER,
        outcome=Outcome.DONE,
        event=event,
        services=services,
    )
    acting.note(f"entry {entry}")
    # Another change may have come in between; then this one stands in the log without effect.
    if entry in read_people(services).without_effect:
        raise IllegalChangeError("somebody else changed the same just now; look, and do it again")
    return Changed(entry=entry, waits=waits)


def _require_legal(event: JsonObject, services: Services) -> bool:
    """Require that `event` would have an effect, and return whether it would wait."""
    people = read_people(services)
    last = services.store.last_audit()
    trial = PeopleEvent(
        entry=0 if last is None else last.index + 1,
        at=services.clock.now(),
        by=services.acting.actor,
        members=event,
    )
    why = why_illegal(people, trial)
    if why:
        raise IllegalChangeError(why)
    return needs_second(people, trial)
