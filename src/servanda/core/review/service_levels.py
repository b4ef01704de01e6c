"""T9: the service levels of the accord, such as 80 % answered within five days.

A level concerns a period, never one request. Each level of the terms has rows of its own, in
every cell of the requests it is for.

Source: docs/reference/figures.md, "T9".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.accords.terms import ANY
from servanda.core.casework.case import Case
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import NO_ITEMS, is_met, rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named
from servanda.core.review.judged import NO_DEADLINE
from servanda.core.review.population import Item, Key, Population, measured_cells
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


def service_level_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T9: in each cell a row for each level, the shortest first."""
    judged = population.judged_before(NAME)

    def measure(item: Item) -> list[_Held] | None:
        held = _held(item, population)
        return [each for each in held if item.is_received or each.key not in judged] or None

    for cell, measured in measured_cells(population, measure):
        by_level: dict[tuple[int, int], list[_Held]] = {}
        for held in measured:
            for each in held:
                by_level.setdefault((each.hours, each.percent), []).append(each)
        for _, items in sorted(by_level.items()):
            leaves = [each.key[0] for each in items]
            yield FigureRow(figure=NAME, cell=cell, values=_values(items), leaves=leaves)


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


def _values(items: Sequence[_Held]) -> Values:
    counts: dict[str, list[bool]] = {}
    for each in items:
        counts.setdefault(each.group, []).append(each.is_within)
    within = counts.get("", [])
    n, d, percent = sum(within), len(within), items[0].percent
    values: dict[str, int | str] = {
        "hours": items[0].hours,
        "percent": percent,
        "d": d,
        "n": n,
        "rate": rate(n, d),
        "level": NO_ITEMS if d == 0 else "met" if is_met(n, d, percent=percent) else "not_met",
    }
    for group in BESIDE:
        if group in counts:
            values[f"{group}d"] = len(counts[group])
            values[f"{group}n"] = sum(counts[group])
    return values


FIGURE = Figure(
    name=NAME, rows=service_level_rows, items=items_named("d"), matured=matured_at_levels
)
