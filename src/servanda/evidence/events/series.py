"""Series: rounds of one dialogue, whatever each text calls it.

"the first ministerial-level dialogue" here and "the first Joint Dialogue on Cybercrime" there are
names of one series where the states and the field are the same; the number tells the rounds apart.

Source: docs/spec/evidence/events.md, "Series".
"""

import re
from collections.abc import Sequence
from typing import Final

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.documents import Document
from servanda.evidence.events.classes import EventClass
from servanda.evidence.events.event import Event, Series
from servanda.evidence.events.telling import Telling
from servanda.evidence.rules import how
from servanda.evidence.spans import Span, content_key

SERIES: Final = "series"
_HOW: Final = how("event.series", 1)
_FIELD: Final = re.compile(r"\b(?:cyber|hack)|网络", re.IGNORECASE)
_NAME: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|inaugural"
    r"|\d{1,2}(?:st|nd|rd|th))\b(?:[-\s][\w.’'-]+){0,8}?[-\s]?$",
    re.IGNORECASE,
)
_REACH: Final = 120  # characters before the word, as for its number
_TWO: Final = 2


def find_series(events: Sequence[Event], corpus: Corpus) -> tuple[Series, ...]:
    """Return the series among events, by their first name; one round makes none."""
    groups: dict[frozenset[str], list[Event]] = {}
    for event in events:
        if event.kind is EventClass.MEETING and _number(event) is not None:
            states = frozenset(key for one in event.tellings for key in one.states)
            if any(_FIELD.search(_subject(one, corpus)) for one in event.tellings):
                groups.setdefault(_known(states, groups), []).append(event)
    found = [_series(states, told, corpus) for states, told in groups.items()]
    rounds = [one for one in found if sum(len(keys) for _, keys in one.rounds) >= _TWO]
    return tuple(sorted(rounds, key=lambda one: one.names))


def _known(states: frozenset[str], groups: dict[frozenset[str], list[Event]]) -> frozenset[str]:
    """Return the states of a group that holds these, or these: a text may name one side alone."""
    return next((known for known in groups if states <= known or known <= states), states)


def _number(event: Event) -> int | None:
    return next((one.number for one in event.tellings if one.number is not None), None)


def _subject(telling: Telling, corpus: Corpus) -> str:
    document = corpus.document(telling.span)
    title = document.title.value if document.title else ""
    block = next((one for one in document.paragraphs if one.covers(telling.span)), telling.span)
    return f"{title} {document.text_of(block)}"


def _series(states: frozenset[str], events: Sequence[Event], corpus: Corpus) -> Series:
    names = sorted(
        {
            _name(one, corpus.document(one.span))
            for event in events
            for one in event.tellings
            if one.number is not None
        }
    )
    numbers = sorted({number for event in events if (number := _number(event)) is not None})
    everybody = {key for event in events for one in event.tellings for key in one.states}
    return Series(
        key=content_key(SERIES, names[0]),
        states=tuple(sorted(everybody | states)),
        names=tuple(names),
        rounds=tuple(
            (number, tuple(one.key for one in events if _number(one) == number))
            for number in numbers
        ),
        how=_HOW,
    )


def _name(telling: Telling, document: Document) -> Span:
    start = max(0, telling.head.start - _REACH)
    found = _NAME.search(document.text[start : telling.head.start])
    return document.span(start + found.start() if found else telling.head.start, telling.head.end)
