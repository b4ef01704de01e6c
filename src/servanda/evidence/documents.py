"""A document: archived bytes, the text that was read from them, and what of it is no evidence.

Offsets hold for the text as extracted, with line feeds alone as line ends, no byte order mark; the
extractor is named, for another one would give other offsets.

Source: docs/spec/evidence/documents.md.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


class BlockKind(StrEnum):
    """What a block of text is."""

    TITLE = "title"
    BYLINE = "byline"  # who wrote it and when, under the title; evidence of nothing else
    PARAGRAPH = "paragraph"
    FURNITURE = "furniture"  # shown, never evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A title, byline, paragraph or page furniture. Blocks stand in order and do not overlap."""

    span: Span
    kind: BlockKind
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A text with the characters that it was read from.

    Attributes:
        value: What is meant, in one line: a title, a name.
        evidence: The spans that say so, in order; never empty.
        how: The rule that read it.
    """

    value: str
    evidence: tuple[Span, ...]
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was wrong with a document; the rest of the run goes on.

    Attributes:
        code: A word of docs/spec/evidence/documents.md, "Notes".
        parameters: Numbers and words that its sentence names.
    """

    code: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as read.

    Attributes:
        sha256: Of the bytes, 64 lower-case hex digits; the document's identity.
        name: The name it was given under, without folders; shown, and never evidence.
        media_type: `text/plain`, `text/html` or `application/pdf`.
        text: The extracted text, furniture included where it was in a plain text.
        blocks: In order, without overlap; what lies between them is white space.
        language: ISO 639-1, or `und`.
        title: None where the text has none.
        publisher: None where nothing says it.
        author: None where nothing says it.
        fetched: When the bytes came to us: an upper bound for the day of publication, no more.
        declared: The day that the page's own metadata states; None for plain text.
        notes: What was wrong, in the order found.
        how: The extractor with its version.
    """

    sha256: str
    name: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    language: str
    title: Located | None
    publisher: Located | None
    author: Located | None
    fetched: date | None
    declared: date | None
    notes: tuple[Note, ...]
    how: How

    def span(self, start: int, end: int) -> Span:
        """Return the characters from `start` to before `end` as a span of this document."""
        return Span(document=self.sha256, start=start, end=end)

    def text_of(self, span: Span) -> str:
        """Return the characters of `span`."""
        return self.text[span.start : span.end]

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """The spans of paragraphs, in order: where evidence may stand."""
        return tuple(block.span for block in self.blocks if block.kind is BlockKind.PARAGRAPH)

    @property
    def bylines(self) -> tuple[Span, ...]:
        """The spans of bylines, in order: lines that name the author or the day, and no more."""
        return tuple(block.span for block in self.blocks if block.kind is BlockKind.BYLINE)

    @property
    def furniture(self) -> tuple[Span, ...]:
        """The spans of page furniture, in order."""
        return tuple(block.span for block in self.blocks if block.kind is BlockKind.FURNITURE)
