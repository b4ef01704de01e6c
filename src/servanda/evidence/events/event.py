"""An event: who, what, when, where, from which statements.

Source: docs/spec/evidence/events.md.
"""

from dataclasses import dataclass

from servanda.evidence.intervals import Interval
from servanda.evidence.rules import How
from servanda.evidence.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event as the documents tell it.

    Attributes:
        key: From its first source's span; stable for decisions.
        who: Entity keys of those who act, sorted.
        what: The head words, in the text's own form ("arrested", "meeting").
        days: When.
        places: Entity keys of places.
        sources: Spans that tell of it, in order.
        is_planned: Whether the text announces it; an announced event and a held one are two.
        plans: Key of the held event that this one announced, or None.
        origins: Keys of the distinct origins of its sources.
    """

    key: str
    who: tuple[str, ...]
    what: str
    days: Interval
    places: tuple[str, ...]
    sources: tuple[Span, ...]
    is_planned: bool
    plans: str | None
    origins: tuple[str, ...]
    how: How
