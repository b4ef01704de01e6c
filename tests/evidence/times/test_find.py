"""Expressions are found whole, and what is a name or furniture dates nothing."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.documents import Block, BlockKind
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.spans import Span
from servanda.evidence.times.find import MAX_EXPRESSIONS, find_expressions
from tests.evidence.making import MADE, document_of, names_in
from tests.evidence.times.reading_texts import printed, times_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks are set for Nov. 12 and 13, Voss said.", ["Nov. 12 and 13"]),
        ("On Thursday and Friday, Mr. Orlo will fly.", ["Thursday and Friday"]),
        ("It runs from Dec. 1 to 4, 2031.", ["Dec. 1 to 4, 2031"]),
        ("They met on 12 and 13 November 2031.", ["12 and 13 November 2031"]),
        ("It fell for the past three months.", ["the past three months"]),
        ("Early next year it ends.", ["Early next year"]),
        ("At the end of the month it ends.", ["the end of the month"]),
        ("It came at 5 p.m. Friday, he said.", ["5 p.m. Friday"]),
    ],
)
def test_an_expression_is_one_and_whole(text: str, expected: list[str]) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The firm may march on.",
        "May they live long.",
        "He paid 2,015 marks and 1984.50 more.",
        "The index stood at $2031 and rose.",
        "Southmere will spring into action.",
        "A second group took over.",
        "Voss, 52 years old, resigned.",
        "Unit 61398 and Unit 61486 are two.",
    ],
)
def test_words_and_numbers_that_only_look_like_times_are_none(text: str) -> None:
    assert printed(text) == []


@pytest.mark.parametrize(
    "text",
    ["Northmark Security Today reported it.", "He said so on “Northmark This Week” with Voss."],
)
def test_a_word_for_a_day_within_a_name_is_no_evidence(text: str) -> None:
    (time,) = times_of(text)

    assert not time.is_evidence
    assert time.days.earliest is None
    assert time.days.latest is None


def test_a_month_that_is_somebody_s_name_is_no_evidence() -> None:
    document = document_of("April Orlo spoke in April.")
    names = names_in(document, {"April Orlo": (EntityKind.PERSON, "April Orlo")})

    found = find_expressions(document, names=names)

    assert [one.is_evidence for one in found] == [False, True]


def test_a_date_in_furniture_is_kept_and_is_no_evidence() -> None:
    document = document_of("Wednesday, July 24, 2041", "The accord holds today.")
    header = document.blocks[0]
    furniture = Block(span=header.span, kind=BlockKind.FURNITURE, how=MADE)
    document = replace(document, blocks=(furniture, *document.blocks[1:]))

    found = find_expressions(document)

    assert [(one.text, one.is_evidence) for one in found] == [
        ("Wednesday, July 24, 2041", False),
        ("today", True),
    ]


@pytest.mark.parametrize(
    "piece",
    ["Monday, ", "one ", "Nov. 1, 2, ", "the week of the ", "days before the a a ", "二上周三"],
)
def test_a_text_made_of_nothing_else_is_read_to_its_end(piece: str) -> None:
    text = piece * 3000 + " and on Nov. 12."

    assert printed(text)[-1].endswith("Nov. 12")


def test_a_text_of_more_expressions_than_any_book_is_cut() -> None:
    document = document_of("now " * (MAX_EXPRESSIONS + 1))

    assert len(find_expressions(document)) == MAX_EXPRESSIONS


def test_ends_of_a_span_of_years_are_two_and_a_hyphen_makes_one() -> None:
    assert printed("from 2029 to 2031, as in 2029-31") == ["2029", "2031", "2029-31"]


def test_a_no_break_space_is_a_space() -> None:
    assert printed("They meet on Nov.\u00a012 and\u00a013.") == ["Nov.\u00a012 and\u00a013"]


def test_right_to_left_text_around_an_expression_does_not_hide_it() -> None:
    assert printed("قال يوم 2031-11-12 إن") == ["2031-11-12"]


@given(st.text(alphabet="Nov. 12and3Mondyweks,agoth'’\n\u00a0年月日上周三0", max_size=60))
def test_whatever_the_text_expressions_lie_within_it_in_order_and_apart(text: str) -> None:
    document = document_of(text)

    spans = [one.span for one in find_expressions(document)]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans, key=lambda span: span.start)
    assert not any(a.overlaps(b) for a, b in pairwise(spans))


def test_spans_are_of_the_document_that_was_read() -> None:
    document = document_of("It began in May 2031.")

    (one,) = find_expressions(document)

    assert one.span == Span(document=document.sha256, start=12, end=20)
