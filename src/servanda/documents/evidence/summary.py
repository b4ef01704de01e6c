"""What of a report stands in a review, beside the figures that both parties agreed.

Source: docs/spec/evidence/page.md, "In a review".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest, PartyId
from servanda.documents.evidence.lines import FindingLine, FlagLine
from servanda.evidence.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedFinding:
    """One finding.

    Attributes:
        commitment: Its id.
        kind: Its status, as the report has it.
        line: In words.
    """

    commitment: str
    kind: str
    line: FindingLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One document's form of a quotation.

    Attributes:
        document: Name of the document.
        voice: Who says it; empty where nobody was found.
        printed: The words of the document that name the voice.
        judged: The person who decided who says it; empty where nobody did.
        words: The quotation.
    """

    document: str
    voice: str
    printed: str
    judged: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedQuotation:
    """A quotation of two documents that was given to two speakers.

    Attributes:
        sides: Of both documents.
        differs: Whether it still is; else a person decided.
    """

    sides: tuple[Side, Side]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedSupport:
    """What several documents say alike.

    Attributes:
        articles: How many.
        origins: The names of the origins.
        words: How one of them says it.
    """

    articles: int
    origins: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedDocument:
    """One document with its solved days; `best` is empty where none is preferred."""

    name: str
    title: str
    publisher: str
    days: Interval
    best: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSummary:
    """Everything of the report that a review shows.

    Attributes:
        by: Whose reading it is.
        digest: SHA-256 of the report's file.
        rules: Digest of the finding rules.
        decisions: How many decisions of people are in force.
        findings: In the accord's order.
        shared: Quotations that were given to two speakers.
        supports: What more than one document says alike.
        documents: With their days.
        flags: Those that are open and more than notes, the gravest first.
    """

    by: PartyId
    digest: Digest
    rules: str
    decisions: int
    findings: Sequence[SummedFinding]
    shared: Sequence[SharedQuotation]
    supports: Sequence[SummedSupport]
    documents: Sequence[SummedDocument]
    flags: Sequence[FlagLine]
