"""T9: the service levels of the accord, such as 80 % answered within five days.

A level concerns a period, never one request. Each level of the terms has rows of its own, in
every cell of the requests it is for.

Source: docs/reference/figures.md, "T9".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.core.accords.terms import ANY
from servanda.core.casework.case import Case
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import NO_ITEMS, is_met, rate
from servanda.core.review.figure import (
    Figure,
    Placed,
    Share,
    Tally,
    Values,
    item_shares,
    items_named,
)
from servanda.core.review.judged import NO_DEADLINE
from servanda.core.review.population import Item, Key, Population
from servanda.core.review.timeliness import BESIDE

NAME = "T9"

_HOUR = 3_600
_KEYS_PER_HOUR = 1_000  # a percent is below it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """One item held to one level.

    Attributes:
        key: Its leaf, and the hours and percent of the level in one number.
        hours: Of the level.
        percent: Of the level.
        group: Where it is counted.
        is_within: It was answered within the hours.
    """

    key: tuple[Digest, int]
    hours: int
    percent: int
    group: str
    is_within: bool


def service_level_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T9: in each cell a row for each level, the shortest first."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> Iterator[Share]:
        for held in _held(item, population):
            if item.is_received or held.key not in judged:
                yield Share(
                    leaves=(item.generation.leaf,),
                    counts={f"{held.group}d": 1, f"{held.group}n": int(held.is_within)},
                    level=(held.hours, held.percent),
                )

    return item_shares(population, measure)


def matured_at_levels(population: Population) -> set[Key]:
    """Return what is held to a level at the moment of `population`."""
    return {each.key for item in population.items for each in _held(item, population)}


def _held(item: Item, population: Population) -> Iterator[_Held]:
    """Yield `item` for each level that it is held to at the moment: each that it is matured for."""
    clocks = item.clocks
    if clocks is None:
        return
    generation, gross = item.generation, clocks.gross_seconds
    for hours, percent in _levels_for(item.case):
        left_out = clocks.answer.left_out
        if left_out == NO_DEADLINE:
            # Where no clock says when an answer is due, the level itself does.
            age = (population.at - generation.answer_started_at).total_seconds()
            left_out = None if gross is not None or age >= hours * _HOUR else left_out
        if left_out is None:
            yield _Held(
                key=(generation.leaf, hours * _KEYS_PER_HOUR + percent),
                hours=hours,
                percent=percent,
                group=item.group,
                is_within=gross is not None and gross <= hours * _HOUR,
            )


def _levels_for(case: Case) -> set[tuple[int, int]]:
    """Return hours and percent of the levels for `case`; two that say the same are one."""
    return {
        (level.hours, level.percent)
        for level in case.terms.service_levels
        if level.kind in (ANY, case.kind) and level.urgency in (ANY, case.urgency)
    }


def _values(tally: Tally) -> Values:
    hours, percent = tally.level
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {
        "hours": hours,
        "percent": percent,
        "d": d,
        "n": n,
        "rate": rate(n, d),
        "level": NO_ITEMS if d == 0 else "met" if is_met(n, d, percent=percent) else "not_met",
    }
    for group in BESIDE:
        if counts[f"{group}d"]:
            values |= {name: counts[name] for name in (f"{group}d", f"{group}n")}
    return values


FIGURE = Figure(
    name=NAME,
    placed=service_level_shares,
    values=_values,
    items=items_named("d"),
    matured=matured_at_levels,
)
