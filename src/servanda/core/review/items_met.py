"""Q4: what became of the single items that were asked for.

Source: docs/reference/figures.md, "Q4".
"""

from collections.abc import Iterator, Sequence

from servanda.core.casework.conditions import DUPLICATE
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Population
from servanda.core.review.responses import REOPENED, Answer, answered_cells

NAME = "Q4"


def items_met_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of Q4."""
    return rows_of(NAME, answered_cells(population), values=_values, leaves=_leaves)


def _counts(answer: Answer) -> bool:
    return answer.response.outcome != DUPLICATE


def _leaves(answer: Answer) -> Sequence[Digest]:
    return (answer.leaf,) if _counts(answer) else ()


def _values(measured: Sequence[Answer]) -> Values:
    answers = [answer for answer in measured if _counts(answer)]
    values = _met([answer for answer in answers if not answer.item.is_reopened])
    reopened = [answer for answer in answers if answer.item.is_reopened]
    if reopened:
        beside = _met(reopened)
        values |= {f"{REOPENED}{name}": beside[name] for name in ("d", "n")}
    return values


def _met(answers: Sequence[Answer]) -> dict[str, int | str]:
    supplied = nil = refused = missing = 0
    for answer in answers:
        results = answer.response.items
        supplied += results.supplied
        nil += results.nil
        refused += results.refused
        # An item that the response does not mention is missing all the same.
        missing += results.missing + max(0, answer.item.case.items - sum(results))
    d = supplied + nil + refused + missing
    return {
        "d": d,
        "n": supplied,
        "rate": rate(supplied, d),
        "nil": nil,
        "refused": refused,
        "missing": missing,
    }


FIGURE = Figure(name=NAME, rows=items_met_rows, items=items_named("d"))
