"""Everything that a report says of one document, or of one place in it.

Rows of the report, picked and put together: nothing is found here that the report does not have.

Source: docs/spec/evidence/report.md, "One place".
"""

from collections.abc import Iterator, Mapping

from servanda.core.canonical import JsonObject, JsonValue
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.report.evidence import Evidence
from servanda.evidence.report.places import span_row, told_row
from servanda.evidence.report.report import build_report
from servanda.evidence.spans import Span

CONTEXT = 300  # characters before and after a place
FOUND = ("quotations", "claims", "flags", "events")  # members of the report whose rows have a key
OF_DOCUMENT = ("quotations", "claims", "name_proposals", "times")


def known_of_document(document: str, evidence: Evidence) -> JsonObject:
    """Return the report's row of a document, with what was found in it and what touches it."""
    report = build_report(evidence)
    (row,) = (one for one in _rows(report, "documents") if one["sha256"] == document)
    return {
        "document": row,
        **{
            name: [one for one in _rows(report, name) if one["document"] == document]
            for name in OF_DOCUMENT
        },
        "reuse": [one for one in _rows(report, "reuse") if document in {one["a"], one["b"]}],
        "flags": [one for one in _rows(report, "flags") if document in _list(one["documents"])],
    }


def known_of_place(key: str, span: Span, evidence: Evidence) -> JsonObject:
    """Return what is found under a content key, and all that hangs on its place.

    Args:
        key: What a decision points at.
        span: Where that is; in a document of the corpus.
        evidence: Of all documents.
    """
    report = build_report(evidence)
    found = next(
        ((name, one) for name in FOUND for one in _rows(report, name) if one["key"] == key), None
    )
    whole = span if found is None else _whole(found[1], span)
    place = span_row(whole)
    origins = evidence.origins.of_statement.get(key, ())
    return {
        "key": key,
        "around": around(whole, evidence.corpus),
        "kind": None if found is None else found[0].removesuffix("s"),
        "found": None if found is None else found[1],
        "origins": [evidence.origins.origins[one].name for one in origins],
        "said_alike": [
            one for one in _rows(report, "supports") if _holds(one["statements"], place)
        ],
        "shared_with": [
            one for one in _rows(report, "quotation_matches") if _holds([one["a"], one["b"]], place)
        ],
        "flags": [
            one
            for one in _rows(report, "flags")
            if one["key"] != key and _holds(one["statements"], place)
        ],
    }


def around(span: Span, corpus: Corpus) -> JsonObject:
    """Return the words of a place with those before and after it."""
    text = corpus.document(span).text
    return {
        **told_row(span, corpus),
        "before": _valid(text[max(0, span.start - CONTEXT) : span.start]),
        "after": _valid(text[span.end : span.end + CONTEXT]),
    }


def _whole(row: JsonObject, span: Span) -> Span:
    """Return the place of a row: all of a claim, where its key is that of its cue alone."""
    start, end = row.get("start"), row.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return span
    return Span(document=span.document, start=start, end=end)


def _holds(places: JsonValue, place: JsonObject) -> bool:
    return any(
        isinstance(one, Mapping) and all(one.get(name) == place[name] for name in place)
        for one in _list(places)
    )


def _rows(report: JsonObject, name: str) -> Iterator[JsonObject]:
    return (one for one in _list(report[name]) if isinstance(one, Mapping))


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _valid(text: str) -> str:
    """Return a text without half of a pair of surrogates, which no JSON can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
