"""T10: was there news in time, for as long as a request was open.

Every run of the update clock that was due by the end of the period counts once, whenever its
request was received: a request that is open for months owes news all the time.

Source: docs/reference/figures.md, "T10".
"""

from collections.abc import Iterator

from servanda.core.review.arithmetic import rate
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

NAME = "T10"

_REOPENED = "reopened_"


def update_duty_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T10."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        in_time = [is_in_time for key, is_in_time in _matured_runs(item) if key not in judged]
        if in_time:
            group = _REOPENED if item.is_reopened else ""  # shown apart
            counts = {f"{group}d": len(in_time), f"{group}n": sum(in_time)}
            yield Share(leaves=(item.generation.leaf,), counts=counts)

    return item_shares(population, measure)


def matured_updates(population: Population) -> set[Key]:
    """Return the runs that are due at the moment of `population`."""
    return {key for item in population.items for key, _ in _matured_runs(item)}


def _matured_runs(item: Item) -> Iterator[tuple[Key, bool]]:
    """Yield each run that was due, and whether it ended in time."""
    if item.clocks is not None:
        for number, is_in_time in item.clocks.updates:
            yield (item.generation.leaf, number), is_in_time


def _values(tally: Tally) -> Values:
    counts = tally.counts
    values: dict[str, int | str] = {
        "d": counts["d"],
        "n": counts["n"],
        "rate": rate(counts["n"], counts["d"]),
    }
    if counts[f"{_REOPENED}d"]:
        values |= {name: counts[name] for name in (f"{_REOPENED}d", f"{_REOPENED}n")}
    return values


FIGURE = Figure(
    name=NAME,
    placed=update_duty_shares,
    values=_values,
    items=items_named("d"),
    matured=matured_updates,
)
