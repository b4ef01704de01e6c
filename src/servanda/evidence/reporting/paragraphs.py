"""The paragraphs of one document, each read at most once: tokens, cues, and a parse where asked.

Used by quotations and claims, so that both see one reading of a sentence.

Source: docs/spec/evidence/voices.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.reporting.cues import Cue, find_cues
from servanda.evidence.reporting.parsed import ParsedParagraph
from servanda.evidence.reporting.parser import Parser
from servanda.evidence.reporting.tokens import Tokens, tokens_of


class Paragraph(NamedTuple):
    """One paragraph as read.

    Attributes:
        tokens: Each quotation is one of them.
        cues: The words that report, in order.
        parsed: What the parser sees; None without one.
    """

    tokens: Tokens
    cues: list[Cue]
    parsed: ParsedParagraph | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs:
    """Reads paragraphs of `document`; `parser` is None where none is used."""

    document: Document
    parser: Parser | None

    @property
    def blocks(self) -> list[Block]:
        """The blocks that may hold evidence, in order."""
        return [block for block in self.document.blocks if block.kind is not BlockKind.FURNITURE]

    def read(self, block: Block, quoted: Sequence[tuple[int, int]]) -> Paragraph:
        """Return the paragraph; `quoted` are the quotations in it, in order."""
        start, end = block.span.start, block.span.end
        tokens = tokens_of(self.document.text, start, end, quoted)
        parsed = None
        if self.parser is not None:
            parsed = ParsedParagraph(tokens, self.parser.parse(self.document.text[start:end]))
        return Paragraph(tokens, find_cues(tokens), parsed)
