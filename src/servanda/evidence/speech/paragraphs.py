"""The paragraphs of one document, each read at most once: tokens, cues, and a parse where asked.

Used by quotations and claims, so that both see one reading of a sentence.

Source: docs/spec/evidence/voices.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.speech.cues import Cue, find_cues
from servanda.evidence.speech.parsed import ParsedParagraph
from servanda.evidence.speech.parser import Parser
from servanda.evidence.speech.tokens import Tokens, tokens_of

PARAGRAPHS_KEPT = 1_000  # of the documents just read, for quotations and claims read the same


class Paragraph:
    """One paragraph as read; it is parsed when the parser's view is first asked for.

    Attributes:
        tokens: Each quotation is one of them.
        cues: The words that report, in order.
    """

    def __init__(self, tokens: Tokens, cues: Sequence[Cue], parser: Parser | None) -> None:
        self.tokens = tokens
        self.cues = cues
        self._parser = parser

    @property
    def has_parser(self) -> bool:
        """Whether there is a view to ask for."""
        return self._parser is not None

    @cached_property
    def parsed(self) -> ParsedParagraph | None:
        """What the parser sees; None without one."""
        if self._parser is None:
            return None
        tokens = self.tokens
        return ParsedParagraph(tokens, self._parser.parse(tokens.text[tokens.start : tokens.end]))


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
        tokens, cues = read_tokens(self.document, block, quoted)
        return Paragraph(tokens, cues, self.parser)


def read_tokens(
    document: Document, block: Block, quoted: Sequence[tuple[int, int]]
) -> tuple[Tokens, Sequence[Cue]]:
    """Return the tokens of a block and the words that report; `quoted` are its quotations."""
    return _read(document.text, block.span.start, block.span.end, tuple(quoted))


@lru_cache(maxsize=PARAGRAPHS_KEPT)
def _read(
    text: str, start: int, end: int, quoted: tuple[tuple[int, int], ...]
) -> tuple[Tokens, Sequence[Cue]]:
    tokens = tokens_of(text, start, end, quoted)
    return tokens, tuple(find_cues(tokens))
