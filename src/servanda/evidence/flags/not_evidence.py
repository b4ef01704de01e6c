"""What cannot speak about the accord: it was before it, or the accord allows it.

Source: docs/spec/evidence/flags.md, "not_evidence_on_the_accord".
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.events.classes import HEAD, EventClass, class_of
from servanda.evidence.facts import ACCORD_SIGNED, relevant_facts
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.spans import Span

_ALLOWED: Final = re.compile(
    r"\b(?:considered|called|described|seen|regarded|treated|deemed|was|is|were|are)\b"
    r"(?!\s(?:not|no)\b)[^.;,“”]{0,24}?\b(?:an?\s)?(?:act|case|piece|matter)\sof\s"
    r"(?:(?:traditional|classic|political|plain)\s)?"
    r"(?:espionage|spying|intelligence[- ]gathering)\b",
    re.IGNORECASE,
)


def not_evidence_on_the_accord(material: Material) -> Iterator[Raised]:
    """Yield one flag for each document that tells of such acts, with all of them."""
    before = list(_told_before(material))
    for document in material.documents:
        signed = _signed(document, material)
        if signed is None:
            continue
        allowed = list(_allowed(document, material))
        early = [span for day, span in before if span.document == document.sha256 and day < signed]
        spans = tuple(sorted({*allowed, *early}))
        if spans:
            yield Raised(
                sides=(spans,),
                parameters={
                    "signed": signed.isoformat(),
                    "told": " / ".join(dict.fromkeys(map(material.words, spans))),
                },
            )


def _signed(document: Document, material: Material) -> date | None:
    """Return the day of the accord, if the document can tell of it at all."""
    facts = relevant_facts(document.text, material.corpus.tables.facts)
    return next((one.days.earliest for one in facts if one.key == ACCORD_SIGNED), None)


def _told_before(material: Material) -> Iterator[tuple[date, Span]]:
    for event in material.events:
        if event.kind is EventClass.INTRUSION:
            for telling in event.tellings:
                if telling.days.latest is not None:
                    yield telling.days.latest, telling.span


def _allowed(document: Document, material: Material) -> Iterator[Span]:
    for sentence in material.sentences[document.sha256]:
        text = document.text_of(sentence)
        found = _ALLOWED.search(text)
        if found and any(class_of(one) is EventClass.INTRUSION for one in HEAD.finditer(text)):
            yield document.span(sentence.start + found.start(), sentence.start + found.end())
