"""What one document says of when it was published, and of the events that others tell of too.

Source: docs/spec/evidence/publication.md, "Clues".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.evidence.intervals import Interval
from servanda.evidence.spans import Span
from servanda.evidence.times.readings import Reading, Tense


class Strength(StrEnum):
    """How a clue is used when it does not fit the others."""

    FIRM = "firm"  # the clash is told
    USUAL = "usual"  # a habit of writers: left out where firm clues leave no room for it
    PRINTED = "printed"  # a day in the byline: used last, and the clash is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A limit for the day of publication.

    Attributes:
        kind: Name of the rule, after `publication.`.
        spans: Where it is said; never empty.
        days: Publication lies within.
        fact: Key of the fact from outside the texts that it rests on, or None.
        strength: How firm it is.
    """

    kind: str
    spans: tuple[Span, ...]
    days: Interval
    fact: str | None = None
    strength: Strength = Strength.FIRM


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """An office printed beside the name of a person, who then held it."""

    span: Span
    person: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime:
    """An expression that says when an event is, with what tells which event.

    Attributes:
        span: Of the expression.
        reading: What it says.
        tense: Before or after publication.
        people: Keys of persons in its sentence.
        nouns: Kinds of event in its sentence ("meeting", "visit").
        is_announced: The sentence says that somebody said so on a day of the week, or today.
        is_told_as_set: The sentence says that it is set, and names nobody who said so.
        is_recent: An event of these kinds is called recent nearby.
    """

    span: Span
    reading: Reading
    tense: Tense
    people: frozenset[str]
    nouns: frozenset[str]
    is_announced: bool = False
    is_told_as_set: bool = False
    is_recent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One of a series: "the second dialogue"; planned, or held."""

    span: Span
    number: int
    noun: str
    is_planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentClues:
    """All clues of one document.

    Attributes:
        document: SHA-256 of the document.
        fetched: Not published later than this; None where unknown.
        bounds: In order.
        holdings: In order.
        events: In order.
        rounds: In order.
        said: Days of the week on which somebody said something, with their spans, in order.
        subjects: Check sums of capitalised words, which tell whether two documents are on one
            affair.
    """

    document: str
    fetched: date | None = None
    bounds: Sequence[Bound] = ()
    holdings: Sequence[Holding] = ()
    events: Sequence[EventTime] = ()
    rounds: Sequence[Round] = ()
    said: Sequence[tuple[Span, int]] = ()
    subjects: frozenset[int] = frozenset()
