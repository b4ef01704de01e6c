"""Find furniture that only one outlet prints: lines its documents have in common.

Background that an outlet takes from one article into the next is repeated too, and is evidence. So
only short lines count, and longer ones where they stand below other furniture; and documents that
are largely the same text count once, or a copied article would be furniture throughout.

Source: docs/spec/evidence/documents.md, "Furniture".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.reading.prose import is_short, word_count
from servanda.evidence.rules import how

REPEATED = how("furniture.repeated", 1)

# How many different documents must have a line.
MIN_DOCUMENTS = 3
# Different: fewer than half of the paragraphs of either are in the other.
_MAX_SHARED_PERMILLE = 500
# Of one outlet, in the order given; what its pages have in common shows in these, and memory has
# a bound.
MAX_LOOKED_AT = 200
# Below an article stand few sentences: a remark on the outlet, a call for letters.
_MAX_LONG_BELOW = 2
_MAX_SHORT_WORDS = 12


@dataclass(slots=True)
class _Seen:
    """The different documents that have a line, as far as they are needed."""

    bodies: list[frozenset[str]] = field(default_factory=list)

    def add(self, body: frozenset[str]) -> None:
        if len(self.bodies) < MIN_DOCUMENTS and not any(
            _is_same(body, other) for other in self.bodies
        ):
            self.bodies.append(body)


def repeated_lines(documents: Iterable[Document]) -> dict[str, frozenset[str]]:
    """Return, for each publisher, the lines that are furniture because they are repeated.

    Args:
        documents: Any number, in a fixed order; they are not kept.
    """
    looked_at: dict[str, int] = {}
    seen: dict[str, dict[str, _Seen]] = {}
    for document in documents:
        publisher = document.publisher.value if document.publisher else ""
        if not publisher or looked_at.get(publisher, 0) >= MAX_LOOKED_AT:
            continue
        looked_at[publisher] = looked_at.get(publisher, 0) + 1
        body = frozenset(_line(document, block) for block in document.blocks)
        lines = seen.setdefault(publisher, {})
        for number in _candidates(document):
            line = _line(document, document.blocks[number])
            lines.setdefault(line, _Seen()).add(body)
    found = {
        publisher: frozenset(
            line for line, each in lines.items() if len(each.bodies) >= MIN_DOCUMENTS
        )
        for publisher, lines in seen.items()
    }
    return {publisher: lines for publisher, lines in sorted(found.items()) if lines}


def mark_repeated(document: Document, repeated: Mapping[str, frozenset[str]]) -> Document:
    """Return `document` with the repeated lines of its publisher as furniture."""
    lines = repeated.get(document.publisher.value) if document.publisher else None
    if not lines:
        return document
    blocks = list(document.blocks)
    for number in _candidates(document):
        if _line(document, blocks[number]) in lines:
            blocks[number] = replace(blocks[number], kind=BlockKind.FURNITURE, how=REPEATED)
    return replace(document, blocks=tuple(blocks))


def _candidates(document: Document) -> Iterator[int]:
    """Yield the numbers of the blocks that repetition may show to be furniture, in order."""
    below = _begin_of_end(document)
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        text = document.text_of(block.span)
        if number >= below or is_short(text):
            yield number


def _begin_of_end(document: Document) -> int:
    """Return the number of the first block below the article.

    These are the furniture and the short lines at the end, and at most two longer paragraphs if
    furniture stands above them.
    """
    blocks = document.blocks
    begin = len(blocks)
    long = 0
    for number in range(len(blocks) - 1, -1, -1):
        if blocks[number].kind is BlockKind.FURNITURE:
            begin = number
        elif blocks[number].kind is not BlockKind.PARAGRAPH:
            break
        elif word_count(document.text_of(blocks[number].span)) > _MAX_SHORT_WORDS:
            long += 1
            if long > _MAX_LONG_BELOW:
                break
        elif not long:
            begin = number
    return begin


def _line(document: Document, block: Block) -> str:
    return " ".join(document.text_of(block.span).split())


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared * 1000 >= _MAX_SHARED_PERMILLE * min(len(one), len(other))
