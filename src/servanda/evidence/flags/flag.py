"""A flag: two places (or one) that do not fit, or fit where it matters.

Source: docs/spec/evidence/flags.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


class Severity(StrEnum):
    """How much hangs on it."""

    NOTE = "note"
    DOUBT = "doubt"  # a figure or a finding may rest on it
    GRAVE = "grave"  # a finding may not rest on what it names until it is settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag.

    Attributes:
        kind: A word of docs/spec/evidence/flags.md; the registry has its sentence.
        sides: The spans of each side, in order; one side where there is no other.
        statements: Spans of the quotations and claims that it touches: a finding looks here.
        parameters: What its sentence names, by the sentence's own words.
        severity: How much hangs on it.
        how: The rule that raised it.
    """

    kind: str
    sides: tuple[tuple[Span, ...], ...]
    statements: tuple[Span, ...]
    parameters: tuple[tuple[str, str], ...]
    severity: Severity
    how: How

    @property
    def documents(self) -> tuple[str, ...]:
        """SHA-256 of the documents on its sides, sorted, each once."""
        return tuple(sorted({span.document for side in self.sides for span in side}))
