"""T12: for how long clarifications stopped the clocks, and to whom that is charged.

A pause counts in the period in which it has ended; one that lasts is shown beside, with its
length so far, so that nobody hides a clock that stands still for ever.

Source: docs/reference/figures.md, "T12".
"""

from collections.abc import Iterator

from servanda.core.casework.clarifications import Charge, Round, charge_of
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.population import Item, Key, Population

NAME = "T12"

_LASTING = "lasting"


def pause_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T12."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        for asked in item.generation.rounds:
            if asked.is_blocking and asked.leaf not in judged:
                yield _share(asked, population)

    return item_shares(population, measure)


def ended_pauses(population: Population) -> set[Key]:
    """Return the pauses that have ended at the moment of `population`."""
    return {
        asked.leaf
        for item in population.items
        for asked in item.generation.rounds
        if asked.is_blocking and asked.ended_at is not None
    }


def _share(asked: Round, population: Population) -> Share:
    end = max(asked.asked_at, asked.ended_at or population.at)
    seconds = int((end - asked.asked_at).total_seconds())
    if asked.ended_at is None:
        counts = {_LASTING: 1, f"{_LASTING}_seconds": seconds}
    else:
        counts = {"count": 1, charge_of(asked).value: seconds}
    return Share(leaves=(asked.leaf,), counts=counts)


def _values(tally: Tally) -> Values:
    counts = tally.counts
    values: dict[str, int | str] = {
        "count": counts["count"],
        **{charge.value: counts[charge.value] for charge in Charge},
    }
    if counts[_LASTING]:
        values |= {name: counts[name] for name in (_LASTING, f"{_LASTING}_seconds")}
    return values


FIGURE = Figure(
    name=NAME,
    placed=pause_shares,
    values=_values,
    items=items_named("count", _LASTING),
    matured=ended_pauses,
)
