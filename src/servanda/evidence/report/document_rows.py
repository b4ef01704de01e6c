"""Documents, names and times as rows of the report.

Source: docs/spec/evidence/report.md.
"""

from collections.abc import Iterator

from servanda.core.canonical import JsonObject
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.publication.publication import Publication
from servanda.evidence.report.places import days_row, located_row, shown, span_row, told_rows


def document_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each document, by hash; further printings of a text after the others."""
    printing_of = {name: text.closest for text in corpus.printings for name in text.looked_at} | {
        name: one.closest for name, one in corpus.counted.items()
    }
    found = [
        *((one.document, corpus.publications[key]) for key, one in corpus.analyses.items()),
        *((one.document, one.publication) for one in corpus.counted.values()),
    ]
    for document, publication in found:
        yield {
            "sha256": document.sha256,
            "name": shown(document.name),
            "media_type": document.media_type,
            "language": document.language,
            "characters": len(document.text),
            "title": located_row(document.title),
            "publisher": located_row(document.publisher),
            "author": located_row(document.author),
            "fetched": document.fetched.isoformat() if document.fetched else None,
            "published": _published(publication, corpus),
            "printing_of": printing_of.get(document.sha256),
            "is_counted_only": document.sha256 in corpus.counted,
            "furniture": [span_row(span) for span in document.furniture],
            "notes": [
                {"code": note.code, "parameters": dict(note.parameters)} for note in document.notes
            ],
            "how": document.how,
        }


def _published(publication: Publication, corpus: Corpus) -> JsonObject:
    return {
        **days_row(publication.days),
        "best": publication.best.isoformat() if publication.best else None,
        "candidates": [day.isoformat() for day in publication.candidates],
        "reasons": told_rows(publication.reasons, corpus),
        "facts": list(publication.facts),
        "conflict": told_rows(publication.conflict, corpus),
        "how": publication.how,
    }


def name_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each mention, by place."""
    for analysis in corpus.analyses.values():
        for mention in analysis.names.mentions:
            yield {
                **span_row(mention.span),
                "text": shown(corpus.text_of(mention.span)),
                "kind": mention.kind.value,
                "entity": None
                if mention.entity is None
                else corpus.standing.entity(mention.entity),
                "candidates": list(mention.candidates),
                "office": mention.office,
                "how": mention.how,
            }


def proposal_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each name that may be another's, by place; nothing is merged by them."""
    for analysis in corpus.analyses.values():
        for one in analysis.names.proposals:
            yield {
                **span_row(one.span),
                "text": shown(corpus.text_of(one.span)),
                "kind": one.kind.value,
                "entity": one.entity,
                "proposed": one.proposed,
                "similarity": one.similarity,
                "source": one.source,
                "how": one.how,
            }


def time_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each expression of time, by place."""
    for times in corpus.times.values():
        for time in times:
            yield {
                **span_row(time.span),
                "text": shown(corpus.text_of(time.span)),
                "type": time.type.value,
                "value": time.value,
                **days_row(time.days),
                "is_evidence": time.is_evidence,
                "how": time.how,
            }
