"""Two reviews are compared: the first number and the first statement that differ are named."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.review.comparison import Comparison, compare_figures, parse_figures
from servanda.core.review.figures import compute_figures, encode_figures
from servanda.core.review.listing import listing_of
from servanda.core.review.unreadable import UnreadableFiguresError
from tests.core.exchange.worked_example import play

COMPUTED = compute_figures(play().alice.contents())
DOCUMENT = encode_figures(COMPUTED)
FIGURES = listing_of(COMPUTED)
WITHOUT_LEAVES = parse_figures(DOCUMENT)


def changed() -> dict[str, Any]:
    """Return the figures as something that a test may alter."""
    return deepcopy(dict(FIGURES))


def differing(other: JsonObject) -> Comparison:
    comparison = compare_figures(FIGURES, other)
    assert not comparison.is_equal
    return comparison


def test_equal_reviews_have_no_difference() -> None:
    assert compare_figures(FIGURES, deepcopy(FIGURES)).is_equal
    assert compare_figures(WITHOUT_LEAVES, parse_figures(DOCUMENT)).is_equal


def test_a_listing_and_the_figures_that_follow_from_it_have_no_difference() -> None:
    assert compare_figures(FIGURES, WITHOUT_LEAVES).is_equal
    assert compare_figures(WITHOUT_LEAVES, FIGURES).is_equal


def test_without_the_listing_the_row_is_named_that_has_other_statements() -> None:
    other = changed()
    row = next(row for row in other["figures"] if row["leaves"])
    row["leaves"] = ["sha256:" + 64 * "0"]

    comparison = compare_figures(other, WITHOUT_LEAVES)

    assert comparison.number is None
    assert comparison.statement is not None
    assert comparison.statement.leaf is None
    assert comparison.statement.row == (
        row["figure"],
        row["direction"],
        row["kind"],
        row["urgency"],
    )


def test_a_statement_that_one_side_does_not_count_is_named_with_its_figure_and_cell() -> None:
    other = changed()
    row = next(row for row in other["figures"] if row["leaves"])
    lacking = row["leaves"].pop(0)
    row["values"]["count"] -= 1

    comparison = differing(other)

    cell = (row["figure"], row["direction"], row["kind"], row["urgency"])
    assert comparison.number is not None
    assert (comparison.number.row, comparison.number.value) == (cell, "count")
    assert (comparison.number.first, comparison.number.second) == (1, 0)
    assert comparison.statement is not None
    assert (comparison.statement.leaf, comparison.statement.leaf_in) == (lacking, "first")
    assert comparison.statement.row == cell


def test_a_number_that_differs_over_the_same_statements_names_no_statement() -> None:
    other = changed()
    other["figures"][-1]["values"]["open"] = 90

    comparison = differing(other)

    assert comparison.number is not None
    assert comparison.number.second == 90
    assert comparison.statement is None


def test_a_row_that_one_side_lacks_is_named() -> None:
    other = changed()
    row = other["figures"].pop(3)

    ours, theirs = differing(other), compare_figures(other, FIGURES)

    assert ours.number is not None
    assert theirs.number is not None
    assert ours.number.row == theirs.number.row
    assert ours.number.row[0] == row["figure"]
    assert (ours.number.second, theirs.number.first) == (None, None)


def test_a_statement_of_the_annex_is_named_as_such() -> None:
    other = changed()
    other["annex"].append({"leaf": "sha256:00", "time": "2026-11-22T10:00:00Z"})

    comparison = differing(other)

    assert comparison.number is None
    assert comparison.statement is not None
    assert (comparison.statement.part, comparison.statement.leaf_in) == ("annex", "second")


@pytest.mark.parametrize("member", ["accord", "cut", "from", "until"])
def test_reviews_of_two_cuts_are_not_compared_further(member: str) -> None:
    other = changed()
    other[member] = "another"

    comparison = differing(other)

    assert comparison.number is not None
    assert (comparison.number.part, comparison.number.second) == (member, "another")
    assert comparison.statement is None


@given(st.data())
def test_any_row_that_is_altered_is_found(data: st.DataObject) -> None:
    other = changed()
    row = data.draw(st.sampled_from(other["figures"]))
    name = data.draw(st.sampled_from(sorted(row["values"])))
    row["values"][name] = "altered"

    comparison = differing(other)

    assert comparison.number is not None
    assert comparison.number.row == (row["figure"], row["direction"], row["kind"], row["urgency"])
    assert comparison.number.value == name


@pytest.mark.parametrize(
    "other",
    [
        {"figures": "none"},
        {"figures": [None, 7, {}], "annex": [{}]},
        {"figures": [{"figure": [], "values": 3, "leaves": {"a": 1}}], "annex": None},
        {"figures": [{"leaves": ["none"], "listing": []}, {"leaves": 7}], "annex": []},
    ],
)
def test_what_a_counterpart_made_up_is_compared_without_trouble(other: dict[str, Any]) -> None:
    head = {name: FIGURES[name] for name in ("v", "accord", "cut", "from", "until")}

    assert not compare_figures(FIGURES, {**head, **other}).is_equal


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"PK\x03\x04", canonical.encode({"v": "servanda-figures/9"})]
)
def test_what_holds_no_figures_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFiguresError, match="expected"):
        parse_figures(data)
