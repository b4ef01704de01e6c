"""Whether somebody did just this since they looked: a form that is sent twice does nothing more.

A page says up to which event it was read; a form brings that number back. What is already done by
the same person since then, with the same members, is not done again.

Source: docs/spec/desk.md, "Forms".
"""

from collections.abc import Mapping

from servanda.core.canonical import JsonValue
from servanda.core.people.events import PEOPLE_EVENTS
from servanda.usecases.people.read_people import read_events
from servanda.usecases.services import Services


def newest_event(services: Services) -> int:
    """Return the number of the newest change of persons; -1 before the first."""
    events = read_events(PEOPLE_EVENTS, services=services)
    return events[-1].entry if events else -1


def was_done(
    kind: str, members: Mapping[str, JsonValue], *, since: int, services: Services
) -> bool:
    """Return whether whoever acts did this after event `since`.

    Args:
        kind: Of the event.
        members: Those that say what was asked for; others of the event may be anything.
        since: Number of the newest event that they had seen.
        services: The node's ports; whoever acts is theirs.
    """
    actor = services.acting.actor
    return any(
        event.entry > since
        and event.kind == kind
        and event.by == actor
        and all(event.members.get(name) == value for name, value in members.items())
        for event in read_events((kind,), services=services)
    )
