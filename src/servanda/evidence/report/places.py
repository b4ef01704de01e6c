"""Spans, intervals and texts as rows of the report.

Source: docs/spec/evidence/report.md.
"""

from collections.abc import Iterable

from servanda.core.canonical import JsonObject, JsonValue
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.documents import Located
from servanda.evidence.intervals import Interval
from servanda.evidence.spans import Span
from servanda.evidence.voices import Link, Voice

MAX_SHOWN = 300  # characters of a span's text; all of them stand in the document


def span_row(span: Span) -> JsonObject:
    """Return a place."""
    return {"document": span.document, "start": span.start, "end": span.end}


def told_row(span: Span, corpus: Corpus) -> JsonObject:
    """Return a place with its words."""
    return {**span_row(span), "text": shown(corpus.text_of(span))}


def told_rows(spans: Iterable[Span], corpus: Corpus) -> list[JsonValue]:
    """Return places with their words."""
    return [told_row(span, corpus) for span in spans]


def days_row(days: Interval) -> JsonObject:
    """Return an interval."""
    return {**days.as_json()}


def located_row(located: Located | None) -> JsonObject | None:
    """Return a text with the places that say so; None where there is none."""
    if located is None:
        return None
    return {
        "value": located.value,
        "evidence": [span_row(span) for span in located.evidence],
        "how": located.how,
    }


def voice_row(voice: Voice | None, corpus: Corpus) -> JsonObject | None:
    """Return who speaks; None where nobody was found."""
    if voice is None:
        return None
    return {
        "mention": told_row(voice.mention, corpus),
        "entities": list(voice.entities),
        "names": [_name(key, corpus) for key in voice.entities],
        "role": None if voice.role is None else told_row(voice.role, corpus),
        "how": voice.how,
    }


def via_rows(via: Iterable[Link]) -> list[JsonValue]:
    """Return a relay chain, outlet first."""
    return [
        {"name": link.name, "span": None if link.span is None else span_row(link.span)}
        for link in via
    ]


def shown(text: str) -> str:
    """Return a text, cut where it is long, and without half of a pair of surrogates."""
    cut = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8")


def _name(key: str, corpus: Corpus) -> str:
    entity = corpus.entity(key)
    return key.partition(":")[2] if entity is None else entity.name
