"""How long answers took: percentiles over final responses and what should have been answered.

A request that is open past its due time counts as longer than any other: so silence does not
shorten the times. A request without a deadline counts once it is answered.

Used by the figures T5 and T6.

Source: docs/reference/figures.md, "T5" and "T6".
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from servanda.core.casework.conditions import DUPLICATE
from servanda.core.review.arithmetic import largest, percentiles
from servanda.core.review.figure import Placed, Share, Tally, Values, item_shares
from servanda.core.review.judged import ItemClocks, Judged
from servanda.core.review.population import Item, Key, Population
from servanda.core.review.timeliness import BESIDE, keeping, left_out_share, matured_leaves

# Picks the seconds that an answer took; None while there is none.
SecondsOf: TypeAlias = Callable[[ItemClocks], int | None]

_PERCENTS = (50, 80, 90)


def duration_shares(
    name: str, population: Population, *, seconds_of: SecondsOf
) -> Iterator[Placed]:
    """Yield the shares of the figure `name` that asks how long answers took."""
    keep = keeping(
        clock_of=_answer,
        judged_before=population.judged_before(name),
        left_out_of=unless_answered,
    )

    def measure(item: Item) -> Iterator[Share]:
        kept = keep(item)
        if kept is None:
            return
        if kept.left_out is not None:
            yield left_out_share(kept.left_out)
            return
        seconds = None if item.clocks is None else seconds_of(item.clocks)
        yield Share(leaves=(item.generation.leaf,), times=((kept.group, seconds),))

    return item_shares(population, measure)


def duration_values(tally: Tally) -> Values:
    """Return the values of a figure that asks how long answers took."""
    values = _spread("", tally)
    for group in BESIDE:
        if tally.times_of(group):
            values |= _spread(group, tally)
    return {**values, **tally.counts}


def timed_leaves(population: Population) -> set[Key]:
    """Return the leaves of the items that have a time, or should have one, at the moment."""
    return matured_leaves(population, clock_of=_answer, left_out_of=unless_answered)


def unless_answered(judged: Judged) -> str | None:
    """Leave out what is neither answered nor matured; an answer as a duplicate is none."""
    return None if judged.is_stopped and judged.left_out != DUPLICATE else judged.left_out


def _answer(clocks: ItemClocks) -> Judged:
    return clocks.answer


def _spread(group: str, tally: Tally) -> dict[str, int | str]:
    seconds = tally.times_of(group)
    names = (f"{group}p{p}" for p in _PERCENTS)
    return {
        f"{group}count": len(seconds),
        **dict(zip(names, percentiles(seconds, _PERCENTS), strict=True)),
        f"{group}largest": largest(seconds),
    }
