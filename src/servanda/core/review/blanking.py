"""Choose the cells of one table that a public edition blanks, so that none can be computed back.

The cells of a figure stand in sums: `all` kinds are the kinds added up, `all` urgencies the
urgencies. Whoever is shown a sum and all its parts but one has the last part too. So a cell that
is blanked takes others along, as few and as small as will do.

A cell is in at most two sums. Take the sums for points and the blanked cells for lines between
them: then a cell follows from what is shown exactly if its line is a bridge, that is if without
it its two sums hang together by no other blanked cells. tests/core/review/test_blanking.py holds
this to the solution of the equations.

Source: docs/reference/figures.md, "The public edition".
"""

from collections.abc import Iterator, Mapping, Set
from heapq import heappop, heappush
from typing import NamedTuple

from servanda.core.review.arithmetic import is_few
from servanda.core.review.population import ALL

# Where a sum would be that the table does not have: a cell there is bound by nothing.
_FREE = ("", "")

_Point = tuple[str, str]


class Place(NamedTuple):
    """Where a cell stands in its table.

    Attributes:
        kind: Or `ALL`.
        urgency: Or `ALL`.
    """

    kind: str
    urgency: str


def choose_blanks(items: Mapping[Place, int]) -> frozenset[Place]:
    """Return the cells to blank.

    Args:
        items: Of every cell of the table, how many items it is over.
    """
    ends = {place: _ends(place, items) for place in items}
    blanks = {place for place, count in items.items() if is_few(count)}
    while exposed := next(exposed_cells(blanks, items), None):
        way = _way(exposed, ends=ends, blanks=blanks, items=items)
        if way is None:
            return frozenset(items)  # nothing less would do
        blanks |= way
    return frozenset(blanks)


def exposed_cells(blanks: Set[Place], items: Mapping[Place, int]) -> Iterator[Place]:
    """Yield the blanked cells that follow from the others of the table, by place."""
    ends = {place: _ends(place, items) for place in blanks}
    for place in sorted(blanks):
        others = [ends[each] for each in blanks if each != place]
        start, goal = ends[place]
        if goal not in _reached(start, others):
            yield place


def _ends(place: Place, items: Mapping[Place, int]) -> tuple[_Point, _Point]:
    """Return the two sums that a cell is in."""
    urgencies = {each.urgency for each in items if each.kind == place.kind}
    kinds = {each.kind for each in items if each.urgency == place.urgency}
    of_kind = _FREE
    if len(urgencies) > 1:
        of_kind = ("kind", place.kind)
    elif any(each.urgency != ALL for each in items):
        of_kind = ("kind", ALL)  # what has no urgency is beside the urgencies in the whole
    return of_kind, ("urgency", place.urgency) if len(kinds) > 1 else _FREE


def _reached(start: _Point, lines: list[tuple[_Point, _Point]]) -> set[_Point]:
    reached, before = {start}, 0
    while len(reached) > before:
        before = len(reached)
        for one, other in lines:
            if one in reached or other in reached:
                reached |= {one, other}
    return reached


def _way(
    exposed: Place,
    *,
    ends: Mapping[Place, tuple[_Point, _Point]],
    blanks: Set[Place],
    items: Mapping[Place, int],
) -> set[Place] | None:
    """Return the cells of the cheapest way around an exposed one; what is blank costs nothing."""
    start, goal = ends[exposed]
    waiting: list[tuple[int, _Point, tuple[Place, ...]]] = [(0, start, ())]
    done: set[_Point] = set()
    while waiting:
        cost, point, way = heappop(waiting)
        if point == goal:
            return set(way)
        if point in done:
            continue
        done.add(point)
        for place in sorted(items):
            if place == exposed or point not in ends[place]:
                continue
            one, other = ends[place]
            more = 0 if place in blanks else items[place] + 1
            heappush(waiting, (cost + more, other if point == one else one, (*way, place)))
    return None
