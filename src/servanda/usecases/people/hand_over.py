"""Write a hand-over, show it to who comes next, and note that they confirmed it.

Source: docs/spec/people.md, "Hand-over".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from servanda.core import canonical
from servanda.core.audit.entry import Outcome
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.identifiers import digest_of, parse_digest
from servanda.core.people.events import build_event
from servanda.core.people.handovers import (
    HANDOVER_CONFIRMED,
    HANDOVER_EVENTS,
    HANDOVER_WRITTEN,
    HandOver,
    fold_handovers,
    why_not_confirmed,
)
from servanda.core.people.roles import Access
from servanda.usecases.people.read_people import read_events, read_people
from servanda.usecases.people.record_entry import record
from servanda.usecases.people.shift import Shift, read_shift
from servanda.usecases.people.shift_members import parse_shift, shift_members
from servanda.usecases.services import Services

FIRST_SHIFT = timedelta(hours=24)  # looked back where nothing was handed over before
MAX_NOTE_CHARACTERS = 10_000
_SALT_BYTES = 32
_VERSION = "servanda-handover/1"


class NoHandOverError(InvalidInputError):
    """There is no such hand-over, or it cannot be confirmed so; the message says why."""

    code: ClassVar[str] = "no-hand-over"


class LostHandOverError(MisconfiguredError):
    """The words of a hand-over are not what the audit log names: altered, or lost."""

    code: ClassVar[str] = "lost-hand-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A hand-over with what it says.

    Attributes:
        handover: Who, when, and whether it was confirmed.
        shift: What was handed over, as it stood then.
        note: In the writer's words.
    """

    handover: HandOver
    shift: Shift
    note: str


def all_handovers(services: Services) -> Sequence[HandOver]:
    """Return all hand-overs, the oldest first."""
    return fold_handovers(read_events(HANDOVER_EVENTS, services=services))


def begin_of_shift(services: Services) -> datetime:
    """Return from when the next hand-over tells: the last one that was confirmed."""
    confirmed = [one.at for one in all_handovers(services) if one.confirmed_by is not None]
    return confirmed[-1] if confirmed else services.clock.now() - FIRST_SHIFT


def write_handover(
    *, note: str, to: str, since: datetime | None, length: timedelta, services: Services
) -> Written:
    """Hand the shift over as it stands now, with a note.

    Raises:
        InvalidInputError: The note is empty or too long, or `to` is nobody of this desk.
    """
    if not 1 <= len(note.strip()) <= MAX_NOTE_CHARACTERS or len(note) > MAX_NOTE_CHARACTERS:
        raise InvalidInputError(f"expected a note of 1 to {MAX_NOTE_CHARACTERS} characters")
    if to and read_people(services).active(to) is None:
        raise InvalidInputError(f"there is no person {to} at this desk")
    start = begin_of_shift(services) if since is None else since
    shift = read_shift(since=start, length=length, services=services)
    salt = services.randomness.token(_SALT_BYTES)  # so that the digest says nothing of the note
    content = canonical.encode(
        {"v": _VERSION, "salt": salt.hex(), "note": note, "shift": shift_members(shift)}
    )
    digest = digest_of(content)
    services.store.save_handover(digest, content)
    event = build_event(HANDOVER_WRITTEN, {"digest": digest, "to": to})
    entry = _record(event, digest, services=services)
    return read_handover(entry, services=services)


def read_handover(entry: int | None, *, services: Services) -> Written:
    """Return a hand-over by the number of its entry, or the newest one.

    Raises:
        NoHandOverError: There is none.
        LostHandOverError: What it says is not what the log names.
    """
    found = [one for one in all_handovers(services) if entry in {None, one.entry}]
    if not found:
        raise NoHandOverError(
            "nothing was handed over" if entry is None else f"no hand-over {entry}"
        )
    one = found[-1]
    content = services.store.handover(parse_digest(one.digest))
    if content is None or digest_of(content) != one.digest:
        raise LostHandOverError(f"what hand-over {one.entry} says is not what the log names")
    members = canonical.parse_object(content)
    return Written(handover=one, shift=parse_shift(members["shift"]), note=str(members["note"]))


def confirm_handover(entry: int, *, services: Services) -> HandOver:
    """Confirm a hand-over as whoever takes the shift over.

    Raises:
        NoHandOverError: There is none, or this person cannot confirm it.
        LostHandOverError: As `read_handover`: nobody confirms what cannot be read.
    """
    one = read_handover(entry, services=services).handover
    why = why_not_confirmed(one, by=services.acting.actor, digest=one.digest)
    if why:
        raise NoHandOverError(f"hand-over {entry}: {why}")
    event = build_event(HANDOVER_CONFIRMED, {"entry": entry, "digest": one.digest})
    _record(event, one.digest, services=services)
    return next(known for known in all_handovers(services) if known.entry == entry)


def _record(event: JsonObject, digest: str, *, services: Services) -> int:
    entry = record(
        actor=services.acting.actor,
        verb=str(event["kind"]),
        access=Access.ACT,
        outcome=Outcome.DONE,
        about=(digest,),
        event=event,
        services=services,
    )
    services.acting.note(digest)
    return entry
