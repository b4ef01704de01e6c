"""Limits for publication by facts from outside the texts: what is told as past has happened.

Source: docs/spec/evidence/publication.md, "Facts".
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from servanda.evidence.documents import Document
from servanda.evidence.facts import Fact
from servanda.evidence.intervals import Interval
from servanda.evidence.publication.clue import Bound, Strength
from servanda.evidence.sentences import sentences
from servanda.evidence.spans import Span
from servanda.evidence.times.anchors import anchor_fact, resolve_anchored
from servanda.evidence.times.days import add_days, add_months, month_days, week_start
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.readings import Anchored, Month, Tense
from servanda.evidence.times.tense import tense_at

_WILL_HAPPEN = re.compile(
    r"\W{1,3}(?:which\s)?(?:will|would|is\sto|is\sscheduled|is\sset|to\sbe|is\sdue|planned|scheduled)\b",
    re.IGNORECASE,
)
_WILL_BE_DONE = re.compile(
    r"\b(?:will|would|to|plans?\sto)\s(?:(?:sign|hold|host|conclude|reach|make|convene|open|attend"
    r"|join|begin|launch|pay)\s(?:(?:the|a|an|its|their|his|her)\s)?)?$",
    re.IGNORECASE,
)
_GOING_ON = re.compile(
    r"\W{0,3}(?:being\sheld|under\s?way|is\sholding|opened\stoday)\b", re.IGNORECASE
)


def fact_bounds(
    document: Document, expressions: Sequence[Expression], facts: Sequence[Fact]
) -> Iterator[Bound]:
    """Yield the limits that `facts`, which the text can tell of, set.

    Args:
        document: As read.
        expressions: Of it, evidence alone, in order.
        facts: Relevant to the text, by key.
    """
    yield from _anchored(expressions, facts)
    lowered = document.text.lower()
    if len(lowered) != len(document.text):
        return  # a character that grows when lowered would shift every place
    for fact in facts:
        for form in fact.forms:
            if " " in form:  # "the deal" alone may be another one
                yield from _told(document, lowered, expressions, fact, form)


def _anchored(expressions: Sequence[Expression], facts: Sequence[Fact]) -> Iterator[Bound]:
    months = {
        e.reading.number
        for e in expressions
        if isinstance(e.reading, Month) and e.tense is not Tense.FUTURE
    }
    for expression in expressions:
        reading = expression.reading
        if not isinstance(reading, Anchored):
            continue
        found, resolved = anchor_fact(reading, facts), resolve_anchored(reading, facts)
        if found is None or resolved is None or found[0].days.earliest is None:
            continue
        if found[0].days.earliest.month not in months | {reading.month}:
            continue  # the text names no such month: "the deal" may be another one
        days = resolved[0].days
        end = days.latest if reading.is_after and reading.count is not None else days.earliest
        span = Span(
            document=expression.span.document,
            start=expression.span.start,
            end=expression.core.start + resolved[0].length,
        )
        yield Bound(
            kind="after-event", spans=(span,), days=Interval(earliest=end), fact=found[0].key
        )


def _told(
    document: Document, lowered: str, expressions: Sequence[Expression], fact: Fact, form: str
) -> Iterator[Bound]:
    """Yield what the first mention of `form` outside furniture says."""
    for paragraph in document.paragraphs:
        start = lowered.find(form, paragraph.start, paragraph.end)
        if start < 0 or lowered[start - 1 : start].isalnum():
            continue
        span = document.span(start, start + len(form))
        months = _months_beside(document, paragraph, span, expressions)
        first, last = fact.days.earliest, fact.days.latest
        if first is None or last is None or (months and all(m[0] != first.month for m in months)):
            continue
        tense = _tense_of(document.text, span)
        if tense is Tense.OPEN:
            return
        is_ahead = tense is Tense.FUTURE
        days = Interval(latest=last) if is_ahead else Interval(earliest=first)
        yield Bound(kind="event", spans=(span,), days=days, fact=fact.key)
        yield from _month_beside(fact, first, months, is_ahead=is_ahead)
        if _GOING_ON.search(document.text, span.end, span.end + 60):
            week = Interval(earliest=week_start(first), latest=add_days(week_start(last), 6))
            yield Bound(
                kind="event-goes-on",
                spans=(span,),
                days=week,
                fact=fact.key,
                strength=Strength.USUAL,
            )
        return


def _tense_of(text: str, span: Span) -> Tense:
    """Return whether the event at `span` is told as ahead or past; OPEN where that is unclear.

    Ahead only where it is itself planned: who "will discuss the accord" has one already.
    """
    before = text[max(0, span.start - 48) : span.start]
    if _WILL_HAPPEN.match(text, span.end) or _WILL_BE_DONE.search(before):
        return Tense.FUTURE
    # The form's own verb counts first ("visited the White House").
    tense = tense_at(text, span.end, span.end)
    return Tense.PAST if tense is Tense.PAST else Tense.OPEN


def _months_beside(
    document: Document, paragraph: Span, span: Span, expressions: Sequence[Expression]
) -> list[tuple[int, Span]]:
    """Return the months without a year in the sentence of `span`."""
    found = sentences(document.text, start=paragraph.start, end=paragraph.end)
    start, end = next(
        ((s, e) for s, e in found if s <= span.start < e), (paragraph.start, paragraph.end)
    )
    return [
        (e.reading.number, e.span)
        for e in expressions
        if isinstance(e.reading, Month)
        and not e.reading.year.is_given
        and start <= e.span.start < end
    ]


def _month_beside(
    fact: Fact, first: date, months: Sequence[tuple[int, Span]], *, is_ahead: bool
) -> Iterator[Bound]:
    """Yield the habit that a month without a year is the last, or the next, of its name."""
    for number, span in months:
        if number != first.month:
            continue
        month = month_days(first.year, first.month)
        if month.earliest is None or month.latest is None:
            continue
        if is_ahead:
            days = Interval(earliest=add_days(add_months(month.latest, -12), 1))
        else:
            days = Interval(latest=add_days(add_months(month.earliest, 12), -1))
        yield Bound(
            kind="month-of-event",
            spans=(span,),
            days=days,
            fact=fact.key,
            strength=Strength.USUAL,
        )
        return
