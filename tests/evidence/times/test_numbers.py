"""Numbers in words are numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.times.numbers import parse_number, parse_ordinal, parse_spoken_year


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-four", 24),
        ("two thousand", 2000),
        ("a hundred", 100),
        ("two dozen", 24),
        ("1,500", 1500),
        ("2.5", 2.5),
    ],
)
def test_a_number_is_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["many", "", "1.2.3", "9" * 30, "²"])
def test_what_is_no_number_of_this_world_is_none(text: str) -> None:
    assert parse_number(text) in {None, 0.0}


@pytest.mark.parametrize(("text", "number"), [("12th", 12), ("eighth", 8), ("twenty-first", 21)])
def test_an_ordinal_is_read(text: str, number: int) -> None:
    assert parse_ordinal(text) == number


def test_a_spoken_year_is_read() -> None:
    assert parse_spoken_year("nineteen ninety-seven") == 1997


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    parse_number(text)
    parse_ordinal(text)
    parse_spoken_year(text)
