"""Figures are read from a file or a bundle, and differences are said in both languages."""

from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import digest_of
from servanda.core.review.comparison import compare_figures, parse_figures
from servanda.core.review.figures import compute_figures, encode_figures, listing_digest
from servanda.core.review.listing import encode_listing, listing_of
from servanda.core.review.unreadable import UnreadableFiguresError
from servanda.interfaces.cli.review_details import (
    comparison_lines,
    comparison_members,
    read_figures,
)
from tests.core.bundle.bundles import worked_bundle
from tests.core.exchange.worked_example import play

COMPUTED = compute_figures(play().alice.contents())
DOCUMENT = encode_figures(COMPUTED)


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


def test_a_listing_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "listing.jsonl"
    path.write_bytes(b"".join(encode_listing(COMPUTED, figures_digest=digest_of(DOCUMENT))))

    assert read_figures(path) == listing_of(COMPUTED)


def test_other_statements_that_are_not_named_are_said_to_need_the_listing() -> None:
    first = parse_figures(DOCUMENT)
    digest = listing_digest(COMPUTED.rows[0].leaves).encode()
    second = parse_figures(DOCUMENT.replace(digest, digest[:-1] + b"~", 1))

    (line,) = comparison_lines(compare_figures(first, second))

    assert "Other statements stand behind T1 Requests received" in line
    assert "listing" in line


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
