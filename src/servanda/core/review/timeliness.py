"""Was a clock kept: the share of what was due by the end of the period, for any one clock.

Only *matured* items enter the rate: received in the period and due by its end. So early answers
to requests that are not due yet do not flatter it, and nobody is late before the time.

Used by the figures T2, T3 and T4; how items are kept, by all figures over a clock of the responder.

Source: docs/reference/figures.md, "What is left out".
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from servanda.core.review.arithmetic import rate
from servanda.core.review.figure import Placed, Share, Tally, Values, item_shares
from servanda.core.review.judged import ItemClocks, Judged
from servanda.core.review.population import Item, Key, Population

# Picks one clock of an item; None if such a clock never ran for it.
ClockOf: TypeAlias = Callable[[ItemClocks], Judged | None]

# Says why what a clock comes to is none of a figure's items; None if it is one.
LeftOutOf: TypeAlias = Callable[[Judged], str | None]

BESIDE = ("carried_", "reopened_")

_COUNTED = [f"{group}{name}" for group in ("", *BESIDE) for name in "dn"]

_UNDELIVERABLE = Judged(left_out="undeliverable", is_stopped=False, late_seconds=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One item in a figure over a clock.

    Attributes:
        item: Which.
        judged: What the clock comes to.
        left_out: Why it is counted under that reason alone; None if it is one of the items.
        group: Where an item is counted: `""` for the figure itself; `reopened_` and `carried_`
            are shown beside it.
    """

    item: Item
    judged: Judged
    left_out: str | None
    group: str


def by_due_time(judged: Judged) -> str | None:
    """Leave out what is not matured."""
    return judged.left_out


def timeliness_shares(name: str, population: Population, *, clock_of: ClockOf) -> Iterator[Placed]:
    """Yield the shares of the figure `name` that asks whether a clock was kept."""
    keep = keeping(clock_of=clock_of, judged_before=population.judged_before(name))

    def measure(item: Item) -> Iterator[Share]:
        kept = keep(item)
        if kept is None:
            return
        if kept.left_out is not None:
            yield left_out_share(kept.left_out)
            return
        group = kept.group
        yield Share(
            leaves=(item.generation.leaf,),
            counts={f"{group}d": 1, f"{group}n": int(kept.judged.is_in_time)},
        )

    return item_shares(population, measure)


def timeliness_values(tally: Tally) -> Values:
    """Return the values of a figure that asks whether a clock was kept."""
    counts = tally.counts
    values: dict[str, int | str] = {
        "d": counts["d"],
        "n": counts["n"],
        "rate": rate(counts["n"], counts["d"]),
    }
    for group in BESIDE:
        if counts[f"{group}d"]:
            values |= {name: counts[name] for name in (f"{group}d", f"{group}n")}
    return {**values, **tally.others(*_COUNTED)}


def left_out_share(reason: str) -> Share:
    """Return the share of an item that is left out: a count under the reason."""
    return Share(counts={reason: 1})


def keeping(
    *,
    clock_of: ClockOf,
    judged_before: Container[Key],
    left_out_of: LeftOutOf = by_due_time,
) -> Callable[[Item], Kept | None]:
    """Return what tells how an item is kept: judged exactly once, whatever moved since.

    Args:
        clock_of: The clock that decides.
        judged_before: What the figure judged at the cut before.
        left_out_of: When an item is one of the figure's.
    """

    def keep(item: Item) -> Kept | None:
        # Not asked whether it was due by then: what is counted since may have moved that.
        if not item.is_received and item.generation.leaf in judged_before:
            return None
        kept = kept_of(item, clock_of=clock_of, left_out_of=left_out_of)
        # What is left out is counted in the period in which it was received.
        return None if kept is not None and kept.left_out and not item.is_received else kept

    return keep


def kept_of(item: Item, *, clock_of: ClockOf, left_out_of: LeftOutOf = by_due_time) -> Kept | None:
    """Return how `item` is kept, whatever was judged before; None if it has no such clock."""
    judged = _UNDELIVERABLE if item.clocks is None else clock_of(item.clocks)
    if judged is None:
        return None
    return Kept(item=item, judged=judged, left_out=left_out_of(judged), group=item.group)


def matured_leaves(
    population: Population, *, clock_of: ClockOf, left_out_of: LeftOutOf = by_due_time
) -> set[Key]:
    """Return the leaves of the items that a figure over a clock judges at its moment."""
    kept = (kept_of(item, clock_of=clock_of, left_out_of=left_out_of) for item in population.items)
    return {each.item.generation.leaf for each in kept if each is not None and not each.left_out}
