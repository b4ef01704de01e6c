"""Hand-overs of a shift: who wrote one, and that the next officer confirmed it.

A fold over events of the audit log. The words of a hand-over lie beside the log, which names
them by a digest; a confirmation is of that digest.

Source: docs/spec/people.md, "Hand-over".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.core.people.actor import Actor
from servanda.core.people.events import PeopleEvent

HANDOVER_WRITTEN = "handover_written"
HANDOVER_CONFIRMED = "handover_confirmed"
HANDOVER_EVENTS = frozenset((HANDOVER_WRITTEN, HANDOVER_CONFIRMED))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One hand-over.

    Attributes:
        entry: Its number in the audit log.
        at: When it was written.
        by: By whom.
        to: For whom; empty for whoever comes next.
        digest: Of its content.
        confirmed_by: Who confirmed it; None while nobody has.
        confirmed_at: When.
    """

    entry: int
    at: datetime
    by: Actor
    to: str
    digest: str
    confirmed_by: Actor | None = None
    confirmed_at: datetime | None = None


def fold_handovers(events: Iterable[PeopleEvent]) -> Sequence[HandOver]:
    """Return all hand-overs, the oldest first; what is not legal has no effect."""
    found: dict[int, HandOver] = {}
    for event in events:
        if event.kind == HANDOVER_WRITTEN:
            found[event.entry] = HandOver(
                entry=event.entry,
                at=event.at,
                by=event.by,
                to=event.text("to"),
                digest=event.text("digest"),
            )
        elif event.kind == HANDOVER_CONFIRMED:
            one = found.get(event.number("entry"))
            if one is not None and not why_not_confirmed(
                one, by=event.by, digest=event.text("digest")
            ):
                found[one.entry] = replace(one, confirmed_by=event.by, confirmed_at=event.at)
    return list(found.values())


def why_not_confirmed(one: HandOver, *, by: Actor, digest: str) -> str:
    """Return why `by` cannot confirm a hand-over; empty where they can."""
    if one.confirmed_by is not None:
        return f"{one.confirmed_by.name} has confirmed it before"
    if digest != one.digest:
        return "it is another than the one that was shown"
    if by.is_person and by.eyes & one.by.eyes:
        return "who wrote it does not confirm it; the next officer does"
    if one.to and one.to not in by.eyes:
        return f"it is for {one.to}"
    return ""
