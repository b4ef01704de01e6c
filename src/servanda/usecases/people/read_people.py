"""Read the persons of the desk: the events of the audit log, folded.

Source: docs/decisions/0034-persons-stand-in-the-audit-log.md.
"""

from collections.abc import Collection

from servanda.core.audit.entry import parse_entry
from servanda.core.people.events import PEOPLE_EVENTS, PeopleEvent
from servanda.core.people.people import People, fold_people
from servanda.usecases.services import Services


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


def on_duty(services: Services) -> tuple[str, ...]:
    """Return who is on duty now by the roster: what a duty contact is answered by.

    The names are the desk's own; they are in no statement unless somebody writes them there.
    """
    return read_people(services).on_duty(services.clock.now())
