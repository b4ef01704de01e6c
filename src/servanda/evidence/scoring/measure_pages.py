"""How well articles were taken out of pages, by runs of four words.

Per page the runs of both texts are compared as bags: those in both, those too many and those
missing, each divided by their sum, so that a long page weighs as much as a short one. Precision
is the mean over pages that have any run found, recall over pages that should have any.

Source: the rule of the article-extraction-benchmark; docs/reference/evidence-accuracy.md,
"Definitions".
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from servanda.evidence.scoring.measures import Row, permille

RUN = 4  # words
_WORD = re.compile(r"\w+")


def measure_pages(gold: Sequence[Row], predictions: Sequence[Row]) -> Mapping[str, int]:
    """Return precision, recall and F1 in permille.

    Args:
        gold: Rows `doc, text`.
        predictions: Rows of `extraction_row`; a page without one counts as empty.
    """
    said = {str(row["doc"]): str(row.get("text") or "") for row in predictions}
    precisions: list[Fraction] = []
    recalls: list[Fraction] = []
    for row in gold:
        wanted, found = _runs(str(row["text"])), _runs(said.get(str(row["doc"]), ""))
        right = (wanted & found).total()
        if found:
            precisions.append(Fraction(right, found.total()))
        if wanted:
            recalls.append(Fraction(right, wanted.total()))
    return permille(_mean(precisions), _mean(recalls))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    last = max(1, len(words) - RUN + 1)
    return Counter(run for at in range(last) if (run := tuple(words[at : at + RUN])))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return Fraction(sum(values)) / len(values) if values else Fraction(0)
