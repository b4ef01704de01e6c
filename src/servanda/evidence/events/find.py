"""The events of a corpus, in the order of the timeline.

Source: docs/spec/evidence/events.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.events.classes import CAMPAIGNS
from servanda.evidence.events.event import EVENT, Event
from servanda.evidence.events.merge import conflicts, merged
from servanda.evidence.events.sayings import sayings
from servanda.evidence.events.telling import Telling, hull, overlap
from servanda.evidence.events.tellings import peoples_of, tellings_in
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.statements import Statement
from servanda.evidence.rules import how
from servanda.evidence.spans import content_key

_HOW = how("event.told", 1)


def find_events(corpus: Corpus, origins: Origins) -> tuple[Event, ...]:
    """Return all events by their first day, then by their last, then by place.

    The order of documents does not matter.
    """
    gazetteer = corpus.tables.gazetteer
    peoples = peoples_of(gazetteer)
    statements: dict[str, list[Statement]] = {}
    for one in origins.statements:
        statements.setdefault(one.span.document, []).append(one)
    # One text tells of an event once, with the day and place that most of its printings have.
    reprinted = {
        name for text in corpus.printings for name in text.looked_at if name != text.closest
    }
    tellings = [
        telling
        for key, analysis in corpus.analyses.items()
        if key not in reprinted
        for telling in tellings_in(
            analysis.document,
            statements=statements.get(key, ()),
            corpus=corpus,
            origins=origins,
            peoples=peoples,
        )
    ]
    told = [_event(group, corpus) for group in merged(tellings, gazetteer=gazetteer)]
    events = [*_linked(told, gazetteer), *sayings(corpus, origins)]
    return tuple(sorted(events, key=_order))


def _order(event: Event) -> tuple[date, date, str]:
    days = event.days
    return (days.earliest or date.min, days.latest or date.max, event.key)


def _event(group: Sequence[Telling], corpus: Corpus) -> Event:
    join = hull if group[0].kind in CAMPAIGNS else overlap
    days = group[0].days
    for one in group[1:]:
        days = join(days, one.days)
    ordered = sorted(group, key=lambda one: one.span)
    return Event(
        key=content_key(EVENT, ordered[0].head),
        kind=group[0].kind,
        who=tuple(sorted({key for one in group for key in (one.people or one.states)})),
        what=corpus.text_of(group[0].head),
        days=days,
        places=tuple(sorted({key for one in group for key in one.places})),
        sources=tuple(one.span for one in ordered),
        is_planned=group[0].is_planned,
        plans=None,
        origins=tuple(sorted({key for one in group for key in one.origins})),
        tellings=tuple(ordered),
        how=_HOW,
    )


def _linked(events: Sequence[Event], gazetteer: Gazetteer) -> list[Event]:
    """Return the events, each planned one with the held event that it announced."""
    held = [one for one in events if not one.is_planned]
    return [
        replace(one, plans=next((h.key for h in held if _came_of(one, h, gazetteer)), None))
        if one.is_planned
        else one
        for one in events
    ]


def _came_of(planned: Event, held: Event, gazetteer: Gazetteer) -> bool:
    if planned.kind is not held.kind or not planned.days.meets(held.days):
        return False
    pairs = [(one, other) for one in planned.tellings for other in held.tellings]
    return not any(conflicts(one, other, gazetteer) for one, other in pairs) and any(
        one.number == other.number is not None or one.places & other.places for one, other in pairs
    )
