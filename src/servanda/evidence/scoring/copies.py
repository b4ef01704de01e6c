"""Prediction rows for the scorer of altered copies.

Source: docs/reference/evidence-accuracy.md, "Copies".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from servanda.evidence.documents import Document
from servanda.evidence.quotations.marks import find_marked
from servanda.evidence.reuse.find import LONG_QUOTATION_WORDS
from servanda.evidence.reuse.pairs import find_pairs
from servanda.evidence.reuse.shelf import Shelf
from servanda.evidence.reuse.shingles import Hashes, document_hashes
from servanda.evidence.spans import Span

Row = Mapping[str, str]


def copy_rows(
    documents: Iterable[tuple[str, Document]], *, hashes: Shelf, pairs: Shelf
) -> Iterator[Row]:
    """Yield a row for each pair of documents that is a copy or reuse.

    Args:
        documents: Each with its name in the set; read once.
        hashes: An empty shelf.
        pairs: An empty shelf.
    """
    names: list[str] = []

    def each() -> Iterator[Hashes]:
        for name, document in documents:
            names.append(name)
            yield document_hashes(document, without=_quoted(document))

    for pair in find_pairs(each(), hashes=hashes, pairs=pairs):
        yield {"a": names[pair.a], "b": names[pair.b]}


def _quoted(document: Document) -> Sequence[Span]:
    return [
        document.span(found.start, found.end)
        for block in document.paragraphs
        for found in find_marked(document.text, block.start, block.end)
        if len(document.text[found.start : found.end].split()) >= LONG_QUOTATION_WORDS
    ]
