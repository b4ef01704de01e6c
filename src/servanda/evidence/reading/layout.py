"""Lay a text out: which of its paragraphs is the title, which are evidence, which are furniture.

Source: docs/spec/evidence/documents.md, "Blocks".
"""

from dataclasses import dataclass

from servanda.evidence.documents import Block, BlockKind, Located
from servanda.evidence.reading.outlets import Outlets
from servanda.evidence.reading.paragraphs import paragraphs
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

PARAGRAPH_RULE = how("reading.paragraph", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The blocks of a text and what they say of the whole.

    Attributes:
        blocks: In order, without overlap.
        title: None where the text has none.
        publisher: None where nothing says it.
        author: None where nothing says it.
    """

    blocks: tuple[Block, ...] = ()
    title: Located | None = None
    publisher: Located | None = None
    author: Located | None = None


def lay_out(text: str, *, sha256: str, outlets: Outlets) -> Layout:  # noqa: ARG001 - for the publisher, which comes next
    """Return the layout of `text`, which was read from the document `sha256`."""
    return Layout(
        blocks=tuple(
            Block(
                span=Span(document=sha256, start=start, end=end),
                kind=BlockKind.PARAGRAPH,
                how=PARAGRAPH_RULE,
            )
            for start, end in paragraphs(text)
        )
    )
