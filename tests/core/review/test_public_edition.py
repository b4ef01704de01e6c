"""A public edition names no statement, shows no small number, and gives no blank away."""

import re
from dataclasses import replace
from functools import cache

from servanda.core import canonical
from servanda.core.identifiers import PartyId, digest_of
from servanda.core.review.figure import FigureRow, Values
from servanda.core.review.figures import Figures, compute_figures, encode_figures
from servanda.core.review.population import ALL, Cell
from servanda.core.review.public_edition import encode_public_edition, public_rows
from servanda.core.review.registry import has_few_items
from tests.core.exchange.worked_example import play
from tests.core.keys.cast import ALICE, BOB

SIGNED = digest_of(b"figures")
COUNTS = {
    ("preservation", "routine"): 3,
    ("preservation", "urgent"): 20,
    ("mitigation", "routine"): 9,
    ("mitigation", "urgent"): 30,
    ("investigation", "routine"): 40,
    ("investigation", "urgent"): 50,
}


@cache
def worked() -> Figures:
    return compute_figures(play().alice.contents())


def rows_of(
    figure: str, name: str, *, direction: PartyId = ALICE, **values: int
) -> list[FigureRow]:
    """Return the rows of a figure that counts `COUNTS` under `name`, in every cell."""
    sums: dict[Cell, int] = {}
    for (kind, urgency), count in COUNTS.items():
        for k in (kind, ALL):
            for u in (urgency, ALL):
                cell = Cell(direction, k, u)
                sums[cell] = sums.get(cell, 0) + count
    return [
        FigureRow(figure=figure, cell=cell, values={name: count, **values}, leaves=())
        for cell, count in sums.items()
    ]


def blanked(rows: list[FigureRow]) -> list[FigureRow]:
    figures = replace(worked(), rows=rows)
    return [one.row for one in public_rows(figures) if one.values is None]


def test_every_row_stays_in_its_place_and_only_values_go() -> None:
    figures = worked()

    rows = public_rows(figures)

    assert [one.row for one in rows] == list(figures.rows)
    assert all(one.values in (None, one.row.values) for one in rows)


def test_no_row_over_few_items_is_shown() -> None:
    shown = [one.row for one in public_rows(worked()) if one.values is not None]

    assert not any(has_few_items(row.figure, dict(row.values)) for row in shown)


def test_a_small_cell_takes_three_others_along_and_all_else_is_shown() -> None:
    found = {(row.cell.kind, row.cell.urgency) for row in blanked(rows_of("T1", "count"))}

    assert found == {
        (kind, urgency)
        for kind in ("preservation", "mitigation")
        for urgency in ("routine", "urgent")
    }


def test_directions_and_service_levels_are_tables_of_their_own() -> None:
    one = rows_of("T9", "d", hours=24, percent=80)
    other = rows_of("T9", "d", hours=120, percent=80)
    theirs = rows_of("T9", "d", direction=BOB, hours=24, percent=80)

    assert len(blanked([*one, *other, *theirs])) == 3 * len(blanked(one)) == 12


def test_the_document_names_no_statement_and_no_hash_of_statements() -> None:
    figures = worked()

    document = encode_public_edition(figures, figures_digest=SIGNED)

    assert set(re.findall(rb"sha256:[0-9a-f]{64}", document)) == {
        SIGNED.encode(),
        figures.accord.encode(),
    }
    value = canonical.parse_object(document)
    assert set(value) == {"accord", "figures", "from", "signed", "until", "v"}
    for row in value["figures"]:  # type: ignore[union-attr] # a list, as it is written
        assert set(row) == {"direction", "figure", "kind", "urgency", "values"}  # type: ignore[arg-type]


def test_a_number_of_a_blanked_row_stands_nowhere_in_the_document() -> None:
    rows: list[FigureRow] = rows_of("T1", "count")
    secret: Values = {"count": 3, "reopened": 987_654_321}
    figures = replace(
        worked(),
        rows=[replace(row, values=secret) if row.values["count"] == 3 else row for row in rows],
    )

    document = encode_public_edition(figures, figures_digest=SIGNED)

    assert b"987654321" in encode_figures(figures)
    assert b"987654321" not in document
