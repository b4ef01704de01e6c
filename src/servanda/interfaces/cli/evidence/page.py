"""The page of `servanda evidence report --html`, in the language of this process."""

from collections.abc import Iterator

from servanda.core.identifiers import digest_of
from servanda.documents.evidence.content import EvidenceContent
from servanda.documents.evidence.lines import FindingLine, FlagLine
from servanda.documents.evidence.render import render_evidence
from servanda.evidence.claims.claim import HedgeKind
from servanda.evidence.report.evidence import Evidence
from servanda.interfaces.evidence.finding_texts import (
    hedge_text,
    reason_texts,
    status_text,
    summary_text,
)
from servanda.interfaces.evidence.flag_texts import flag_text, settled_text, severity_text
from servanda.interfaces.language import current_language
from servanda.interfaces.promises import promise_text
from servanda.interfaces.templates import read_template


def page_of(evidence: Evidence, *, report: bytes, template: str) -> bytes:
    """Return the page.

    Args:
        evidence: What it shows.
        report: The bytes of the report's file, whose hash stands on the page.
        template: The accord's template, as named on the command line.
    """
    content = evidence_content(evidence, report=report, template=template)
    return render_evidence(content, language=current_language()).encode()


def evidence_content(evidence: Evidence, *, report: bytes, template: str) -> EvidenceContent:
    """Return what the page shows, worded in the language of this process."""
    promises = dict(_promises(template))
    return EvidenceContent(
        evidence=evidence,
        digest=digest_of(report),
        template=template,
        findings=[
            FindingLine(
                promise=promises.get(one.commitment, ""),
                status=status_text(one),
                reasons=tuple(reason_texts(one)),
                counted=summary_text(one),
            )
            for one in evidence.findings
        ],
        flags=[
            FlagLine(
                sentence=flag_text(one), severity=severity_text(one), settled=settled_text(one)
            )
            for one in evidence.flags
        ],
        hedges={kind: hedge_text(kind.value) for kind in HedgeKind},
    )


def _promises(template: str) -> Iterator[tuple[str, str]]:
    """Yield what each commitment says, by its id."""
    listed = read_template(template).terms["commitments"]
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(texts := one.get("text"), dict):
            said = {str(language): str(text) for language, text in texts.items()}
            yield str(one["id"]), promise_text(said, language=current_language())
