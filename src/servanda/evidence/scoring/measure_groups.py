"""How well documents were put into groups: B-cubed, and the adjusted Rand index.

B-cubed precision is, over all documents, the mean part of a document's group that belongs with
it; recall the mean part of what belongs with it that is in its group. The Rand index counts pairs
that both groupings treat alike, adjusted so that chance gives 0.

Source: Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing", 1998; Hubert and Arabie,
"Comparing partitions", 1985.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from servanda.evidence.scoring.measures import PERMILLE, permille


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two groupings of the same documents agree."""

    precision: Fraction
    recall: Fraction
    rand: Fraction

    def as_json(self) -> dict[str, object]:
        """Return permille."""
        return {
            "b_cubed": permille(self.precision, self.recall),
            "adjusted_rand_permille": round(self.rand * PERMILLE),
        }


def measure_groups(gold: Mapping[str, Hashable], said: Mapping[str, Hashable]) -> Agreement:
    """Return the agreement of two groupings.

    Args:
        gold: Group of each document; at least one.
        said: Group of each of the same documents.
    """
    wanted = Counter(gold.values())
    found = Counter(said[document] for document in gold)
    both = Counter((group, said[document]) for document, group in gold.items())
    precision = sum(Fraction(count**2, found[other]) for (_, other), count in both.items())
    recall = sum(Fraction(count**2, wanted[one]) for (one, _), count in both.items())
    return Agreement(
        precision=Fraction(precision) / len(gold),
        recall=Fraction(recall) / len(gold),
        rand=_adjusted_rand(
            _pairs(both.values()), _pairs(wanted.values()), _pairs(found.values()), len(gold)
        ),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def _adjusted_rand(both: int, wanted: int, found: int, documents: int) -> Fraction:
    all_pairs = comb(documents, 2)
    expected = Fraction(wanted * found, all_pairs) if all_pairs else Fraction(0)
    most = Fraction(wanted + found, 2)
    # Where chance cannot do worse than the best, nothing can be told apart.
    return (both - expected) / (most - expected) if most != expected else Fraction(1)
