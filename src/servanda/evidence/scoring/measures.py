"""How good predictions are: precision, recall and their harmonic mean, as counts and permille.

Used by the modules `measure_*`, one for each task; each of them states its definition. Nothing
is rounded before the end, so that every machine writes the same.

Source: docs/reference/evidence-accuracy.md, "Definitions".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

PERMILLE = 1_000

# A row of a set or of predictions, as JSON has it.
Row: TypeAlias = Mapping[str, object]
# Beginning and end of characters, the end exclusive.
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What was right, of what was predicted, and of what should have been.

    Attributes:
        right: How many predictions are right.
        predicted: How many there are.
        gold: How many there should be.
    """

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> Fraction:
        """The part of what was predicted that is right; 0 where nothing was."""
        return Fraction(self.right, self.predicted) if self.predicted else Fraction(0)

    @property
    def recall(self) -> Fraction:
        """The part of what should be that was found; 0 where nothing should be."""
        return Fraction(self.right, self.gold) if self.gold else Fraction(0)

    @property
    def f1(self) -> Fraction:
        """Their harmonic mean."""
        return harmonic(self.precision, self.recall)

    def as_json(self) -> dict[str, int]:
        """Return counts and permille."""
        return {
            **permille(self.precision, self.recall),
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


def harmonic(one: Fraction, other: Fraction) -> Fraction:
    """Return the harmonic mean of two shares; 0 where both are."""
    return 2 * one * other / (one + other) if one + other else Fraction(0)


def permille(precision: Fraction, recall: Fraction) -> dict[str, int]:
    """Return precision, recall and F1 in whole permille."""
    return {
        "precision_permille": round(precision * PERMILLE),
        "recall_permille": round(recall * PERMILLE),
        "f1_permille": round(harmonic(precision, recall) * PERMILLE),
    }


def shared(one: Place, other: Place) -> int:
    """Return how many characters two places have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def place_of(row: Row) -> Place:
    """Return where a row's characters stand."""
    return (number(row["start"]), number(row["end"]))


def places_of(value: object) -> list[Place]:
    """Return the places in a list of `[start, end]`; none for null."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [(number(start), number(end)) for start, end in value]


def by_document(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the rows of each document, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["doc"]), []).append(row)
    return found


def number(value: object) -> int:
    """Return a whole number.

    Raises:
        ValueError: It is none.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"expected a whole number, found {value!r:.40}")
