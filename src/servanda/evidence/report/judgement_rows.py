"""Events, flags, incidents and findings as rows of the report.

Source: docs/spec/evidence/report.md.
"""

from collections.abc import Iterator

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import format_instant
from servanda.evidence.flags.registry import FLAGS
from servanda.evidence.incidents.agreement import agreements
from servanda.evidence.incidents.elements import ElementName
from servanda.evidence.incidents.grading import ClaimGrade, Given
from servanda.evidence.incidents.incident import CodedBy
from servanda.evidence.report.evidence import Evidence
from servanda.evidence.report.places import days_row, span_row, told_rows


def event_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield a row for each event, in the order of the timeline."""
    for one in evidence.events:
        yield {
            "key": one.key,
            "kind": one.kind.value,
            "who": list(one.who),
            "what": one.what,
            **days_row(one.days),
            "places": list(one.places),
            "sources": told_rows(one.sources, evidence.corpus),
            "is_planned": one.is_planned,
            "plans": one.plans,
            "origins": list(one.origins),
            "how": one.how,
        }


def series_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield a row for each series, with its names as printed and its rounds."""
    for one in evidence.series:
        yield {
            "key": one.key,
            "states": list(one.states),
            "names": told_rows(one.names, evidence.corpus),
            "rounds": [{"number": number, "events": list(events)} for number, events in one.rounds],
            "how": one.how,
        }


def flag_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield a row for each flag, with the documents and spans of its sides."""
    for one in evidence.flags:
        yield {
            "key": one.key,
            "kind": one.kind,
            "documents": list(one.documents),
            "sides": [told_rows(side, evidence.corpus) for side in one.sides],
            "statements": [span_row(span) for span in one.statements],
            "parameters": dict(one.parameters),
            "severity": one.severity.value,
            "settled_by": FLAGS[one.kind].settled.value,
            "state": one.state.value,
            "how": one.how,
        }


def incident_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield a row for each coded incident, by key."""
    for one in evidence.incidents:
        yield {
            "key": one.key,
            "is_confirmed": one.is_confirmed,
            "answers": dict(one.answers()),
            "codings": [_coding_row(coded, is_blind=one.is_blind) for coded in one.codings],
            "settled_by": None if one.settlement is None else one.settlement.by,
            "settlement": None if one.settlement is None else _coding_row(one.settlement),
        }


def _coding_row(coded: CodedBy, *, is_blind: bool = False) -> JsonObject:
    """Return one person's answers; while a second has yet to answer, only that there are some."""
    row: JsonObject = {"by": coded.by, "number": coded.number, "answers": None}
    if is_blind:
        return row
    coding, on = coded.coding, coded.coding.attributed_on
    return {
        **row,
        "answers": dict(coding.answers()),
        "title": coding.title,
        "started": days_row(coding.started),
        "attribution": {
            "status": coding.attribution.value,
            "on": None if on is None else on.isoformat(),
        },
        "spans": {name.value: list(coding.elements[name].spans) for name in ElementName},
    }


def agreement_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield the agreement on each field, with its raw table."""
    for one in agreements(evidence.incidents):
        yield {
            "field": one.field,
            "agreed": one.agreed,
            "count": one.count,
            "kappa_permille": one.kappa,
            "table": [
                {"first": first, "second": second, "count": count}
                for (first, second), count in one.table.items()
            ],
        }


def measure_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield a row for each measure outside the accord, by day."""
    for one in evidence.measures:
        yield {
            "key": one.key,
            "kind": one.kind.value,
            **days_row(one.days),
            "actor": one.actor,
            "spans": list(one.spans),
            "grades": [
                {"claim": key, **_claim_grade(grade)}
                for key in one.spans
                if (grade := evidence.grades.credibility(key))
            ],
            "by": one.by,
        }


def grade_rows(evidence: Evidence) -> JsonObject:
    """Return all grades with their history, oldest first: letters of origins, digits of claims."""
    return {
        "origins": [
            {
                "origin": key,
                "letter": one.letter.value,
                "is_primary": one.is_primary,
                **_given(one.given),
            }
            for key, history in evidence.grades.origins.items()
            for one in history
        ],
        "claims": [
            {"claim": key, **_claim_grade(one), **_given(one.given)}
            for key, history in evidence.grades.claims.items()
            for one in history
        ],
    }


def _claim_grade(grade: ClaimGrade) -> JsonObject:
    return {
        "credibility": grade.credibility,
        "likelihood": None if grade.likelihood is None else grade.likelihood.value,
        "confidence": None if grade.confidence is None else grade.confidence.value,
    }


def _given(given: Given | None) -> JsonObject:
    return {} if given is None else {"by": given.by, "at": format_instant(given.at)}


def finding_rows(evidence: Evidence) -> Iterator[JsonObject]:
    """Yield a row for each commitment, in the accord's order."""
    for one in evidence.findings:
        yield {
            "commitment": one.commitment,
            "status": one.status.value,
            "element": one.element or None,
            "reasons": [
                {"reason": told.reason.value, "parameters": dict(told.parameters)}
                for told in one.told
            ],
            "statements": list(one.statements),
            "origins": list(one.origins),
            "documents": one.documents,
            "how": one.how,
        }
