"""A flag: two places (or one) that do not fit, or fit where it matters.

Source: docs/spec/evidence/flags.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.rules import How
from servanda.evidence.spans import Span, content_key

FLAG = "flag"


class Severity(StrEnum):
    """How much hangs on it."""

    NOTE = "note"
    DOUBT = "doubt"  # a figure or a finding may rest on it
    GRAVE = "grave"  # a finding may not rest on what it names until it is settled


class FlagState(StrEnum):
    """What people made of it."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # a person says that it holds: it is as open as before, and looked at
    CLOSED = "closed"  # a person rejected it; it is listed and nothing rests on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag.

    Attributes:
        kind: A word of docs/spec/evidence/flags.md; the registry has its rule.
        sides: The spans of each side, in order; one side where there is no other.
        statements: Spans of the quotations and claims that it touches: a finding looks here.
        parameters: What its sentence names, by the sentence's own words.
        severity: How much hangs on it.
        state: What people made of it.
        how: The rule that raised it.
    """

    kind: str
    sides: tuple[tuple[Span, ...], ...]
    statements: tuple[Span, ...]
    parameters: tuple[tuple[str, str], ...]
    severity: Severity
    state: FlagState = FlagState.OPEN
    how: How

    @property
    def key(self) -> str:
        """What a decision points at: the kind and the first place of the first two sides.

        It outlives a new version of the rule, and a further text that repeats what another side
        says. Where a text puts itself first, the flag is a new one and is looked at anew.
        """
        first, *others = (side[0] for side in self.sides)
        key = content_key(f"{FLAG}:{self.kind}", first)
        if not others:
            return key
        return f"{key}~{others[0].document}:{others[0].start}-{others[0].end}"

    @property
    def documents(self) -> tuple[str, ...]:
        """SHA-256 of the documents on its sides, sorted, each once."""
        return tuple(sorted({span.document for side in self.sides for span in side}))
