"""T7: by how much late answers were late; of open ones, by how much at least.

The late items are those of T4: judged there as due and not in time.

Source: docs/reference/figures.md, "T7".
"""

from collections.abc import Iterator

from servanda.core.review.answered_in_time import NAME as ANSWERED_IN_TIME
from servanda.core.review.answered_in_time import answer_clock
from servanda.core.review.arithmetic import largest, percentile
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.population import Item, Population
from servanda.core.review.timeliness import BESIDE, keeping

NAME = "T7"

_MEDIAN = 50


def lateness_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T7."""
    keep = keeping(
        clock_of=answer_clock,
        judged_before=population.judged_before(ANSWERED_IN_TIME),
    )

    def measure(item: Item) -> Iterator[Share]:
        kept = keep(item)
        if kept and not kept.left_out and not kept.judged.is_in_time:
            yield Share(
                leaves=(item.generation.leaf,),
                # Of these the lateness is "at least": nothing has come yet.
                counts={f"{kept.group}at_least": int(not kept.judged.is_stopped)},
                times=((kept.group, kept.judged.late_seconds),),
            )

    return item_shares(population, measure)


def _values(tally: Tally) -> Values:
    values = _late("", tally)
    for group in BESIDE:
        if tally.times_of(group):
            values |= _late(group, tally)
    return values


def _late(group: str, tally: Tally) -> dict[str, int | str]:
    seconds = tally.times_of(group)
    return {
        f"{group}count": len(seconds),
        f"{group}at_least": tally.counts[f"{group}at_least"],
        f"{group}p50": percentile(seconds, _MEDIAN),
        f"{group}largest": largest(seconds),
    }


FIGURE = Figure(name=NAME, placed=lateness_shares, values=_values, items=items_named("count"))
