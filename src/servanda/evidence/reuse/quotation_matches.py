"""The same words quoted in two places: by the letters, marks and case set aside.

Source: docs/spec/evidence/reuse.md, "Shared quotations".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.fuzz import ratio

from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.reuse.reuse import QuotationMatch
from servanda.evidence.reuse.shingles import letter_hashes
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

LEAST_SIMILARITY = 900  # permille
LEAST_WORDS = 3  # shorter quotations are terms, and many people use one term
MOST_PLACES = 200  # of one run of letters; one that more quotations have tells nothing
PERMILLE = 1_000
_LEAST_SHARED = 2  # runs of letters, before two quotations are compared at all


def match_quotations(
    quotations: Sequence[Quotation], *, texts: Mapping[str, str]
) -> tuple[QuotationMatch, ...]:
    """Return the pairs of quotations in different documents that say the same, by their places.

    Args:
        quotations: Of all documents, in any order.
        texts: By document: its text.
    """
    told = sorted(
        ((one.span, plain(texts, one.span)) for one in quotations if one.words >= LEAST_WORDS),
        key=lambda row: row[0],
    )
    matches = [
        QuotationMatch(
            a=told[first][0],
            b=told[second][0],
            similarity=similarity,
            how=how("reuse.quotation", 1, similarity=LEAST_SIMILARITY),
        )
        for first, second in _candidates(told)
        if (similarity := round(ratio(told[first][1], told[second][1]) * 10)) >= LEAST_SIMILARITY
    ]
    return tuple(sorted(matches, key=lambda match: (match.a, match.b)))


def plain(texts: Mapping[str, str], span: Span) -> str:
    """Return the words of a quotation in lower case, one space apart, without marks."""
    kept = "".join(
        sign if sign.isalnum() else " " for sign in texts[span.document][span.start : span.end]
    )
    return " ".join(kept.casefold().split())


def _candidates(told: Sequence[tuple[Span, str]]) -> Iterator[tuple[int, int]]:
    where: dict[int, list[int]] = {}
    short: dict[str, list[int]] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for number, (span, words) in enumerate(told):
        runs = letter_hashes(words).tolist()
        # Words too short for a run of letters are the same only if they are equal.
        places = [where.setdefault(run, []) for run in runs] or [short.setdefault(words, [])]
        for before in places:
            if len(before) < MOST_PLACES:
                shared.update(
                    (other, number) for other in before if told[other][0].document != span.document
                )
            before.append(number)
    for pair, count in sorted(shared.items()):
        few = not all(len(told[number][1]) >= 2 * _LEAST_SHARED * 5 for number in pair)
        if count >= _LEAST_SHARED or few:
            yield pair
