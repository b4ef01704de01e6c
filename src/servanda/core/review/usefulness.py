"""Q7: how useful the answers were, by the requester's own judgement, and how often it gave one.

Source: docs/reference/figures.md, "Q7".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.feedback import Feedback
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import percentile, rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.judgements import new_feedback
from servanda.core.review.population import Item, Population, measured_cells
from servanda.core.review.requester_duties import NAME as DUTIES
from servanda.core.review.requester_duties import Duty, feedback_duty

NAME = "Q7"

_MEDIAN = 50
_DEGREES = range(4)
_COUNTS = tuple(f"usefulness_{degree}" for degree in _DEGREES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One response.

    Attributes:
        feedback: On it, if it was received in the period.
        duty: To give feedback, if that was due and not judged before.
    """

    feedback: Feedback | None
    duty: Duty | None


def usefulness_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q7."""
    judged = population.judged_before(DUTIES)

    def measure(item: Item) -> _Judged | None:
        feedback, duty = new_feedback(item, population), feedback_duty(item)
        if duty is not None and duty.leaf in judged:
            duty = None
        if feedback is None and duty is None:
            return None
        return _Judged(feedback=feedback, duty=duty)

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def _leaves(judged: _Judged) -> Sequence[Digest]:
    return () if judged.feedback is None else (judged.feedback.leaf,)


def _values(measured: Sequence[_Judged]) -> Values:
    degrees = [each.feedback.usefulness for each in measured if each.feedback is not None]
    duties = [each.duty for each in measured if each.duty is not None]
    counts = Counter(degrees)
    n, d = sum(duty.judged.is_stopped for duty in duties), len(duties)
    return {
        **{name: counts[degree] for name, degree in zip(_COUNTS, _DEGREES, strict=True)},
        "median": percentile(degrees, _MEDIAN),
        "d": d,
        "n": n,
        "rate": rate(n, d),
    }


FIGURE = Figure(name=NAME, rows=usefulness_rows, items=items_named(*_COUNTS))
