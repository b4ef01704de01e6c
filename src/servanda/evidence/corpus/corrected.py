"""What people decided about statements, applied to what rules found.

A rejected statement is gone from all that follows; a corrected one has the voice that a person
gave it, with the decision as its rule. So a flag or a finding that rested on what was corrected
goes by itself.

Source: docs/spec/evidence/decisions.md, "Verbs".
"""

from dataclasses import replace
from datetime import date

from servanda.core.canonical import JsonObject
from servanda.evidence.claims.claim import Claim
from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.corpus.corpus import claim_key, quotation_key
from servanda.evidence.decisions.standing import Standing
from servanda.evidence.intervals import one_day
from servanda.evidence.publication.clue import Bound, DocumentClues
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.rules import how
from servanda.evidence.spans import Span, content_key
from servanda.evidence.voices import Voice

VOICE = "voice"  # member of a correction: the entity key of who said it
DAY = "day"  # member of a correction: when a document was published, YYYY-MM-DD
PUBLICATION = "publication"  # kind of the content key of a document's day, at its first character


def corrected(analysis: Analysis, *, standing: Standing) -> Analysis:
    """Return the analysis with every decision about its statements applied."""
    return replace(
        analysis,
        quotations=tuple(
            _quotation(one, standing)
            for one in analysis.quotations
            if not standing.is_rejected(quotation_key(one))
        ),
        claims=tuple(
            _claim(one, standing)
            for one in analysis.claims
            if not standing.is_rejected(claim_key(one))
        ),
    )


def with_decided_day(clues: DocumentClues, standing: Standing) -> DocumentClues:
    """Return the clues with the day of publication that a person gave, as firm as any other.

    It also dates the documents that hang together with this one.
    """
    place = Span(document=clues.document, start=0, end=0)
    correction = standing.correction(content_key(PUBLICATION, place))
    day = None if correction is None else correction.get(DAY)
    if not isinstance(day, str):
        return clues
    bound = Bound(kind="decided", spans=(place,), days=one_day(date.fromisoformat(day)))
    return replace(clues, bounds=(*clues.bounds, bound))


def _quotation(one: Quotation, standing: Standing) -> Quotation:
    entity = _given(standing.correction(quotation_key(one)))
    if entity is None:
        return one if one.voice is None else replace(one, voice=_merged(one.voice, standing))
    voice = one.voice or Voice(mention=one.span, entities=(), role=None, how=_CORRECTED)
    # What led to the wrong voice does not lead to the right one.
    return replace(one, voice=_of(voice, entity, standing), via=())


def _claim(one: Claim, standing: Standing) -> Claim:
    entity = _given(standing.correction(claim_key(one)))
    if entity is None:
        return replace(one, voice=_merged(one.voice, standing))
    return replace(one, voice=_of(one.voice, entity, standing), via=())


_CORRECTED = how("decision.correct", 1)


def _given(correction: JsonObject | None) -> str | None:
    entity = None if correction is None else correction.get(VOICE)
    return entity if isinstance(entity, str) else None


def _of(voice: Voice, entity: str, standing: Standing) -> Voice:
    return replace(voice, entities=(standing.entity(entity),), how=_CORRECTED)


def _merged(voice: Voice, standing: Standing) -> Voice:
    return replace(voice, entities=tuple(dict.fromkeys(map(standing.entity, voice.entities))))
