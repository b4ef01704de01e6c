"""One place where a text tells of an event: what happened, to whom, where and when.

Several tellings may be of one event; that is decided in `merge`.

Source: docs/spec/evidence/events.md, "Tellings".
"""

from dataclasses import dataclass
from datetime import date

from servanda.evidence.events.classes import EventClass
from servanda.evidence.intervals import Interval
from servanda.evidence.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One telling.

    Attributes:
        span: The clause that tells it.
        head: The word that names what happened.
        kind: Its class.
        time: The expression that dates it; equals `head` where the saying of it is dated.
        days: What that expression means.
        people: Keys of persons in the clause, without whoever is quoted.
        states: Keys of states and their agencies' states, in the clause.
        places: Keys of places and states in which it is.
        victims: Keys of bodies that an intrusion is told to have hit.
        number: Which of a series; None where it is not numbered.
        stems: Of the words of the clause.
        is_planned: Announced, not told as held.
        origins: Keys of the origins of the statements around it, or of the outlet that tells it.
    """

    span: Span
    head: Span
    kind: EventClass
    time: Span
    days: Interval
    people: frozenset[str]
    states: frozenset[str]
    places: frozenset[str]
    victims: frozenset[str]
    number: int | None
    stems: frozenset[str]
    is_planned: bool
    origins: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many days the interval holds; a large number where an end is open."""
        if self.days.earliest is None or self.days.latest is None:
            return OPEN_WIDTH
        return (self.days.latest - self.days.earliest).days + 1


OPEN_WIDTH = 100_000


def overlap(one: Interval, other: Interval) -> Interval:
    """Return the days in both, which meet."""
    starts = [day for day in (one.earliest, other.earliest) if day]
    ends = [day for day in (one.latest, other.latest) if day]
    return Interval(earliest=max(starts, default=None), latest=min(ends, default=None))


def hull(one: Interval, other: Interval) -> Interval:
    """Return the days from the first of both to the last of both."""
    return Interval(
        earliest=_both(one.earliest, other.earliest, first=True),
        latest=_both(one.latest, other.latest, first=False),
    )


def _both(one: date | None, other: date | None, *, first: bool) -> date | None:
    if one is None or other is None:
        return None
    return min(one, other) if first else max(one, other)
