"""A "first" that another text's earlier case meets.

Source: docs/spec/evidence/flags.md, "claim_of_first".
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.events.classes import EventClass
from servanda.evidence.events.event import Event
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.spans import Span

# "the first round" is a number; "the first official channel" says that there was none before.
_FIRST: Final = re.compile(
    r"\bfirst(?:-ever)?\s(?:\w+\s)?(?:official|formal|public|high-level|direct|ministerial(?:-level)?"
    r"|ministry-level|major|ever)\s(?:[\w.’'-]+\s){0,2}?(?:channel|dialogue|meeting|talks|summit)\b"
    r"|\b(?:unprecedented|never before)\s(?:[\w.-]+\s){0,2}?(?:channel|dialogue|meeting|talks)\b",
    re.IGNORECASE,
)
_VISIT: Final = re.compile(r"visit|trip|travel|sen[dt]", re.IGNORECASE)
_FIELD: Final = re.compile(r"\b(?:cyber|hack)|网络", re.IGNORECASE)
_STATES: Final = 2


def claim_of_first(material: Material) -> Iterator[Raised]:
    """Yield one flag for each earlier meeting of both states, with the claims that it meets."""
    claims = [
        (span, _first_day(span, material))
        for document in material.documents
        for span in _claims(document, material)
    ]
    for event in material.events:
        last = event.days.latest
        if last is None or not _is_case(event, material):
            continue
        states = frozenset(key for one in event.tellings for key in one.states)
        met = tuple(
            span
            for span, day in claims
            if day is not None
            and last < day
            and span.document not in event.documents
            and states <= _states_of(span, material)
        )
        if len(states) >= _STATES and met:
            yield Raised(
                sides=(met, event.sources),
                parameters={
                    "claim": material.words(met[0]),
                    "earlier": f"{material.words(event.sources[0])[:80]} ({last.isoformat()})",
                },
            )


def _claims(document: Document, material: Material) -> Iterator[Span]:
    for sentence in material.sentences[document.sha256]:
        if _FIELD.search(document.text_of(sentence)):
            for found in _FIRST.finditer(document.text, sentence.start, sentence.end):
                yield document.span(found.start(), found.end())


def _is_case(event: Event, material: Material) -> bool:
    """Tell whether an event is a meeting of the field that was held, and no visit."""
    if event.kind is not EventClass.MEETING or event.is_planned:
        return False
    return any(
        not _VISIT.search(material.words(one.head))
        and _FIELD.search(_subject_of(material.corpus.document(one.span), one.span))
        for one in event.tellings
    )


def _subject_of(document: Document, span: Span) -> str:
    """Return what a text is about where it tells of an event: its title and the paragraph."""
    block = next((one for one in document.paragraphs if one.covers(span)), span)
    title = document.title.value if document.title else ""
    return f"{title} {document.text_of(block)}"


def _first_day(span: Span, material: Material) -> date | None:
    """Return the first day on which the thing claimed to be the first can be."""
    for event in material.events:
        for telling in event.tellings:
            if telling.span.overlaps(span) and telling.kind is EventClass.MEETING:
                return event.days.earliest
    return material.corpus.publications[span.document].days.earliest


def _states_of(span: Span, material: Material) -> frozenset[str]:
    """Return the states that the text names; "the two countries" are among them."""
    names = material.corpus.analyses[span.document].names
    return frozenset(
        one.entity for one in names.mentions if one.entity and one.kind is EntityKind.STATE
    )
