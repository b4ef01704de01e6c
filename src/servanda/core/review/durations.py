"""How long answers took: percentiles over final responses and what should have been answered.

A request that is open past its due time counts as longer than any other: so silence does not
shorten the times. A request without a deadline counts once it is answered.

Used by the figures T5 and T6.

Source: docs/reference/figures.md, "T5" and "T6".
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from servanda.core.casework.conditions import DUPLICATE
from servanda.core.review.arithmetic import largest, percentiles
from servanda.core.review.figure import FigureRow, Values, rows_of
from servanda.core.review.judged import ItemClocks, Judged
from servanda.core.review.population import Key, Population, measured_cells
from servanda.core.review.timeliness import (
    BESIDE,
    Kept,
    in_group,
    keeping,
    leaves_of,
    left_out_counts,
    matured_leaves,
)

# Picks the seconds that an answer took; None while there is none.
SecondsOf: TypeAlias = Callable[[ItemClocks], int | None]

_PERCENTS = (50, 80, 90)


def duration_rows(
    name: str, population: Population, *, seconds_of: SecondsOf
) -> Iterator[FigureRow]:
    """Yield the rows of the figure `name` that asks how long answers took."""

    def values(measured: Sequence[Kept]) -> Values:
        shown = _spread("", in_group(measured, ""), seconds_of)
        for group in BESIDE:
            beside = in_group(measured, group)
            if beside:
                shown |= _spread(group, beside, seconds_of)
        return {**shown, **left_out_counts(measured)}

    measure = keeping(
        clock_of=_answer,
        judged_before=population.judged_before(name),
        left_out_of=unless_answered,
    )
    return rows_of(name, measured_cells(population, measure), values=values, leaves=leaves_of)


def timed_leaves(population: Population) -> set[Key]:
    """Return the leaves of the items that have a time, or should have one, at the moment."""
    return matured_leaves(population, clock_of=_answer, left_out_of=unless_answered)


def unless_answered(judged: Judged) -> str | None:
    """Leave out what is neither answered nor matured; an answer as a duplicate is none."""
    return None if judged.is_stopped and judged.left_out != DUPLICATE else judged.left_out


def _answer(clocks: ItemClocks) -> Judged:
    return clocks.answer


def _spread(group: str, kept: Sequence[Kept], seconds_of: SecondsOf) -> dict[str, int | str]:
    seconds = [None if each.item.clocks is None else seconds_of(each.item.clocks) for each in kept]
    names = (f"{group}p{p}" for p in _PERCENTS)
    return {
        f"{group}count": len(seconds),
        **dict(zip(names, percentiles(seconds, _PERCENTS), strict=True)),
        f"{group}largest": largest(seconds),
    }
