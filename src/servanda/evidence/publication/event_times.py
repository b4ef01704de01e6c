"""Expressions that say when an event is, with the people and the kind of event around them.

Source: docs/spec/evidence/publication.md, "Clues".
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import EntityKind, Mention
from servanda.evidence.publication.clue import EventTime, Round
from servanda.evidence.sentences import sentences
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.grammar.words import ORDINALS, WEEKDAYS
from servanda.evidence.times.numbers import ORDINAL_WORDS, parse_ordinal
from servanda.evidence.times.readings import Days, Shift, Tense, Unit, Weekdays
from servanda.evidence.times.tense import tense_at

_NOUNS = re.compile(
    r"\b(?P<noun>meet|talk|dialogue|visit|trip|travel|summit|conference|session|hearing|round|vote"
    r"|election|trial|ceremony|exercise|deadline)(?:s|ed|ing|ings|led|lled|lling)?\b",
    re.IGNORECASE,
)
# One text's talks are another's meetings, a trip is a visit.
_ONE_KIND = {"talk": "meet", "trip": "visit", "travel": "visit"}
_WEEKDAY = "|".join(day.title() for day in WEEKDAYS if len(day) > len("thurs"))
_SAID_ON = re.compile(
    rf"\b(?:said|announced|told\s\w+|confirmed|added)\s(?:on\s)?(?:{_WEEKDAY}|today|yesterday)\b"
)
_SET = re.compile(r"\b(?:scheduled|slated|planned|due|set)\s(?:for|to)\b", re.IGNORECASE)
_VOICE = re.compile(r"\b(?:said|says|say|announced|told|confirmed|according\sto)\b", re.IGNORECASE)
_ORDINAL_WORDS = tuple(
    form for word in (*ORDINAL_WORDS, "inaugural") for form in (word + " ", word.title() + " ")
)
_TH = re.compile(r"\d(?:st|nd|rd|th)\b")
_NUMBERED = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b")
_ROUND = re.compile(
    r"\b(?P<number>inaugural|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|\d{1,2}(?:st|nd|rd|th))\s(?:[\w.-]+\s){0,5}?"
    r"(?P<noun>dialogue|meeting|round|summit|session|conference)(?:s\b|\b)",
    re.IGNORECASE,
)
_RECENT = re.compile(
    r"\brecent\s(?:\w+\s)?(?:meeting|talks|dialogue|visit|trip|summit|conference|session)\b",
    re.IGNORECASE,
)
_NEARBY = 800  # characters: the paragraph before and the one after
MAX_EVENTS = 200  # in one document; each is compared with those of others
_RELATIVE = frozenset({Unit.DAY, Unit.WEEK, Unit.MONTH})


def _kind(noun: str) -> str:
    return _ONE_KIND.get(noun, noun)


def event_times(
    document: Document, expressions: Sequence[Expression], mentions: Sequence[Mention]
) -> Iterator[EventTime]:
    """Yield what says when an event is, in order."""
    starts = [mention.span.start for mention in mentions]
    found = 0
    cut: dict[int, Sequence[tuple[int, int]]] = {}
    for expression in expressions:
        reading = expression.reading
        is_relative = isinstance(reading, Shift) and reading.unit in _RELATIVE
        if not expression.is_evidence or not (isinstance(reading, Days | Weekdays) or is_relative):
            continue
        found += 1
        if found > MAX_EVENTS:
            return
        start, end = _sentence(document, expression, cut)
        text = document.text[start:end]
        within = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        tense = expression.tense
        if is_relative:
            tense = tense_at(document.text, expression.span.start, expression.span.end)
        yield EventTime(
            span=expression.span,
            reading=reading,
            tense=tense,
            people=frozenset(m.entity for m in within if m.entity and m.kind is EntityKind.PERSON),
            nouns=frozenset(_kind(m["noun"].lower()) for m in _NOUNS.finditer(text)),
            is_announced=tense is Tense.FUTURE and _SAID_ON.search(text) is not None,
            is_recent=_is_recent(document.text, expression),
            is_told_as_set=_SET.search(text) is not None and _VOICE.search(text) is None,
        )


def _is_recent(text: str, expression: Expression) -> bool:
    """Tell whether a past day of a month is near a word that calls such an event recent."""
    if not isinstance(expression.reading, Days) or expression.tense is not Tense.PAST:
        return False
    start = max(0, expression.span.start - _NEARBY)
    return _RECENT.search(text, start, expression.span.end + _NEARBY) is not None


def _sentence(
    document: Document,
    expression: Expression,
    cut: dict[int, Sequence[tuple[int, int]]],
) -> tuple[int, int]:
    """Return where the sentence around `expression` begins and ends; `cut` holds earlier cuts."""
    place, span = expression.paragraph, expression.span
    if place not in cut:
        block = document.blocks[place].span if document.blocks else span
        cut[place] = sentences(document.text, start=block.start, end=block.end)
    number = bisect_right(cut[place], (span.start, len(document.text))) - 1
    if number >= 0 and span.start < cut[place][number][1]:
        return cut[place][number]
    return span.start, span.end


def rounds(document: Document) -> Iterator[Round]:
    """Yield the meetings of a series that are told by number, in order."""
    text = document.text
    paragraphs = document.paragraphs
    starts = [paragraph.start for paragraph in paragraphs]
    for place in _ordinals(text):
        number_of = bisect_right(starts, place) - 1
        match = _ROUND.match(text, place)
        if match is None or number_of < 0 or match.end() > paragraphs[number_of].end:
            continue
        word = match["number"].lower()
        number = 1 if word == "inaugural" else ORDINALS.get(word) or parse_ordinal(word)
        if number:
            tense = tense_at(text, match.start(), match.end())
            yield Round(
                span=document.span(match.start(), match.end()),
                number=number,
                noun=match["noun"].lower(),
                is_planned=tense is Tense.FUTURE,
            )


def _ordinals(text: str) -> list[int]:
    """Return where the words for a number in a series stand; plain search is much the fastest."""
    places = [match.start() for match in _NUMBERED.finditer(text)] if _TH.search(text) else []
    for word in _ORDINAL_WORDS:
        place = text.find(word)
        while place >= 0:
            if not text[place - 1 : place].isalpha():
                places.append(place)
            place = text.find(word, place + 1)
    return sorted(places)
