"""A listing names the statements behind every number, and can be held to the signed figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.errors import ServandaError
from servanda.core.identifiers import digest_of, hash_from_digest
from servanda.core.review.comparison import parse_figures
from servanda.core.review.figures import compute_figures, encode_figures
from servanda.core.review.listing import encode_listing, is_listing, listing_of, parse_listing
from servanda.core.review.unreadable import UnreadableFiguresError
from tests.core.exchange.worked_example import play

FIGURES = compute_figures(play().alice.contents())
DOCUMENT = encode_figures(FIGURES)
LISTING = b"".join(encode_listing(FIGURES, figures_digest=digest_of(DOCUMENT)))


def test_a_listing_reads_as_it_was_written() -> None:
    assert is_listing(LISTING)
    assert not is_listing(DOCUMENT)
    assert parse_listing(LISTING) == listing_of(FIGURES)


def test_every_row_of_the_figures_has_the_number_and_the_hash_of_its_leaves() -> None:
    rows = parse_figures(DOCUMENT)["figures"]

    assert isinstance(rows, list)
    stated = [(row["leaves"], row["listing"]) for row in rows if isinstance(row, dict)]
    assert stated == [
        (len(row.leaves), digest_of(b"".join(map(hash_from_digest, row.leaves))))
        for row in FIGURES.rows
    ]
    assert any(number for number, _ in stated)


def test_a_listing_has_a_line_for_its_head_for_each_row_and_for_each_of_the_annex() -> None:
    lines = LISTING.splitlines()

    assert len(lines) == 1 + len(FIGURES.rows) + len(FIGURES.annex)
    assert canonical.parse_object(lines[0])["figures"] == digest_of(DOCUMENT)


def test_a_statement_left_out_of_a_listing_is_noticed() -> None:
    leaf = next(leaf for row in FIGURES.rows for leaf in row.leaves)
    lacking = LISTING.replace(f'["{leaf}"]'.encode(), b"[]", 1)

    assert lacking != LISTING
    with pytest.raises(UnreadableFiguresError, match="expected the listing of the figures"):
        parse_listing(lacking)


@given(at=st.integers(0, len(LISTING) - 1), byte=st.binary(min_size=1, max_size=1))
def test_any_byte_that_is_changed_is_noticed(at: int, byte: bytes) -> None:
    changed = LISTING[:at] + byte + LISTING[at + 1 :]

    if changed != LISTING:
        with pytest.raises(UnreadableFiguresError):
            parse_listing(changed)


@given(data=st.binary(max_size=60))
def test_any_bytes_are_refused_with_an_error_of_ours(data: bytes) -> None:
    head = LISTING.splitlines()[0]

    for made_up in (data, head + b"\n" + data, b'{"figure":' + data + b"}"):
        with pytest.raises(ServandaError):
            parse_listing(made_up)
