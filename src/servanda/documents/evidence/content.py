"""What stands on the page of evidence, before it is a page.

The words that other interfaces print too (findings, flags, hedges) are passed in, translated; all
else follows from the evidence.

Source: docs/spec/evidence/page.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.documents.evidence.lines import FindingLine, FlagLine
from servanda.evidence.claims.claim import HedgeKind
from servanda.evidence.report.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContent:
    """Everything on the page.

    Attributes:
        evidence: As assembled.
        digest: SHA-256 of the report's file, as `servanda evidence report --out` writes it.
        template: Name of the accord's template whose commitments are looked at.
        findings: One for each of the evidence's findings, in its order.
        flags: One for each of its flags, in its order.
        hedges: The names of hedges.
    """

    evidence: Evidence
    digest: Digest
    template: str
    findings: Sequence[FindingLine]
    flags: Sequence[FlagLine]
    hedges: Mapping[HedgeKind, str]
