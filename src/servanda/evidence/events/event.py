"""An event: who, what, when, where, from which statements; and a series of events.

Source: docs/spec/evidence/events.md.
"""

from dataclasses import dataclass, field

from servanda.evidence.events.classes import EventClass
from servanda.evidence.events.telling import Telling
from servanda.evidence.intervals import Interval
from servanda.evidence.rules import How
from servanda.evidence.spans import Span

EVENT = "event"  # of a content key


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event as the documents tell it.

    Attributes:
        key: From its first source's span; stable for decisions.
        kind: Its class.
        who: Entity keys of those who act, sorted.
        what: The head words, in the text's own form ("arrested", "meeting").
        days: When.
        places: Entity keys of places, sorted.
        sources: Spans that tell of it, in order.
        is_planned: Whether the text announces it; an announced event and a held one are two.
        plans: Key of the held event that this one announced, or None.
        origins: Keys of the distinct origins of its sources.
        tellings: What each source says, in the order of sources; empty where it was said on a
            day and nothing else is told of it.
        how: The rule that joined them.
    """

    key: str
    kind: EventClass
    who: tuple[str, ...]
    what: str
    days: Interval
    places: tuple[str, ...]
    sources: tuple[Span, ...]
    is_planned: bool
    plans: str | None
    origins: tuple[str, ...]
    tellings: tuple[Telling, ...] = field(default=(), repr=False)
    how: How

    @property
    def documents(self) -> tuple[str, ...]:
        """SHA-256 of the documents that tell of it, sorted, each once."""
        return tuple(sorted({span.document for span in self.sources}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Rounds of one dialogue, whatever each text calls it.

    Attributes:
        key: From the first place that names it.
        states: Keys of the states that hold it, sorted.
        names: Spans of its names as printed, in order.
        rounds: By number: keys of the events, planned and held, in order.
        how: The rule.
    """

    key: str
    states: tuple[str, ...]
    names: tuple[Span, ...]
    rounds: tuple[tuple[int, tuple[str, ...]], ...]
    how: How
