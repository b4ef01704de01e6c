"""Read off one document what bears on its day of publication.

Page furniture is never read. `solve` puts the clues of all documents together.

Source: docs/spec/evidence/publication.md, "Clues".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from zlib import crc32

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.facts import Fact, relevant_facts
from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.names.mentions import Mention
from servanda.evidence.publication.clue import Bound, DocumentClues, Holding, Strength
from servanda.evidence.publication.event_times import event_times, rounds
from servanda.evidence.publication.fact_bounds import fact_bounds
from servanda.evidence.spans import Span
from servanda.evidence.times.days import month_days
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.find import HasMentions
from servanda.evidence.times.grammar.words import MONTHS, WEEKDAYS
from servanda.evidence.times.readings import Days, Fixed, Month, Tense, Weekdays, Years

MAX_DATES = 20  # with a year, of one document; earlier ones say nothing beside the last
MAX_SUBJECTS = 96  # words kept of a document, the same ones in each: those with the lowest sums
_CAPITALISED = re.compile(r"\b[A-Z][A-Za-z-]{3,}")
# Capitalised in any text: at the start of a sentence, or as names of the calendar.
_COMMON = frozenset(
    [
        *(name.title() for name in (*MONTHS, *WEEKDAYS)),
        *("This", "That", "They", "There", "These", "Those", "When", "While", "With", "From"),
        *(
            "Other",
            "Some",
            "Since",
            "During",
            "After",
            "Before",
            "Many",
            "Most",
            "What",
            "President",
        ),
    ]
)
_FORMER = re.compile(r"(?:former|then-?|ex-|late|future|incoming|elect)\s?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:by|until|till|before|through|to\s[a-z]+)\b", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:said|says|told\s\w+(?:\s\w+)?|announced|wrote|added|confirmed|sentiments|statement)"
    r"\s(?:in\sa\sstatement\s)?(?:on\s|late\s|early\s)*$"
)


def read_clues(
    document: Document,
    expressions: Sequence[Expression],
    *,
    facts: Sequence[Fact],
    names: HasMentions | None = None,
) -> DocumentClues:
    """Return the clues of `document`.

    Args:
        document: As read.
        expressions: Its expressions of time, in order.
        facts: All facts; those that the text does not tell of are left out.
        names: Its names; without them no office, and no event of another document, counts.
    """
    evidence = [expression for expression in expressions if expression.is_evidence]
    mentions: Sequence[Mention] = () if names is None else names.mentions
    known = relevant_facts(document.text, facts)
    bounds = [
        *_declared(document),
        *_byline(document, evidence),
        *_strongest(_given_dates(document, evidence)),
        *fact_bounds(document, evidence, known),
    ]
    return DocumentClues(
        document=document.sha256,
        fetched=document.fetched,
        bounds=tuple(bounds),
        holdings=tuple(_holdings(document, mentions)),
        events=tuple(event_times(document, evidence, mentions)),
        rounds=tuple(rounds(document)),
        said=tuple(_said(document, evidence)),
        subjects=_subjects(document),
    )


def _declared(document: Document) -> Iterator[Bound]:
    """Yield the day that the page's own metadata states: as weak as a printed one.

    Metadata is no text; what it says is shown at the title, or at the beginning of the text.
    """
    if document.declared is not None:
        places = document.title.evidence if document.title else (document.span(0, 0),)
        yield Bound(
            kind="declared",
            spans=places[:1],
            days=one_day(document.declared),
            strength=Strength.PRINTED,
        )


def _byline(document: Document, expressions: Sequence[Expression]) -> Iterator[Bound]:
    """Yield the day that stands in the byline."""
    lines = [block.span for block in document.blocks if block.kind is BlockKind.BYLINE]
    for expression in expressions:
        if any(line.covers(expression.core) for line in lines):
            day = _given(expression)
            if day is not None and day.earliest == day.latest:
                yield Bound(
                    kind="byline", spans=(expression.span,), days=day, strength=Strength.PRINTED
                )


def _given(expression: Expression) -> Interval | None:
    """Return the days of an expression whose year is printed, else None."""
    match expression.reading:
        case Fixed(day=day):
            return one_day(day)
        case Days(year=year, first=first, last=last) if year.number is not None:
            start, end = (_day(year.number, *first), _day(year.number, *last))
            return Interval(earliest=start, latest=end) if start and end else None
        case Month(year=year, number=number) if year.number is not None:
            return month_days(year.number, number)
        case Years(first=first_year, last=last_year):
            return Interval(earliest=date(first_year, 1, 1), latest=date(last_year, 12, 31))
        case _:
            return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _given_dates(document: Document, expressions: Sequence[Expression]) -> Iterator[Bound]:
    """Yield limits by dates with a year: what is told as past is not later than the text."""
    lines = [b.span for b in document.blocks if b.kind is BlockKind.BYLINE]
    for expression in expressions:
        days = _given(expression)
        if days is None or any(line.covers(expression.core) for line in lines):
            continue
        start = expression.span.start
        is_until = _UNTIL.search(document.text, max(0, start - 24), start) is not None
        if expression.tense is Tense.PAST and not is_until:
            after = Interval(earliest=days.earliest)
            yield Bound(kind="past-date", spans=(expression.span,), days=after)
        elif expression.tense is Tense.FUTURE and not isinstance(expression.reading, Years):
            before = Interval(latest=days.latest)
            yield Bound(
                kind="future-date",
                spans=(expression.span,),
                days=before,
                strength=Strength.USUAL,
            )


def _strongest(bounds: Iterable[Bound]) -> Iterator[Bound]:
    """Yield those that bound most, in order: of dates that are passed, the last ones."""
    ordered = sorted(
        bounds,
        key=lambda bound: (
            -(bound.days.earliest or date.min).toordinal(),
            bound.days.latest or date.max,
            bound.spans,
        ),
    )
    yield from sorted(ordered[:MAX_DATES], key=lambda bound: bound.spans)


def _holdings(document: Document, mentions: Sequence[Mention]) -> Iterator[Holding]:
    for mention in mentions:
        if mention.office is None or mention.entity is None or mention.entity == mention.office:
            continue
        before = document.text[max(0, mention.span.start - 12) : mention.span.start]
        if not _FORMER.search(before):
            yield Holding(span=mention.span, person=mention.entity, office=mention.office)


def _said(document: Document, expressions: Sequence[Expression]) -> Iterator[tuple[Span, int]]:
    """Yield the weekdays on which somebody is said to have said something."""
    for expression in expressions:
        reading = expression.reading
        if not isinstance(reading, Weekdays) or reading.first != reading.last:
            continue
        start = expression.span.start
        if reading.week is None and _SAID.search(document.text, max(0, start - 40), start):
            yield expression.span, reading.first


def _subjects(document: Document) -> frozenset[int]:
    """Return the check sums of capitalised words; of very many the lowest, so that sets compare."""
    words: set[str] = set()
    for paragraph in document.paragraphs:
        words.update(_CAPITALISED.findall(document.text, paragraph.start, paragraph.end))
    sums = sorted(crc32(word.encode()) for word in words - _COMMON)
    return frozenset(sums[:MAX_SUBJECTS])
