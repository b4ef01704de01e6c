"""Where something stands: characters of one document's text, and the key that decisions point at.

Everything the evidence module says leads here, so that a reader can look at the very words.

Source: docs/spec/evidence/README.md, "Spans".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError


class InvalidSpanError(InvalidInputError):
    """A span does not lie within a text: it ends before it begins, or begins before the text."""

    code: ClassVar[str] = "invalid-span"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters of one document's extracted text.

    Attributes:
        document: SHA-256 of the document's bytes, 64 lower-case hex digits.
        start: Index of the first character (of Python's, Unicode code points), from 0.
        end: Index after the last character; never less than `start`.

    Raises:
        InvalidSpanError: The numbers are no span.
    """

    document: str
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what no text can have."""
        if not 0 <= self.start <= self.end:
            raise InvalidSpanError(f"expected 0 <= start <= end, found {self.start}, {self.end}")

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both share at least one character."""
        first, last = max(self.start, other.start), min(self.end, other.end)
        return self.document == other.document and first < last

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly within."""
        return (
            self.document == other.document and self.start <= other.start and other.end <= self.end
        )


def outside(whole: Span, parts: Sequence[Span]) -> Iterator[Span]:
    """Yield what of `whole` is in none of `parts`, which stand in order and do not overlap."""
    start = whole.start
    for span in parts:
        if not span.overlaps(whole):
            continue
        if span.start > start:
            yield Span(document=whole.document, start=start, end=span.start)
        start = max(start, span.end)
    if start < whole.end:
        yield Span(document=whole.document, start=start, end=whole.end)


def content_key(kind: str, span: Span) -> str:
    """Return the name of what was found at `span`, which outlives a new version of the rule.

    A decision points at it. `kind` is a word of the report (`quotation`, `claim`, `flag` …).
    """
    return f"{kind}:{span.document}:{span.start}-{span.end}"
