"""The worked example of docs/reference/figures.md equals what the code computes."""

import pytest

from servanda.core.review.registry import FIGURES
from tests.core.casework.counting import PARTIES
from tests.core.review.worked import PAGE, StatedRow, leaf, population_at, stated_rows

FIRST = "### The first review, until 02-01 00:00"
SECOND = "### The second review, until 03-01 00:00"
POPULATIONS = {
    FIRST: population_at("02-01 00:00"),
    SECOND: population_at("03-01 00:00", previous="02-01 00:00"),
}
STATED = [(review, row) for review in POPULATIONS for row in stated_rows(review)]


@pytest.mark.parametrize(("review", "stated"), STATED)
def test_a_stated_row_is_the_computed_one(review: str, stated: StatedRow) -> None:
    rows = FIGURES[stated.figure].rows(POPULATIONS[review])

    row = next(
        row
        for row in rows
        if (row.cell.direction, row.cell.kind, row.cell.urgency)
        == (stated.direction, stated.kind, stated.urgency)
    )

    computed = dict(row.values)
    if stated.figure == "Q1":
        computed = {name: value for name, value in computed.items() if value}
    assert computed == stated.values
    assert list(row.leaves) == [leaf(name) for name in stated.requests]


@pytest.mark.parametrize("review", POPULATIONS)
@pytest.mark.parametrize("name", FIGURES)
def test_the_page_states_every_cell_of_all_kinds(name: str, review: str) -> None:
    computed = [
        (row.cell.direction, row.cell.urgency)
        for row in FIGURES[name].rows(POPULATIONS[review])
        if row.cell.kind == "all"
    ]

    stated = [
        (row.direction, row.urgency)
        for row in stated_rows(review)
        if row.figure == name and row.kind == "all"
    ]
    assert stated == computed


@pytest.mark.parametrize("review", POPULATIONS)
@pytest.mark.parametrize("name", FIGURES)
def test_rows_stand_by_direction_kind_and_urgency_with_all_first(name: str, review: str) -> None:
    places = [
        (
            PARTIES.index(row.cell.direction),
            row.cell.kind != "all",
            row.cell.kind,
            row.cell.urgency != "all",
            row.cell.urgency,
        )
        for row in FIGURES[name].rows(POPULATIONS[review])
    ]

    assert places == sorted(places)
    assert len(places) == len(set(places))


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_heading(name: str) -> None:
    headings = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "## "]

    assert any(heading.startswith(f"## {name} ") for heading in headings)
