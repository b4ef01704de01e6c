"""Find where one document tells of dated events, in its own words or in those of others.

Fact, intention and norm are told apart: what is announced is a planned event, and what is only
agreed or denied is none.

Source: docs/spec/evidence/events.md, "Tellings".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.documents import Document
from servanda.evidence.events.classes import CAMPAIGNS, EventClass, class_of
from servanda.evidence.events.clauses import clause_around, head_of, heads_in
from servanda.evidence.events.telling import Telling
from servanda.evidence.intervals import ANY_DAY, Interval
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.mentions import EntityKind, Mention, entity_key
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.statements import Statement, stems_of
from servanda.evidence.sentences import sentences
from servanda.evidence.spans import Span
from servanda.evidence.times.numbers import parse_ordinal
from servanda.evidence.times.time import Time, TimeType

_PLANNED: Final = re.compile(
    r"\b(?:will|would|shall|upcoming|(?:scheduled|slated|set|due|planned|expected|intends?|plans"
    r"|hopes?) (?:for|to)|to (?:take place|be held)|(?:is|are) (?:to|going to))\b|将",
    re.IGNORECASE,
)
_NEGATED: Final = re.compile(
    r"(?:\b(?:not|never|no longer|nobody|denied|refused to)|n['’]t)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"\b(?P<number>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|inaugural"
    r"|\d{1,2}(?:st|nd|rd|th))\b(?!\stime)(?:[-\s’'][\w.’'-]+){0,8}?[-\s]?$",
    re.IGNORECASE,
)
_IN: Final = re.compile(r"\b(?:in|at)\s(?:the\s)?$", re.IGNORECASE)
_TO: Final = re.compile(r"\b(?:in|at|to)\s(?:the\s)?$", re.IGNORECASE)
_RIGHT_BEFORE: Final = 3  # characters between a name and its verb
_LOOKED_BACK: Final = 120  # characters before a word in which its number stands
_BODIES: Final = frozenset({EntityKind.AGENCY, EntityKind.FIRM, EntityKind.ORGANISATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Peoples:
    """What a state's own are called in texts, with the state's key."""

    pattern: re.Pattern[str]
    states: dict[str, str]

    def within(self, document: Document, start: int, end: int) -> Iterator[str]:
        """Yield the states whose own are told of."""
        for found in self.pattern.finditer(document.text, start, end):
            yield self.states[found[0]]


def peoples_of(gazetteer: Gazetteer) -> Peoples:
    """Return the adjectives of all states."""
    states = {
        adjective: one.key
        for _, one in sorted(gazetteer.entities.items())
        if one.kind is EntityKind.STATE
        for adjective in one.adjectives
    }
    forms = sorted(states, key=lambda form: (-len(form), form))
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)" if forms else r"(?!)"
    return Peoples(pattern=re.compile(pattern), states=states)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One document with all that a telling of it needs."""

    document: Document
    corpus: Corpus
    statements: Sequence[Statement]
    origins: Origins
    peoples: Peoples
    published: Interval


def tellings_in(
    document: Document,
    *,
    statements: Sequence[Statement],
    corpus: Corpus,
    origins: Origins,
    peoples: Peoples,
) -> Iterator[Telling]:
    """Yield the tellings of a document, by the place of their words; one for each head.

    Args:
        document: One of the corpus.
        statements: Those of the document.
        corpus: All documents.
        origins: All origins.
        peoples: What the states' own are called.
    """
    page = _Page(
        document=document,
        corpus=corpus,
        statements=statements,
        origins=origins,
        peoples=peoples,
        published=corpus.publications[document.sha256].days,
    )
    times = [one for one in corpus.times[document.sha256] if _dates(one)]
    found: dict[Span, Telling] = {}
    for block in document.paragraphs:
        if not any(block.covers(time.span) for time in times):
            continue
        for start, end in sentences(document.text, start=block.start, end=block.end):
            for one in _in_sentence((start, end), times, page):
                # Of two expressions for one event, the closer one tells more.
                if one.head not in found or one.width < found[one.head].width:
                    found[one.head] = one
    yield from (found[head] for head in sorted(found))


def _dates(time: Time) -> bool:
    return (
        time.is_evidence
        and time.type in {TimeType.DATE, TimeType.TIME}
        and time.days.earliest is not None
        and time.days != ANY_DAY
    )


def _in_sentence(
    sentence: tuple[int, int], times: Sequence[Time], page: _Page
) -> Iterator[Telling]:
    start, end = sentence
    within = [time for time in times if start <= time.span.start and time.span.end <= end]
    if not within:
        return
    text = page.document.text
    heads = heads_in(text, start, end)
    for time in within:
        place = (time.span.start, time.span.end)
        head = head_of(text, sentence, place, heads)
        if head is None or _NEGATED.search(text[start : head.start()]) or _is_cue(head, page):
            continue
        both = (min(head.start(), place[0]), max(head.end(), place[1]))
        clause = clause_around(text, sentence, both, heads)
        one = _telling(head, time, clause, page)
        if one.kind in CAMPAIGNS and not one.states:
            # "hackers did not pause, with attacks within hours": whose, stands in a clause before.
            one = replace(
                one,
                states=_states(
                    _mentions(page.document.span(start, end), (), page), start, end, page
                ),
            )
        yield one


def _is_cue(head: re.Match[str], page: _Page) -> bool:
    """Tell whether a word of agreeing reports a claim: then the claim is the event."""
    if class_of(head) is not EventClass.AGREEMENT:
        return False
    place = page.document.span(*head.span())
    claims = page.corpus.analyses[page.document.sha256].claims
    return any(claim.cue.overlaps(place) for claim in claims)


def _telling(head: re.Match[str], time: Time, clause: tuple[int, int], page: _Page) -> Telling:
    document, (start, end) = page.document, clause
    span = document.span(start, end)
    around = [one for one in page.statements if one.span.covers(document.span(*head.span()))]
    mentions = _mentions(span, _quoted(around, head), page)
    kind = class_of(head)
    return Telling(
        span=span,
        head=document.span(*head.span()),
        kind=kind,
        time=time.span,
        days=time.days,
        people=frozenset(
            one.entity for one in mentions if one.entity and one.kind is EntityKind.PERSON
        ),
        states=_states(mentions, start, end, page),
        places=_places(mentions, min(head.start(), time.span.start), kind, page),
        victims=_victims(mentions, head, kind),
        number=_number(document.text, head) if kind is EventClass.MEETING else None,
        stems=stems_of(document.text[start:end]),
        is_planned=_is_planned(time, document.text[start:end], page.published),
        origins=_origins(around, page),
    )


def _quoted(around: Sequence[Statement], head: re.Match[str]) -> list[Span]:
    """Return the mentions of those who are quoted; who stands right before the word acts too."""
    return [
        one.voice.mention
        for one in around
        if one.voice and not 0 <= head.start() - one.voice.mention.end <= _RIGHT_BEFORE
    ]


def _mentions(span: Span, voices: Sequence[Span], page: _Page) -> list[Mention]:
    """Return who is named in a clause, without those who are quoted as saying it."""
    names = page.corpus.analyses[page.document.sha256].names
    return [
        one
        for one in names.within(span)
        if one.entity and not any(voice.covers(one.span) for voice in voices)
    ]


def _states(mentions: Sequence[Mention], start: int, end: int, page: _Page) -> frozenset[str]:
    """Return the states in a clause: by name, by their own, by their agencies and seats."""
    known = page.corpus.tables.gazetteer.entities
    found = set(page.peoples.within(page.document, start, end))
    for one in mentions:
        row = known.get(one.entity or "")
        if one.kind is EntityKind.STATE and one.entity:
            found.add(one.entity)
        elif row and row.state:
            found.add(row.state)
    return frozenset(found)


def _places(
    mentions: Sequence[Mention], start: int, kind: EventClass, page: _Page
) -> frozenset[str]:
    """Return where it is; where one goes "to" is the place of a meeting and of nothing else."""
    text, pattern = page.document.text, _TO if kind is EventClass.MEETING else _IN
    return frozenset(
        one.entity
        for one in mentions
        if one.entity
        and one.kind in {EntityKind.PLACE, EntityKind.STATE}
        and one.span.start > start
        and pattern.search(text[max(0, one.span.start - 12) : one.span.start])
        and not page.document.text_of(one.span).lower().endswith("government")
    )


def _victims(mentions: Sequence[Mention], head: re.Match[str], kind: EventClass) -> frozenset[str]:
    if kind is not EventClass.INTRUSION:
        return frozenset()
    return frozenset(
        one.entity
        for one in mentions
        if one.entity and one.kind in _BODIES and one.span.start >= head.end()
    )


def _number(text: str, head: re.Match[str]) -> int | None:
    found = _NUMBERED.search(text[max(0, head.start() - _LOOKED_BACK) : head.start()])
    if found is None:
        return None
    word = found["number"].lower()
    return 1 if word == "inaugural" else parse_ordinal(word)


def _is_planned(time: Time, clause: str, published: Interval) -> bool:
    """Tell whether an event lies ahead of the text; where days leave it open, its words say."""
    first, last = time.days.earliest, time.days.latest
    if first and published.latest and first > published.latest:
        return True
    if last and published.earliest and last < published.earliest:
        return False
    return _PLANNED.search(clause) is not None


def _origins(around: Sequence[Statement], page: _Page) -> tuple[str, ...]:
    """Return the origins of what is said around; the outlet where nobody is quoted."""
    said = {key for one in around for key in page.origins.of_statement[one.key]}
    if said:
        return tuple(sorted(said))
    publisher = page.document.publisher
    if publisher is not None:
        return (entity_key(EntityKind.OUTLET, publisher.value),)
    return (f"document:{page.document.sha256}",)
