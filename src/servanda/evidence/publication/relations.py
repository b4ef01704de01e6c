"""Constraints from clues: limits of one document, and relations of two that tell of one event.

Source: docs/spec/evidence/publication.md, "Relations".
"""

from collections.abc import Iterator, Mapping, Sequence
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
# Of more documents that name one thing, each is compared with the first and with the next, in order
# of their hashes; and beyond so many affairs a document begins one of its own.
MAX_COMPARED = 8
MAX_AFFAIRS = 50
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
    plans = [
        (clues, event)
        for clues in all_clues
        for event in clues.events
        if event.tense is Tense.FUTURE and not _is_shift(event)
    ]
    seen: set[tuple[Span, Span]] = set()
    found = _Occurrences(domains)
    for (first, one), (second, other) in _compared(plans):
        pair = (one.span, other.span)
        if pair in seen:
            continue
        seen.add(pair)
        yield _together(one, other, found)
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
    plans: Sequence[tuple[DocumentClues, EventTime]],
) -> Iterator[tuple[tuple[DocumentClues, EventTime], tuple[DocumentClues, EventTime]]]:
    """Yield pairs of plans of two documents on one affair that share a key."""
    shelves: dict[_Key, list[tuple[DocumentClues, EventTime]]] = {}
    for plan in plans:
        for key in _event_keys(plan[1]):
            shelves.setdefault(key, []).append(plan)
    for key in sorted(shelves, key=repr):
        documents = {clues.document: clues for clues, _ in shelves[key]}
        events: dict[str, list[EventTime]] = {}
        for clues, event in shelves[key]:
            events.setdefault(clues.document, []).append(event)
        for first, second in _pairs_on_one_affair(list(documents.values())):
            for one in events[first.document]:
                for other in events[second.document]:
                    yield (first, one), (second, other)


def _pairs_on_one_affair(
    documents: Sequence[DocumentClues],
) -> Iterator[tuple[DocumentClues, DocumentClues]]:
    """Yield pairs of documents on one affair: all of a few, else each with the first and the next.

    What ties two documents to a third ties them to each other.
    """
    affairs: list[list[DocumentClues]] = []
    for clues in documents:
        for affair in affairs[:MAX_AFFAIRS]:
            if is_one_affair(affair[0], clues):
                affair.append(clues)
                break
        else:
            affairs.append([clues])
    for affair in affairs:
        if len(affair) <= MAX_COMPARED:
            yield from (p for p in combinations(affair, 2) if is_one_affair(*p))
        else:
            yield from ((affair[0], clues) for clues in affair[1:])
            yield from (p for p in pairwise(affair[1:]) if is_one_affair(*p))


def is_one_affair(one: DocumentClues, other: DocumentClues) -> bool:
    """Tell whether two documents share enough capitalised words to be on one affair."""
    shared = len(one.subjects & other.subjects)
    smaller = min(len(one.subjects), len(other.subjects))
    return shared >= SHARED_WORDS and shared * 1000 >= SHARED_PERMILLE * smaller


class _Occurrences:
    """Occurrences of plans, each read once; owned by one run of `between_documents`."""

    def __init__(self, domains: Mapping[str, DaySet]) -> None:
        self._domains = domains
        self._found: dict[Span, tuple[Occurrence, ...]] = {}

    def of(self, event: EventTime) -> tuple[Occurrence, ...]:
        """Return the occurrences of `event` within its document's domain."""
        if event.span not in self._found:
            domain = self._domains[event.span.document]
            self._found[event.span] = occurrences(event.reading, event.tense, domain)
        return self._found[event.span]


def _together(one: EventTime, other: EventTime, found: _Occurrences) -> Together:
    there = {occurrence.event: occurrence for occurrence in found.of(other)}
    pairs = tuple(
        (occurrence.published, there[occurrence.event].published)
        for occurrence in found.of(one)
        if occurrence.event in there
    )
    return Together(
        first=one.span.document,
        second=other.span.document,
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
        for one, other in _pairs_on_one_affair(shelves[noun]):
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
