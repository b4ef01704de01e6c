"""T7: by how much late answers were late; of open ones, by how much at least.

The late items are those of T4: judged there as due and not in time.

Source: docs/reference/figures.md, "T7".
"""

from collections.abc import Iterator, Sequence

from servanda.core.review.answered_in_time import NAME as ANSWERED_IN_TIME
from servanda.core.review.answered_in_time import answer_clock
from servanda.core.review.arithmetic import largest, percentile
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.population import Item, Population, measured_cells
from servanda.core.review.timeliness import BESIDE, Kept, in_group, keeping, leaves_of

NAME = "T7"

_MEDIAN = 50


def lateness_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T7."""
    keep = keeping(
        clock_of=answer_clock,
        judged_before=population.judged_before(ANSWERED_IN_TIME),
    )

    def measure(item: Item) -> Kept | None:
        kept = keep(item)
        return kept if kept and not kept.left_out and not kept.judged.is_in_time else None

    cells = measured_cells(population, measure)
    return rows_of(NAME, cells, values=_values, leaves=leaves_of)


def _values(measured: Sequence[Kept]) -> Values:
    values = _late("", in_group(measured, ""))
    for group in BESIDE:
        beside = in_group(measured, group)
        if beside:
            values |= _late(group, beside)
    return values


def _late(group: str, kept: Sequence[Kept]) -> dict[str, int | str]:
    seconds = [each.judged.late_seconds for each in kept]
    return {
        f"{group}count": len(seconds),
        # Of these the lateness is "at least": nothing has come yet.
        f"{group}at_least": sum(not each.judged.is_stopped for each in kept),
        f"{group}p50": percentile(seconds, _MEDIAN),
        f"{group}largest": largest(seconds),
    }


FIGURE = Figure(name=NAME, rows=lateness_rows, items=items_named("count"))
