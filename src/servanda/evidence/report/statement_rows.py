"""Quotations, claims, reuse and origins as rows of the report.

Source: docs/spec/evidence/report.md.
"""

from collections.abc import Iterator

from servanda.core.canonical import JsonObject, JsonValue
from servanda.evidence.corpus.corpus import Corpus, claim_key, quotation_key
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.origin import Support
from servanda.evidence.origins.relays import rings
from servanda.evidence.report.places import (
    days_row,
    span_row,
    told_row,
    told_rows,
    via_rows,
    voice_row,
)


def quotation_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each quotation, by place."""
    for one in corpus.quotations:
        key = quotation_key(one)
        yield {
            "key": key,
            **told_row(one.span, corpus),
            "verbatim": True,
            "words": one.words,
            "is_utterance": one.is_utterance,
            "voice": voice_row(one.voice, corpus),
            "via": via_rows(one.via),
            "occasion": None if one.occasion is None else told_row(one.occasion, corpus),
            "said_on": days_row(one.said_on),
            "continues": None if one.continues is None else span_row(one.continues),
            "unclosed": one.unclosed,
            "how": one.how,
            "confirmed_by": confirmed_by(key, corpus),
        }


def claim_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each claim, by place."""
    for one in corpus.claims:
        key = claim_key(one)
        yield {
            "key": key,
            **told_row(one.span, corpus),
            "verbatim": False,
            "voice": voice_row(one.voice, corpus),
            "cue": told_row(one.cue, corpus),
            "content": told_rows(one.content, corpus),
            "via": via_rows(one.via),
            "hedges": [
                {**told_row(hedge.span, corpus), "kind": hedge.kind.value, "how": hedge.how}
                for hedge in one.hedges
            ],
            "mode": one.mode.value,
            "said_on": days_row(one.said_on),
            "how": one.how,
            "confirmed_by": confirmed_by(key, corpus),
        }


def confirmed_by(key: str, corpus: Corpus) -> str | None:
    """Return the person who confirmed or corrected what was found at `key`; None if nobody did."""
    return corpus.standing.judged[key].by if corpus.standing.is_confirmed(key) else None


def reuse_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each two documents that share text."""
    for one in (*corpus.reuses, *(each.reuse for each in corpus.counted.values())):
        yield {
            "a": one.a,
            "b": one.b,
            "kind": one.kind.value,
            "containment_permille": one.containment,
            "shared_shingles": one.shared,
            "direction": one.direction.value,
            "reasons": told_rows(one.reasons, corpus),
            "paragraphs": [
                {
                    "a": span_row(match.a),
                    "b": span_row(match.b),
                    "ratio_permille": match.ratio,
                    "differences": [
                        {"a": told_row(d.a, corpus), "b": told_row(d.b, corpus)}
                        for d in match.differences
                    ],
                    "how": match.how,
                }
                for match in one.paragraphs
            ],
            "how": one.how,
        }


def match_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each quotation that two documents share."""
    for one in corpus.matches:
        yield {
            "a": told_row(one.a, corpus),
            "b": told_row(one.b, corpus),
            "similarity_permille": one.similarity,
            "how": one.how,
        }


def origin_rows(origins: Origins) -> Iterator[JsonObject]:
    """Yield a row for each origin, named ones first."""
    keys = {one.span: one.key for one in origins.statements}
    for one in origins.origins.values():
        yield {
            "key": one.key,
            "name": one.name,
            "statements": [keys[span] for span in one.statements],
            "documents": list(dict.fromkeys(span.document for span in one.statements)),
            "how": list(one.how),
        }


def support_rows(origins: Origins, corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each content, the most documents first."""
    for one in origins.supports:
        names = [origins.origins[key].name for key in one.origins]
        yield {
            "statements": told_rows(one.statements, corpus),
            "documents": list(one.documents),
            "origins": list(one.origins),
            "line": support_line(one, names),
            "how": one.how,
        }


def support_line(support: Support, names: list[str]) -> str:
    """Return how many articles and how many origins, in English, as reports print it."""
    articles = f"{len(support.documents)} article{'s' if len(support.documents) != 1 else ''}"
    count = f"{len(names)} origin{'s' if len(names) != 1 else ''}"
    return f"{articles}, {count} ({', '.join(names)})"


def relay_row(origins: Origins) -> JsonObject:
    """Return the graph of who relays whom, with its rings."""
    edges: list[JsonValue] = [
        {"source": one.source, "target": one.target, "span": span_row(one.span), "how": one.how}
        for one in origins.edges
    ]
    return {"edges": edges, "rings": [list(ring) for ring in rings(origins.edges)]}
