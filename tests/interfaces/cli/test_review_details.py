"""Figures are read from a file or a bundle, and differences are said in both languages."""

from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.review.comparison import UnreadableFiguresError, compare_figures, parse_figures
from servanda.core.review.figures import compute_figures, encode_figures
from servanda.interfaces.cli.review_details import (
    comparison_lines,
    comparison_members,
    read_figures,
)
from tests.core.bundle.bundles import worked_bundle
from tests.core.exchange.worked_example import play

DOCUMENT = encode_figures(compute_figures(play().alice.contents()))


def test_figures_are_read_from_their_file_and_from_a_bundle_that_was_unpacked(
    tmp_path: Path,
) -> None:
    _, files = worked_bundle()
    for name, content in files.items():
        path = tmp_path / "bundle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    alone = tmp_path / "figures.json"
    alone.write_bytes(files["figures.json"])

    assert read_figures(alone) == read_figures(tmp_path / "bundle")


def test_what_is_not_there_or_holds_no_figures_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")

    with pytest.raises(InvalidInputError, match="expected a file"):
        read_figures(tmp_path / "none")
    with pytest.raises(UnreadableFiguresError):
        read_figures(other)


def test_a_difference_is_said_by_name_with_the_statement() -> None:
    first = parse_figures(DOCUMENT)
    second = parse_figures(DOCUMENT.replace(b'"count":1', b'"count":2', 1))

    comparison = compare_figures(first, second)
    (line, behind) = comparison_lines(comparison)

    assert "T1 Requests received" in line
    assert "received, 1 in the first, 2 in the second" in line
    assert "same statements" in behind
    assert comparison_members(comparison)["equal"] is False


def test_equal_reviews_are_called_so() -> None:
    figures = parse_figures(DOCUMENT)

    assert list(comparison_lines(compare_figures(figures, figures))) == [
        "The two reviews are equal."
    ]
