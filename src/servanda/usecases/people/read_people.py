"""Read the persons of the desk: the events of the audit log, folded.

Source: docs/decisions/0034-persons-stand-in-the-audit-log.md.
"""

from collections.abc import Collection
from datetime import timedelta

from servanda.core.audit.entry import parse_entry
from servanda.core.people.events import PEOPLE_EVENTS, PeopleEvent
from servanda.core.people.people import People, fold_people
from servanda.core.people.roster import Shift, shifts
from servanda.usecases.services import Services

DUTY_HORIZON = timedelta(days=7)


def read_people(services: Services) -> People:
    """Return the persons as they stand.

    Raises:
        UnreadableEntryError: An entry was altered so that it is none; `audit verify` says which.
    """
    return fold_people(read_events(PEOPLE_EVENTS, services=services))


def read_events(kinds: Collection[str], *, services: Services) -> list[PeopleEvent]:
    """Return the events of these kinds, in the order of the log."""
    found = []
    for record in services.store.audit_of_kinds(kinds):
        entry = parse_entry(record.line)
        if entry.event is not None and entry.kind == record.kind:
            found.append(
                PeopleEvent(entry=record.index, at=entry.at, by=entry.actor, members=entry.event)
            )
    return found


def duty_shift(services: Services) -> Shift | None:
    """Return the shift that runs now, by whom the desk's duty contact is answered.

    Its end is that of the stretch in which nothing changes, at most `DUTY_HORIZON` ahead. None in
    a home without persons, where there is no roster.
    """
    people, now = read_people(services), services.clock.now()
    if not people.has_persons:
        return None
    return shifts(people, start=now, end=now + DUTY_HORIZON)[0]


def on_duty(services: Services) -> tuple[str, ...]:
    """Return who is on duty now by the roster: what a duty contact is answered by.

    The names are the desk's own; they are in no statement unless somebody writes them there.
    """
    return read_people(services).on_duty(services.clock.now())
