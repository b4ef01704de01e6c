"""T10: was there news in time, for as long as a request was open.

Every run of the update clock that was due by the end of the period counts once, whenever its
request was received: a request that is open for months owes news all the time.

Source: docs/reference/figures.md, "T10".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.verdicts import update_states
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.judged import judge
from servanda.core.review.population import Item, Key, Population, measured_cells

NAME = "T10"

_REOPENED = "reopened_"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    """The runs of one item's update clock that count now.

    Attributes:
        leaf: The statement the item began with.
        is_reopened: They are shown apart.
        due: How many were due.
        in_time: How many of these ended with news in time.
    """

    leaf: Digest
    is_reopened: bool
    due: int
    in_time: int


def update_duty_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T10."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> _Runs | None:
        in_time = [
            is_in_time for key, is_in_time in _matured_runs(item, population) if key not in judged
        ]
        if not in_time:
            return None
        return _Runs(
            leaf=item.generation.leaf,
            is_reopened=item.is_reopened,
            due=len(in_time),
            in_time=sum(in_time),
        )

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=lambda runs: (runs.leaf,))


def matured_updates(population: Population) -> set[Key]:
    """Return the runs that are due at the moment of `population`."""
    return {key for item in population.items for key, _ in _matured_runs(item, population)}


def _matured_runs(item: Item, population: Population) -> Iterator[tuple[Key, bool]]:
    """Yield each run that was due, and whether it ended in time."""
    if item.clocks is None:
        return
    case, generation, at = item.case, item.generation, population.at
    states = update_states(case, generation, casework=population.casework, at=at)
    stops = [*(run.stopped_at for run in generation.updates), generation.answered_at]
    for number, (state, stop) in enumerate(zip(states, stops, strict=True)):
        judged = judge(state, generation, stop=stop, at=at)
        if judged.left_out is None:
            yield (generation.leaf, number), judged.is_in_time


def _values(measured: Sequence[_Runs]) -> Values:
    due, in_time = Counter[bool](), Counter[bool]()
    for runs in measured:
        due[runs.is_reopened] += runs.due
        in_time[runs.is_reopened] += runs.in_time
    values: dict[str, int | str] = {
        "d": due[False],
        "n": in_time[False],
        "rate": rate(in_time[False], due[False]),
    }
    if due[True]:
        values |= {f"{_REOPENED}d": due[True], f"{_REOPENED}n": in_time[True]}
    return values


FIGURE = Figure(name=NAME, rows=update_duty_rows, items=items_named("d"), matured=matured_updates)
