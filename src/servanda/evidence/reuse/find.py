"""What documents share: copies, recycled paragraphs, shared quotations, and who took from whom.

Source: docs/spec/evidence/reuse.md.
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.evidence.documents import Document
from servanda.evidence.intervals import ANY_DAY, Interval
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.reuse.direction import direction_of
from servanda.evidence.reuse.pairs import (
    COPY_PERMILLE,
    LEAST_SHARED,
    PERMILLE,
    REUSE_PERMILLE,
    find_pairs,
)
from servanda.evidence.reuse.paragraphs import Hashed, hashed, match_paragraphs
from servanda.evidence.reuse.reuse import Direction, QuotationMatch, Reuse, ReuseKind
from servanda.evidence.reuse.shelf import MemoryShelf
from servanda.evidence.reuse.shingles import KEPT_OF, LETTERS, document_hashes, word_shingles
from servanda.evidence.rules import How, how

LONG_QUOTATION_WORDS = 5  # from here on its words make no two texts copies of each other
LEAST_PARAGRAPHS = 2  # that two texts share, to be reuse whatever else is in them
LOOKED_AT_PERMILLE = 50  # of letters in common: below this no two paragraphs are alike


def find_reuse(
    documents: Sequence[Document],
    *,
    quotations: Mapping[str, Sequence[Quotation]],
    matches: Sequence[QuotationMatch],
    published: Mapping[str, Interval],
) -> tuple[Reuse, ...]:
    """Return the edges between documents, by their hashes; the order of input does not matter.

    Args:
        documents: All of them, in memory; the search over an archive is in `pairs`.
        quotations: By document.
        matches: Quotations that documents share.
        published: By document: its solved days.
    """
    ordered = sorted(documents, key=lambda document: document.sha256)
    own = {
        document.sha256: [
            one.span
            for one in quotations.get(document.sha256, ())
            if one.words >= LONG_QUOTATION_WORDS
        ]
        for document in ordered
    }
    pairs = find_pairs(
        (document_hashes(document, without=own[document.sha256]) for document in ordered),
        hashes=MemoryShelf(),
        pairs=MemoryShelf(),
        least=LOOKED_AT_PERMILLE,
    )
    read = _Read()
    edges = {
        (edge.a, edge.b): edge
        for pair in pairs
        if (
            edge := _edge(
                ordered[pair.a],
                ordered[pair.b],
                letters=pair.containment,
                published=published,
                read=read,
            )
        )
    }
    by_hash = {document.sha256: document for document in ordered}
    for edge in _shared_quotations(by_hash, matches, read):
        edges.setdefault((edge.a, edge.b), edge)
    return tuple(edges[key] for key in sorted(edges))


def compare_printings(
    closest: Document, other: Document, *, published: Mapping[str, Interval]
) -> Reuse:
    """Return what a further printing of a text has in common with the closest one."""
    one, two = sorted((closest, other), key=lambda document: document.sha256)
    edge = _edge(one, two, letters=PERMILLE, published=published, read=_Read())
    if edge is None:
        raise TypeError("expected an edge between two printings of one text")
    return edge


class _Read:
    """What was read of each document that was compared, by its hash: once for all comparisons."""

    def __init__(self) -> None:
        self._paragraphs: dict[str, Hashed] = {}
        self._shingles: dict[str, frozenset[str]] = {}

    def paragraphs(self, document: Document) -> Hashed:
        """Return the paragraphs of a document."""
        if document.sha256 not in self._paragraphs:
            self._paragraphs[document.sha256] = hashed(document)
        return self._paragraphs[document.sha256]

    def shingles(self, document: Document) -> frozenset[str]:
        """Return the five-word shingles of a document's paragraphs."""
        if document.sha256 not in self._shingles:
            text = "\n".join(map(document.text_of, document.paragraphs))
            self._shingles[document.sha256] = word_shingles(text)
        return self._shingles[document.sha256]


def _edge(
    one: Document,
    other: Document,
    *,
    letters: int,
    published: Mapping[str, Interval],
    read: _Read,
) -> Reuse | None:
    """Return the edge between two documents, or None where they share too little."""
    alike = match_paragraphs(read.paragraphs(one), read.paragraphs(other))
    if letters < REUSE_PERMILLE and len(alike) < LEAST_PARAGRAPHS:
        return None
    shared, containment = _words_in_common(one, other, read)
    kind = ReuseKind.COPY if max(letters, containment) >= COPY_PERMILLE else ReuseKind.REUSE
    direction, reasons = direction_of(
        one,
        other,
        paragraphs=alike,
        published=(
            published.get(one.sha256, ANY_DAY),
            published.get(other.sha256, ANY_DAY),
        ),
    )
    return Reuse(
        a=one.sha256,
        b=other.sha256,
        kind=kind,
        containment=containment,
        shared=shared,
        paragraphs=alike,
        direction=direction,
        reasons=reasons,
        how=_how(f"reuse.{kind.value}"),
    )


def _shared_quotations(
    documents: Mapping[str, Document], matches: Sequence[QuotationMatch], read: _Read
) -> Iterator[Reuse]:
    for one, other in sorted({(match.a.document, match.b.document) for match in matches}):
        shared, containment = _words_in_common(documents[one], documents[other], read)
        yield Reuse(
            a=one,
            b=other,
            kind=ReuseKind.SHARED_QUOTATION,
            containment=containment,
            shared=shared,
            paragraphs=(),
            direction=Direction.UNDECIDED,
            reasons=(),
            how=_how("reuse.shared_quotation"),
        )


def _words_in_common(one: Document, other: Document, read: _Read) -> tuple[int, int]:
    """Return how many five-word shingles two articles share, and the permille of the smaller."""
    first, second = read.shingles(one), read.shingles(other)
    shared = len(first & second)
    return shared, shared * PERMILLE // max(1, min(len(first), len(second)))


def _how(rule: str) -> How:
    return how(
        rule,
        1,
        copy=COPY_PERMILLE,
        kept_of=KEPT_OF,
        letters=LETTERS,
        reuse=REUSE_PERMILLE,
        shared=LEAST_SHARED,
    )
