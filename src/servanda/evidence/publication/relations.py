"""Constraints from clues: limits of one document, and relations of two that tell of one event.

Source: docs/spec/evidence/publication.md, "Relations".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from servanda.evidence.intervals import Interval
from servanda.evidence.publication.clue import DocumentClues, EventTime, Strength
from servanda.evidence.publication.constraints import (
    Before,
    Constraint,
    Limit,
    Reason,
    Together,
)
from servanda.evidence.publication.domain import ALL_DAYS, between, both, union, weekdays
from servanda.evidence.publication.domain import Days as DaySet
from servanda.evidence.publication.occurrences import Occurrence, occurrences
from servanda.evidence.spans import Span
from servanda.evidence.times.days import add_days
from servanda.evidence.times.readings import Days, Shift, Tense, Unit, Weekdays

# Two documents are on one affair if they share this many capitalised words, and this part of the
# smaller number of them (permille).
SHARED_WORDS = 5
SHARED_PERMILLE = 300
# More documents that name one thing are compared with their neighbours alone, in order of hash.
MAX_COMPARED = 60
RECENT_DAYS = 91  # what a text calls recent is at most a quarter old
ANNOUNCED = "announced-before-set"
_THIS_WEEK = Shift(unit=Unit.WEEK, amount=0)
_Key = tuple[str | int, ...]


def within_one(clues: DocumentClues, domain: DaySet) -> Iterator[Limit]:
    """Yield limits from two expressions of one document that mean one event.

    Args:
        clues: Of the document.
        domain: The days it can still have; not empty.
    """
    weeks = [e for e in clues.events if isinstance(e.reading, Shift) and e.tense is Tense.FUTURE]
    plans = [e for e in clues.events if e.tense is Tense.FUTURE and not _is_shift(e)]
    for plan in plans:
        for week in weeks:
            is_same = plan.people & week.people and plan.nouns & week.nouns
            if isinstance(plan.reading, Days) and is_same:
                yield _same_event(clues, plan, week, domain)
            elif isinstance(plan.reading, Weekdays) and week.reading == _THIS_WEEK:
                yield _this_week(clues, plan.span, week.span, plan.reading)
    for event in clues.events:
        if event.is_recent:
            yield _recent(clues, event, domain)


def _is_shift(event: EventTime) -> bool:
    return isinstance(event.reading, Shift)


def _this_week(clues: DocumentClues, plan: Span, week: Span, reading: Weekdays) -> Limit:
    """Return that "Thursday … this week" is written on a day of the week before Thursday."""
    days = union(weekdays(ALL_DAYS, number) for number in range(1, reading.first))
    spans = tuple(sorted((plan, week)))
    reason = Reason(kind="this-week", spans=spans, strength=Strength.USUAL)
    return Limit(document=clues.document, days=days, reason=reason)


def _same_event(clues: DocumentClues, plan: EventTime, week: EventTime, domain: DaySet) -> Limit:
    """Return when two expressions of one event, one by its date, mean the same days."""
    days = union(
        both(one.published.days, other.published.days)
        for one, other in _meeting(
            occurrences(plan.reading, plan.tense, domain),
            occurrences(week.reading, week.tense, domain),
        )
    )
    spans = tuple(sorted((plan.span, week.span)))
    reason = Reason(kind="same-event", spans=spans)
    return Limit(document=clues.document, days=days, reason=reason)


def _meeting(
    first: Sequence[Occurrence], second: Sequence[Occurrence]
) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Yield the pairs whose events share a day; both are in order of their events."""
    start = 0
    for one in first:
        while start < len(second) and _ends_before(second[start].event, one.event):
            start += 1
        for other in second[start:]:
            if _ends_before(one.event, other.event):
                break
            yield one, other


def _ends_before(one: Interval, other: Interval) -> bool:
    return not (one.latest and other.earliest) or one.latest < other.earliest


def _recent(clues: DocumentClues, event: EventTime, domain: DaySet) -> Limit:
    days = union(
        between(one.event.earliest, add_days(one.event.latest, RECENT_DAYS))
        for one in occurrences(event.reading, Tense.PAST, domain)
        if one.event.latest
    )
    reason = Reason(kind="recent", spans=(event.span,), strength=Strength.USUAL)
    return Limit(document=clues.document, days=days, reason=reason)


def between_documents(
    all_clues: Sequence[DocumentClues], domains: Mapping[str, DaySet]
) -> Iterator[Constraint]:
    """Yield the relations between documents.

    Args:
        all_clues: In order of document.
        domains: The days each can still have; none empty.
    """
    by_document = {clues.document: clues for clues in all_clues}
    plans = [
        (clues.document, event)
        for clues in all_clues
        for event in clues.events
        if event.tense is Tense.FUTURE and not _is_shift(event)
    ]
    seen: set[tuple[Span, Span]] = set()
    for (document, one), (other_document, other) in _compared(plans, _event_keys):
        pair = (one.span, other.span)
        first, second = by_document[document], by_document[other_document]
        if pair in seen or not is_one_affair(first, second):
            continue
        seen.add(pair)
        yield _together(first, one, second, other, domains)
        for early, a, late, b in ((first, one, second, other), (second, other, first, one)):
            if a.is_announced and b.is_told_as_set:
                spans = tuple(sorted((a.span, b.span)))
                reason = Reason(kind=ANNOUNCED, spans=spans)
                yield Before(first=early.document, second=late.document, reason=reason)
    yield from _series(all_clues)


def _event_keys(event: EventTime) -> Iterator[_Key]:
    """Yield what two plans share that are one event: the date, or the people and the kind."""
    reading = event.reading
    if isinstance(reading, Days):
        yield ("date", *reading.first, *reading.last)
        length = reading.last[1] - reading.first[1] if reading.first[0] == reading.last[0] else -1
    elif isinstance(reading, Weekdays):
        length = reading.last - reading.first
    else:
        return
    for person in sorted(event.people):
        for noun in sorted(event.nouns):
            yield ("plan", person, noun, length)


def _compared(
    plans: Sequence[tuple[str, EventTime]], keys: Callable[[EventTime], Iterator[_Key]]
) -> Iterator[tuple[tuple[str, EventTime], tuple[str, EventTime]]]:
    """Yield pairs of plans of two documents that share a key."""
    shelves: dict[_Key, list[tuple[str, EventTime]]] = {}
    for plan in plans:
        for key in keys(plan[1]):
            shelves.setdefault(key, []).append(plan)
    for key in sorted(shelves, key=repr):
        shelf = shelves[key]
        pairs = combinations(shelf, 2) if len(shelf) <= MAX_COMPARED else pairwise(shelf)
        yield from ((one, other) for one, other in pairs if one[0] != other[0])


def is_one_affair(one: DocumentClues, other: DocumentClues) -> bool:
    """Tell whether two documents share enough capitalised words to be on one affair."""
    shared = len(one.subjects & other.subjects)
    smaller = min(len(one.subjects), len(other.subjects))
    return shared >= SHARED_WORDS and shared * 1000 >= SHARED_PERMILLE * smaller


def _together(
    first: DocumentClues,
    one: EventTime,
    second: DocumentClues,
    other: EventTime,
    domains: Mapping[str, DaySet],
) -> Together:
    here = occurrences(one.reading, one.tense, domains[first.document])
    there = {
        found.event: found
        for found in occurrences(other.reading, other.tense, domains[second.document])
    }
    pairs = tuple(
        (found.published, there[found.event].published) for found in here if found.event in there
    )
    return Together(
        first=first.document,
        second=second.document,
        pairs=pairs,
        reason=Reason(kind="one-event", spans=tuple(sorted((one.span, other.span)))),
    )


def _series(all_clues: Sequence[DocumentClues]) -> Iterator[Before]:
    """Yield that who plans the first of a series writes before who tells of the second."""
    shelves: dict[str, list[DocumentClues]] = {}
    for clues in all_clues:
        for noun in sorted({one.noun for one in clues.rounds}):
            shelves.setdefault(noun, []).append(clues)
    for noun in sorted(shelves):
        shelf = shelves[noun]
        pairs = combinations(shelf, 2) if len(shelf) <= MAX_COMPARED else pairwise(shelf)
        for one, other in pairs:
            if is_one_affair(one, other):
                yield from _round_order(one, other, noun)
                yield from _round_order(other, one, noun)


def _round_order(early: DocumentClues, late: DocumentClues, noun: str) -> Iterator[Before]:
    planned = [r for r in early.rounds if r.noun == noun and r.is_planned]
    told = [r for r in late.rounds if r.noun == noun and not r.is_planned]
    if not planned or not told:
        return
    first, second = max(planned, key=lambda r: r.number), max(told, key=lambda r: r.number)
    if first.number <= second.number and all(r.number <= first.number for r in early.rounds):
        spans = tuple(sorted((first.span, second.span)))
        reason = Reason(kind="series", spans=spans, strength=Strength.USUAL)
        yield Before(first=early.document, second=late.document, reason=reason)
