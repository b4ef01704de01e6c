"""T12: for how long clarifications stopped the clocks, and to whom that is charged.

A pause counts in the period in which it has ended; one that lasts is shown beside, with its
length so far, so that nobody hides a clock that stands still for ever.

Source: docs/reference/figures.md, "T12".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.casework.clarifications import Charge, Round, charge_of
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Key, Population, measured_cells

NAME = "T12"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    """One pause.

    Attributes:
        leaf: The statement that asks.
        charge: To whom it is charged.
        seconds: How long it lasted, or has lasted so far.
        is_open: It lasts.
    """

    leaf: Digest
    charge: Charge
    seconds: int
    is_open: bool


def pause_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T12."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> list[_Pause] | None:
        return [
            _pause(asked, population)
            for asked in item.generation.rounds
            if asked.is_blocking and asked.leaf not in judged
        ] or None

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def ended_pauses(population: Population) -> set[Key]:
    """Return the pauses that have ended at the moment of `population`."""
    return {
        asked.leaf
        for item in population.items
        for asked in item.generation.rounds
        if asked.is_blocking and asked.ended_at is not None
    }


def _pause(asked: Round, population: Population) -> _Pause:
    end = max(asked.asked_at, asked.ended_at or population.at)
    return _Pause(
        leaf=asked.leaf,
        charge=charge_of(asked),
        seconds=int((end - asked.asked_at).total_seconds()),
        is_open=asked.ended_at is None,
    )


def _leaves(pauses: Sequence[_Pause]) -> Iterator[Digest]:
    return (pause.leaf for pause in pauses)


def _values(measured: Sequence[Sequence[_Pause]]) -> Values:
    seconds = dict.fromkeys((charge.value for charge in Charge), 0)
    ended = lasting = lasting_seconds = 0
    for pauses in measured:
        for pause in pauses:
            if pause.is_open:
                lasting, lasting_seconds = lasting + 1, lasting_seconds + pause.seconds
            else:
                ended += 1
                seconds[pause.charge.value] += pause.seconds
    values: dict[str, int | str] = {"count": ended, **seconds}
    if lasting:
        values |= {"lasting": lasting, "lasting_seconds": lasting_seconds}
    return values


FIGURE = Figure(
    name=NAME, rows=pause_rows, items=items_named("count", "lasting"), matured=ended_pauses
)
