"""Text that two documents share, and in which direction it went.

Proportions are whole permille, so that every machine writes the same bytes.

Source: docs/spec/evidence/reuse.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


class ReuseKind(StrEnum):
    """How much two documents share."""

    COPY = "copy"
    REUSE = "reuse"
    SHARED_QUOTATION = "shared_quotation"  # a quotation alone: not a copy


class Direction(StrEnum):
    """Which of two documents took from the other."""

    A_FROM_B = "a_from_b"
    B_FROM_A = "b_from_a"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one paragraph has in place of the other's characters; either may be empty."""

    a: Span
    b: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphMatch:
    """Two paragraphs that are alike.

    Attributes:
        ratio: Permille of characters in common, by longest matching blocks, of both together.
        differences: Where they differ, in order.
    """

    a: Span
    b: Span
    ratio: int
    differences: tuple[Difference, ...]
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """An edge between two documents; `a` is the smaller SHA-256.

    Attributes:
        containment: Permille of the smaller text's five-word shingles that the other has too.
        shared: Number of five-word shingles in common.
        paragraphs: Matching paragraphs, in the order of `a`.
        direction: Who took from whom.
        reasons: Spans that tell the direction.
    """

    a: str
    b: str
    kind: ReuseKind
    containment: int
    shared: int
    paragraphs: tuple[ParagraphMatch, ...]
    direction: Direction
    reasons: tuple[Span, ...]
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationMatch:
    """Two quotations with the same words, or nearly.

    Attributes:
        similarity: Permille, marks and case set aside.
    """

    a: Span
    b: Span
    similarity: int
    how: How
