"""The report: one JSON object, the same bytes for the same documents and decisions.

Source: docs/spec/evidence/report.md.
"""

from servanda.core.canonical import JsonObject
from servanda.evidence.corpus.corpus import CLAIM, QUOTATION, quotation_key
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.events.event import EVENT
from servanda.evidence.flags.flag import FLAG
from servanda.evidence.proposals.proposal import PREFIX
from servanda.evidence.report.document_rows import (
    document_rows,
    name_rows,
    proposal_rows,
    time_rows,
)
from servanda.evidence.report.evidence import Evidence, signed_on
from servanda.evidence.report.judgement_rows import (
    agreement_rows,
    event_rows,
    finding_rows,
    flag_rows,
    grade_rows,
    incident_rows,
    measure_rows,
    series_rows,
)
from servanda.evidence.report.proposal_rows import confirmed_of, model_rows
from servanda.evidence.report.statement_rows import (
    claim_rows,
    match_rows,
    origin_rows,
    quotation_rows,
    relay_row,
    reuse_rows,
    support_rows,
)
from servanda.evidence.report.version import VERSION
from servanda.evidence.spans import content_key

_FOUND = frozenset((QUOTATION, CLAIM, EVENT, PREFIX.rstrip(":")))


def build_report(evidence: Evidence) -> JsonObject:
    """Return the report; `canonical.encode` makes its bytes."""
    corpus = evidence.corpus
    signed = signed_on(corpus)
    return {
        "report": VERSION,
        "known_beforehand": {
            "gazetteer": corpus.tables.gazetteer.digest,
            "facts": sorted({key for one in corpus.publications.values() for key in one.facts}),
            "accord_signed": signed.isoformat() if signed else None,
            "finding_rules": evidence.rules.digest,
        },
        "as_of": evidence.as_of.isoformat() if evidence.as_of else None,
        "documents": [*document_rows(corpus)],
        "names": [*name_rows(corpus)],
        "name_proposals": [*proposal_rows(corpus)],
        "times": [*time_rows(corpus)],
        "quotations": [*quotation_rows(corpus)],
        "claims": [*claim_rows(corpus)],
        "proposals": [*model_rows(corpus)],
        "quotation_matches": [*match_rows(corpus)],
        "reuse": [*reuse_rows(corpus)],
        "stories": [{"documents": list(one.documents), "how": one.how} for one in evidence.stories],
        "origins": [*origin_rows(evidence.origins)],
        "supports": [*support_rows(evidence.origins, corpus)],
        "relays": relay_row(evidence.origins),
        "events": [*event_rows(evidence)],
        "series": [*series_rows(evidence)],
        "flags": [*flag_rows(evidence)],
        "incidents": [*incident_rows(evidence)],
        "agreement": [*agreement_rows(evidence)],
        "measures": [*measure_rows(evidence)],
        "grades": grade_rows(evidence),
        "findings": [*finding_rows(evidence)],
        "decisions": {
            "in_force": len(corpus.standing.in_force),
            "last": corpus.standing.in_force[-1].digest if corpus.standing.in_force else None,
            "orphaned": [one.digest for one in orphaned_decisions(evidence)],
        },
    }


def orphaned_decisions(evidence: Evidence) -> tuple[Decision, ...]:
    """Return the decisions about statements that no rule finds any more; they are never dropped.

    What was rejected is not found because it was rejected, and so is no orphan.
    """
    standing = evidence.corpus.standing
    found = {one.key for one in evidence.origins.statements}
    found |= {quotation_key(one) for one in evidence.corpus.quotations}
    found |= {one.key for one in evidence.flags}
    found |= {content_key(EVENT, span) for one in evidence.events for span in one.sources}
    found |= {one.proposal.key for one in confirmed_of(evidence.corpus)}
    return tuple(one for one in standing.orphaned(found) if _is_about_found(one))


def _is_about_found(one: Decision) -> bool:
    """Tell whether a decision must find its target: a rejected statement is gone, a flag stays."""
    kind = one.target.partition(":")[0]
    return kind == FLAG or (one.verb is not Verb.REJECT and kind in _FOUND)
