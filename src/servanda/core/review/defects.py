"""Q8: what was wrong with responses, by the requester's coded reasons.

Feedback that the responder contests is counted beside, and never taken out.

Source: docs/reference/figures.md, "Q8".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.feedback import Feedback
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Key, Population, measured_cells

NAME = "Q8"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One feedback.

    Attributes:
        feedback: Which.
        is_new: It was received in the period.
        is_contested_now: It is contested, and was not at the cut before.
    """

    feedback: Feedback
    is_new: bool
    is_contested_now: bool


def defect_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q8."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> _Judged | None:
        feedback = item.generation.feedback
        if feedback is None:
            return None
        is_new = population.is_new(feedback.leaf)
        is_contested_now = feedback.is_contested and feedback.leaf not in judged
        if not is_new and not is_contested_now:
            return None
        return _Judged(feedback=feedback, is_new=is_new, is_contested_now=is_contested_now)

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def contested_feedback(population: Population) -> set[Key]:
    """Return the feedback that is contested at the moment of `population`."""
    return {
        feedback.leaf
        for item in population.items
        for feedback in (item.generation.feedback,)
        if feedback is not None and feedback.is_contested
    }


def _leaves(judged: _Judged) -> Sequence[Digest]:
    return (judged.feedback.leaf,)


def _values(measured: Sequence[_Judged]) -> Values:
    given = [each.feedback for each in measured if each.is_new]
    reasons = Counter(reason for feedback in given for reason in feedback.reasons)
    values: dict[str, int | str] = {
        "d": len(given),
        "contested": sum(each.is_contested_now for each in measured),
    }
    for reason, count in sorted(reasons.items()):
        values[f"reason_{reason}"] = count
        values[f"rate_{reason}"] = rate(count, len(given))
    return values


FIGURE = Figure(name=NAME, rows=defect_rows, items=items_named("d"), matured=contested_feedback)
