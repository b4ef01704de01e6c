"""When a document was published: an interval with its reasons, or the clues that clash.

Source: docs/spec/evidence/publication.md.
"""

from dataclasses import dataclass
from datetime import date

from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.rules import How
from servanda.evidence.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One document's solved day.

    Attributes:
        document: SHA-256 of the document.
        days: From the earliest to the latest candidate; open ends where nothing limits them.
        best: The one day, if a single one is left or a rule of docs/spec prefers it.
        candidates: All days that fit, where they are at most thirty-one; else empty.
        reasons: Spans that narrowed it, of this and of other documents, in order.
        facts: Keys of facts from outside the texts that were used (docs: publication.md).
        conflict: The spans of a smallest set of clues that cannot all hold, this document's and
            others'; `days` is then what holds without them. Empty where all hold.
        how: The rule and its version.
    """

    document: str
    days: Interval
    best: date | None
    candidates: tuple[date, ...]
    reasons: tuple[Span, ...]
    facts: tuple[str, ...]
    conflict: tuple[Span, ...]
    how: How

    @property
    def reference(self) -> Interval:
        """The days from which the text's own times are resolved: the best one, or all."""
        return self.days if self.best is None else one_day(self.best)
