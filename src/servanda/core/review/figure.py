"""What a figure of the review is: the shape every file of this folder fills in.

A figure says of each thing in a review what it adds, its *share*; the shares of a cell are added
up into a *tally*, and from the tally alone come the values of the row. So a review can be put
together from shares that were computed at another time, case by case.

Source: docs/reference/figures.md; docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from servanda.core.canonical import JsonValue
from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.population import ALL, Cell, Item, Key, Population

Values: TypeAlias = Mapping[str, int | str]

# Tells the rows of one cell apart: hours and percent of a service level; of all else empty.
Level: TypeAlias = tuple[int, ...]


class Share(NamedTuple):
    """What one thing adds to a figure in each cell that it is in.

    Attributes:
        leaves: The statements that it counts; which of them is said on the figure's page.
        counts: What is added up, by name.
        times: What is kept one by one, by name: for percentiles. None is still open, so longer
            than any number.
        level: Of a figure with several rows in a cell, which of them.
    """

    leaves: Sequence[Digest] = ()
    counts: Mapping[str, int] = {}
    times: Sequence[tuple[str, int | None]] = ()
    level: Level = ()


class Placed(NamedTuple):
    """A share and where it belongs.

    Attributes:
        of: The statement that opened what the share is of: a request, a call, an information.
        cell: The smallest cell it is in.
        share: What it adds.
    """

    of: Digest
    cell: Cell
    share: Share


@dataclass(slots=True)
class Tally:
    """The shares of one row, added up.

    Attributes:
        level: Which row of the cell.
        leaves: In the order in which the shares were added.
        counts: Sums by name.
        times: All that was kept, by name.
    """

    level: Level = ()
    leaves: list[Digest] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[int | None]] = field(default_factory=dict)

    def times_of(self, name: str) -> Sequence[int | None]:
        """Return what was kept under `name`."""
        return self.times.get(name, ())

    def others(self, *names: str) -> dict[str, int | str]:
        """Return the counts under any other names than these."""
        return {name: count for name, count in self.counts.items() if name not in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure in one cell.

    Attributes:
        figure: Its name, as registered.
        cell: What it is of.
        values: Whole numbers, or codes where there is no number.
        leaves: The statements its items began with, in the order in which they count; which of
            them is said on the figure's page.
    """

    figure: str
    cell: Cell
    values: Values
    leaves: Sequence[Digest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        name: As in the reference, such as `T4`.
        placed: From the population to the shares, in the order in which they count.
        values: From a tally to the values of its row.
        items: From the values of a row to the number of items they are over: the N that is few
            or not.
        matured: From the population to what the figure judges at its moment; None of a figure
            that judges nothing, or nothing by a set of its own.
    """

    name: str
    placed: Callable[[Population], Iterable[Placed]]
    values: Callable[[Tally], Values]
    items: Callable[[Mapping[str, JsonValue]], int]
    matured: Callable[[Population], Set[Key]] | None = None

    def rows(self, population: Population) -> Iterator[FigureRow]:
        """Yield the figure's rows, in the order of the cells."""
        tallies = Tallies()
        for placed in self.placed(population):
            tallies.add(placed.cell, placed.share)
        return tallies.rows(self, parties=population.parties)


class Tallies:
    """The tallies of one figure, by cell and level; owned by whoever adds it up."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._rows: dict[tuple[Cell, Level], Tally] = {}
        # By the smallest cell, with the level, the tallies of all cells that contain it.
        self._containing: dict[tuple[Cell, Level], list[Tally]] = {}

    def containing(self, cell: Cell, level: Level) -> Sequence[Tally]:
        """Return the tallies that a share in `cell` is added to."""
        found = self._containing.get((cell, level))
        if found is None:
            found = self._containing[cell, level] = [
                self._rows.setdefault((each, level), Tally(level)) for each in _containing(cell)
            ]
        return found

    def add(self, cell: Cell, share: Share) -> None:
        """Add a share, after those that count before it."""
        for tally in self.containing(cell, share.level):
            tally.leaves.extend(share.leaves)
            for name, count in share.counts.items():
                tally.counts[name] += count
            for name, time in share.times:
                tally.times.setdefault(name, []).append(time)

    def rows(self, figure: Figure, *, parties: Sequence[PartyId]) -> Iterator[FigureRow]:
        """Yield the rows of `figure`.

        Directions stand in the order of the accord, then kinds, then urgencies, `ALL` first, the
        others by name; then levels.
        """

        def place(key: tuple[Cell, Level]) -> tuple[int, bool, str, bool, str, Level]:
            (direction, kind, urgency), level = key
            return (parties.index(direction), kind != ALL, kind, urgency != ALL, urgency, level)

        for cell, level in sorted(self._rows, key=place):
            tally = self._rows[cell, level]
            yield FigureRow(
                figure=figure.name, cell=cell, values=figure.values(tally), leaves=tally.leaves
            )


def item_shares(
    population: Population, measure: Callable[[Item], Iterable[Share]]
) -> Iterator[Placed]:
    """Yield the shares of requests.

    Args:
        population: The items.
        measure: Called once for each item; gives nothing if it is none of the figure's business.
    """
    for item in population.items:
        for share in measure(item):
            yield Placed(item.case.leaf, item.cell, share)


def number(values: Mapping[str, JsonValue], name: str) -> int:
    """Return the value `name` of a row, which may come from a file; 0 if it is no number."""
    value = values.get(name)
    return value if isinstance(value, int) else 0


def items_named(*names: str) -> Callable[[Mapping[str, JsonValue]], int]:
    """Return the `items` of a figure that counts its items under `names`, added up."""
    return lambda values: sum(number(values, name) for name in names)


def _containing(cell: Cell) -> Iterator[Cell]:
    for kind in (ALL,) if cell.kind == ALL else (ALL, cell.kind):
        for urgency in (ALL,) if cell.urgency == ALL else (ALL, cell.urgency):
            yield Cell(direction=cell.direction, kind=kind, urgency=urgency)
