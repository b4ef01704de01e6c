"""The public edition of a review: its figures without what would tell of single requests.

A cell over fewer than five items is blanked, and as many more as it takes that no blank can be
computed back from what is left. No statement is named, and no hash of statements, which could be
tried out. It is signed by nobody; it names the hash of the figures that the parties signed, which
cannot be tried out either, for the hashes over the statements stand in them.

Source: docs/reference/figures.md, "The public edition".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.identifiers import Digest, format_instant
from servanda.core.review.blanking import Place, choose_blanks
from servanda.core.review.figure import FigureRow, Values
from servanda.core.review.figures import Figures
from servanda.core.review.registry import FIGURES

FORMAT = "servanda-public-review/1"

# The rows of one table: of one figure, one direction and, for T9, one level.
_LEVEL = ("hours", "percent")
_Table = tuple[str, str, tuple[int | str | None, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """One figure in one cell, as everybody may see it.

    Attributes:
        row: As it was computed.
        values: None where it is blanked.
    """

    row: FigureRow
    values: Values | None


def public_rows(figures: Figures) -> tuple[PublicRow, ...]:
    """Return the rows of `figures` in their order, with those blanked that must be."""
    blanks = dict(_blanks(figures.rows))
    return tuple(
        PublicRow(row=row, values=None if _place(row) in blanks[_table(row)] else row.values)
        for row in figures.rows
    )


def encode_public_edition(figures: Figures, *, figures_digest: Digest) -> bytes:
    """Return the public edition in strict JCS.

    Args:
        figures: Of the review.
        figures_digest: Of its `figures.json`, as the parties sign it.
    """
    rows: list[JsonValue] = [
        {
            "direction": one.row.cell.direction,
            "figure": one.row.figure,
            "kind": one.row.cell.kind,
            "urgency": one.row.cell.urgency,
            "values": None if one.values is None else dict(one.values),
        }
        for one in public_rows(figures)
    ]
    return canonical.encode(
        {
            "accord": figures.accord,
            "figures": rows,
            "from": format_instant(figures.from_),
            "signed": figures_digest,
            "until": format_instant(figures.until),
            "v": FORMAT,
        }
    )


def _blanks(rows: Sequence[FigureRow]) -> Iterator[tuple[_Table, frozenset[Place]]]:
    tables: dict[_Table, dict[Place, int]] = {}
    for row in rows:
        items: Mapping[str, JsonValue] = dict(row.values)
        tables.setdefault(_table(row), {})[_place(row)] = FIGURES[row.figure].items(items)
    for table, counts in tables.items():
        yield table, choose_blanks(counts)


def _table(row: FigureRow) -> _Table:
    level = tuple(row.values.get(name) for name in _LEVEL) if row.figure == "T9" else ()
    return row.figure, row.cell.direction, level


def _place(row: FigureRow) -> Place:
    return Place(row.cell.kind, row.cell.urgency)
