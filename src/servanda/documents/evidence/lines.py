"""Findings and flags in words, as other interfaces print them too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding in words.

    Attributes:
        promise: What the accord says, in the page's language; empty where it is not known.
        status: The result.
        reasons: A sentence for each reason why no more is found.
        counted: How many documents and origins were looked at.
    """

    promise: str
    status: str
    reasons: tuple[str, ...]
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """One flag in words.

    Attributes:
        sentence: What is the matter.
        severity: How much hangs on it, and what people made of it.
        settled: What would settle it.
    """

    sentence: str
    severity: str
    settled: str
