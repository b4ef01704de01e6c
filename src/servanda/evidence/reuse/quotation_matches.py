"""The same words quoted in two places: by the letters, marks and case set aside.

Source: docs/spec/evidence/reuse.md, "Shared quotations".
"""

import re
from collections.abc import Mapping, Sequence

from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.reuse.quotation_search import (
    LEAST_SIMILARITY,
    MemoryWords,
    Quoted,
    find_quotation_pairs,
)
from servanda.evidence.reuse.reuse import QuotationMatch
from servanda.evidence.reuse.shelf import MemoryShelf
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

LEAST_WORDS = 3  # shorter quotations are terms, and many people use one term
_MARKS = re.compile(r"[\W_]+")


def match_quotations(
    quotations: Sequence[Quotation], *, texts: Mapping[str, str]
) -> tuple[QuotationMatch, ...]:
    """Return the pairs of quotations in different documents that say the same, by their places.

    Args:
        quotations: Of all documents, in any order; the search over an archive is in
            `quotation_search`.
        texts: By document: its text.
    """
    told = sorted(one.span for one in quotations if one.words >= LEAST_WORDS)
    numbers = {sha256: number for number, sha256 in enumerate(texts)}
    found = find_quotation_pairs(
        (Quoted(document=numbers[span.document], words=plain(texts, span)) for span in told),
        runs=MemoryShelf(),
        pairs=MemoryShelf(),
        words=MemoryWords(),
    )
    rule = how("reuse.quotation", 1, similarity=LEAST_SIMILARITY)
    return tuple(
        QuotationMatch(a=told[one.a], b=told[one.b], similarity=one.similarity, how=rule)
        for one in sorted(found, key=lambda one: (one.a, one.b))
    )


def plain(texts: Mapping[str, str], span: Span) -> str:
    """Return the words of a quotation in lower case, one space apart, without marks."""
    words = texts[span.document][span.start : span.end]
    return " ".join(_MARKS.sub(" ", words).casefold().split())
