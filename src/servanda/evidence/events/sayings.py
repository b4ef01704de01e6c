"""What somebody said on a day that is known, as an event: "the ministry said Monday".

One release is one event, however many texts print it: an undated statement of the same origin
with the same content belongs to it.

Source: docs/spec/evidence/events.md, "Sayings".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from servanda.evidence.corpus.corpus import Corpus, claim_key, quotation_key
from servanda.evidence.events.classes import HEAD, EventClass, class_of
from servanda.evidence.events.event import EVENT, Event
from servanda.evidence.events.telling import overlap
from servanda.evidence.intervals import Interval
from servanda.evidence.origins.group import Origins
from servanda.evidence.rules import how
from servanda.evidence.spans import Span, content_key

WIDEST = 31  # days; of a statement that is dated less exactly, no more is known than that it was
_HOW = how("event.saying", 1, widest=WIDEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    span: Span
    origins: tuple[str, ...]
    who: tuple[str, ...]
    days: Interval
    what: str


def sayings(corpus: Corpus, origins: Origins) -> tuple[Event, ...]:
    """Return the statements that are dated by their own words, joined to events."""
    said = _said(corpus, origins)
    alike = _alike(origins)
    groups: list[list[_Said]] = []
    of_origin: dict[tuple[str, ...], list[list[_Said]]] = {}
    for one in (each for each in said if _is_dated(each)):
        own = of_origin.setdefault(one.origins, [])
        group = next((each for each in own if _is_one(one, each, alike)), None)
        if group is None:
            group = []
            own.append(group)
            groups.append(group)
        group.append(one)
    undated: dict[tuple[str, ...], list[_Said]] = {}
    for one in said:
        if not _is_dated(one):
            undated.setdefault(one.origins, []).append(one)
    for group in groups:
        more = undated.get(group[0].origins, ())
        group += [one for one in more if _is_same_release(one, group, alike)]
    return tuple(_event(group) for group in groups)


def _said(corpus: Corpus, origins: Origins) -> list[_Said]:
    told: dict[str, tuple[Interval, str]] = {}
    for quotation in corpus.quotations:
        cue = "" if quotation.cue is None else corpus.text_of(quotation.cue)
        told[quotation_key(quotation)] = (quotation.said_on, cue)
    for claim in corpus.claims:
        told[claim_key(claim)] = (claim.said_on, corpus.text_of(claim.cue))
    return [
        _Said(
            span=one.span,
            origins=origins.of_statement[one.key],
            who=tuple(sorted(one.voice.entities)),
            days=told[one.key][0],
            what=told[one.key][1],
        )
        for one in origins.statements
        if one.voice is not None and one.voice.is_named
    ]


def _alike(origins: Origins) -> Mapping[Span, frozenset[int]]:
    """Return by statement the numbers of the supports that it is part of."""
    found: dict[Span, set[int]] = {}
    for number, support in enumerate(origins.supports):
        for span in support.statements:
            found.setdefault(span, set()).add(number)
    return {span: frozenset(numbers) for span, numbers in found.items()}


def _is_dated(one: _Said) -> bool:
    first, last = one.days.earliest, one.days.latest
    return first is not None and last is not None and (last - first).days < WIDEST


def _is_one(one: _Said, group: Sequence[_Said], alike: Mapping[Span, frozenset[int]]) -> bool:
    return all(one.origins == other.origins and one.days.meets(other.days) for other in group) and (
        any(
            (one.span.document == other.span.document and one.days == other.days)
            or alike.get(one.span, frozenset()) & alike.get(other.span, frozenset())
            for other in group
        )
    )


def _is_same_release(
    one: _Said, group: Sequence[_Said], alike: Mapping[Span, frozenset[int]]
) -> bool:
    return any(
        one.origins == other.origins
        and one.days.meets(other.days)
        and alike.get(one.span, frozenset()) & alike.get(other.span, frozenset())
        for other in group
    )


def _event(group: Sequence[_Said]) -> Event:
    days = group[0].days
    for one in group[1:]:
        # An undated statement was said before it was printed: that bounds its own text alone.
        if _is_dated(one):
            days = overlap(days, one.days)
    spans = tuple(sorted(one.span for one in group))
    return Event(
        key=content_key(EVENT, spans[0]),
        kind=_kind(next(_words(group), "")),
        who=tuple(sorted({key for one in group for key in one.who})),
        what=next(_words(group), ""),
        days=days,
        places=(),
        sources=spans,
        is_planned=False,
        plans=None,
        origins=tuple(sorted({key for one in group for key in one.origins})),
        how=_HOW,
    )


def _kind(cue: str) -> EventClass:
    """Return what the saying of it is: who says that he agreed does agree."""
    found = HEAD.fullmatch(cue)
    is_agreed = found is not None and class_of(found) is EventClass.AGREEMENT
    return EventClass.AGREEMENT if is_agreed else EventClass.STATEMENT


def _words(group: Sequence[_Said]) -> Iterator[str]:
    yield from (one.what for one in sorted(group, key=lambda each: each.span) if one.what)
