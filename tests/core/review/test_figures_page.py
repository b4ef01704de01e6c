"""The worked example of docs/reference/figures.md equals what the code computes."""

import pytest

from servanda.core.review.figure import FigureRow
from servanda.core.review.registry import FIGURES
from servanda.core.statements.codes import KINDS
from tests.core.casework.counting import PARTIES
from tests.core.review.worked import (
    PAGE,
    StatedRow,
    example_lines,
    leaves,
    population_at,
    section,
    stated_rows,
)

FIRST = "### The first review, until 02-01 00:00"
SECOND = "### The second review, until 03-01 00:00"
POPULATIONS = {
    FIRST: population_at("02-01 00:00"),
    SECOND: population_at("03-01 00:00", previous="02-01 00:00"),
}
STATED = [(review, row) for review in POPULATIONS for row in stated_rows(review)]


def place(row: FigureRow) -> tuple[str, str, str]:
    return (row.cell.direction, row.cell.kind, row.cell.urgency)


@pytest.mark.parametrize(("review", "stated"), STATED)
def test_a_stated_row_is_the_computed_one(review: str, stated: StatedRow) -> None:
    rows = FIGURES[stated.figure].rows(POPULATIONS[review])

    row = next(row for row in rows if place(row) == (stated.direction, stated.kind, stated.urgency))

    computed = dict(row.values)
    if stated.figure == "Q1":
        computed = {name: value for name, value in computed.items() if value}
    assert computed == stated.values
    assert list(row.leaves) == leaves(stated.statements)


@pytest.mark.parametrize("review", POPULATIONS)
@pytest.mark.parametrize("name", FIGURES)
def test_the_page_states_every_cell_over_all_requests(name: str, review: str) -> None:
    computed = [
        row.cell.direction
        for row in FIGURES[name].rows(POPULATIONS[review])
        if row.cell.kind == row.cell.urgency == "all"
    ]

    stated = [
        row.direction
        for row in stated_rows(review)
        if row.figure == name and row.kind == row.urgency == "all"
    ]
    assert stated == computed


@pytest.mark.parametrize("name", FIGURES)
def test_the_page_brings_out_every_figure(name: str) -> None:
    assert name in {row.figure for row in stated_rows(FIRST)}


@pytest.mark.parametrize("review", POPULATIONS)
@pytest.mark.parametrize("name", FIGURES)
def test_the_page_says_how_every_figure_it_states_comes_about(name: str, review: str) -> None:
    if name in {row.figure for row in stated_rows(review)}:
        assert any(line.startswith(f"- {name}: ") for line in section(review))


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


def test_the_figures_stand_in_the_order_of_the_page() -> None:
    headings = (
        line.split()[1] for line in PAGE.read_text("utf-8").splitlines() if line[:3] == "## "
    )

    assert [name for name in headings if name in FIGURES] == list(FIGURES)


def test_the_example_has_fifteen_requests_of_every_kind() -> None:
    asked = [each.said.split()[1] for each in example_lines() if each.said.startswith("request")]

    assert len(asked) == 15
    assert set(asked) == KINDS


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_heading(name: str) -> None:
    headings = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "## "]

    assert any(heading.startswith(f"## {name} ") for heading in headings)
