"""What a figure of the review is: the shape every file of this folder fills in.

Source: docs/reference/figures.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from servanda.core.canonical import JsonValue
from servanda.core.identifiers import Digest
from servanda.core.review.population import Cell, Key, Population

Measured = TypeVar("Measured")

Values: TypeAlias = Mapping[str, int | str]


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
        rows: From the population to the figure's rows, in the order of the cells.
        items: From the values of a row to the number of items they are over: the N that is few
            or not.
        matured: From the population to what the figure judges at its moment; None of a figure
            that judges nothing, or nothing by a set of its own.
    """

    name: str
    rows: Callable[[Population], Iterator[FigureRow]]
    items: Callable[[Mapping[str, JsonValue]], int]
    matured: Callable[[Population], Set[Key]] | None = None


def rows_of(
    name: str,
    cells: Iterable[tuple[Cell, Sequence[Measured]]],
    *,
    values: Callable[[Sequence[Measured]], Values],
    leaves: Callable[[Measured], Iterable[Digest]],
) -> Iterator[FigureRow]:
    """Yield a row of the figure `name` for each cell.

    Args:
        name: Of the figure.
        cells: From `measured_cells` or `grouped_cells`.
        values: From what is measured in a cell to the row's values.
        leaves: From one thing measured to the statements that it counts.
    """
    for cell, measured in cells:
        yield FigureRow(
            figure=name,
            cell=cell,
            values=values(measured),
            leaves=[leaf for each in measured for leaf in leaves(each)],
        )


def number(values: Mapping[str, JsonValue], name: str) -> int:
    """Return the value `name` of a row, which may come from a file; 0 if it is no number."""
    value = values.get(name)
    return value if isinstance(value, int) else 0


def items_named(*names: str) -> Callable[[Mapping[str, JsonValue]], int]:
    """Return the `items` of a figure that counts its items under `names`, added up."""
    return lambda values: sum(number(values, name) for name in names)
