"""Days of publication follow from all clues of all documents, and what clashes is told."""

from datetime import date
from itertools import permutations

import pytest

from servanda.evidence.intervals import ANY_DAY, Interval, one_day
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.publication.solve import solve_publications
from servanda.evidence.reading.read import read_document
from servanda.evidence.spans import Span
from tests.evidence.publication.solving_texts import (
    ANNOUNCED,
    PLANNED,
    SENT,
    clues_of,
    solved,
    words_of,
)


def test_three_documents_on_one_affair_date_each_other() -> None:
    planned, sent, announced = solved(PLANNED, SENT, ANNOUNCED)

    week = Interval(earliest=date(2031, 11, 10), latest=date(2031, 11, 11))
    assert (planned.days, planned.best) == (week, None)
    assert (sent.days, sent.best) == (week, date(2031, 11, 10))
    assert announced.candidates == (date(2031, 10, 21), date(2031, 10, 28), date(2031, 11, 4))
    assert announced.best == date(2031, 11, 4)
    assert not planned.conflict + sent.conflict + announced.conflict


def test_the_answer_names_the_words_that_it_rests_on() -> None:
    _, sent, announced = solved(PLANNED, SENT, ANNOUNCED)

    assert {"Monday", "this week", "Wednesday and Thursday"} <= set(words_of(SENT, sent))
    assert "the three weeks following the deal" in words_of(ANNOUNCED, announced)
    assert announced.facts == ("accord.signed",)


def test_a_fact_that_was_not_used_is_not_named() -> None:
    (publication,) = solved("They met on Monday in Quay, and Northmark was glad.")

    assert publication.facts == ()
    assert publication.reasons == ()


def test_the_order_of_documents_never_changes_the_answer() -> None:
    clues = [clues_of(text) for text in (PLANNED, SENT, ANNOUNCED)]

    answers = {
        solve_publications(list(order), facts=(), gazetteer=Gazetteer())
        for order in permutations(clues)
    }

    assert len(answers) == 1


def test_a_document_given_twice_is_one() -> None:
    clues = clues_of(PLANNED)

    once = solve_publications([clues], facts=(), gazetteer=Gazetteer())

    assert solve_publications([clues, clues], facts=(), gazetteer=Gazetteer()) == once


def test_a_text_without_clues_has_an_open_day() -> None:
    (publication,) = solved("Nobody knows when this was written.")

    assert (publication.days, publication.best, publication.candidates) == (ANY_DAY, None, ())


def test_the_day_of_fetching_is_an_upper_bound_and_no_more() -> None:
    (publication,) = solved("Nobody knows when.", fetched=date(2031, 5, 6))

    assert publication.days == Interval(earliest=None, latest=date(2031, 5, 6))
    assert publication.best is None


@pytest.mark.parametrize(
    "furniture",
    [
        "Copyright 2041 Harbor Media Inc. All rights reserved.",
        "Most Popular\n\nUpdated July 24, 2041",
    ],
)
def test_page_furniture_never_dates_a_document(furniture: str) -> None:
    (with_furniture,) = solved(f"{PLANNED}\n\n{furniture}\n")
    (without,) = solved(PLANNED)

    assert with_furniture.days == without.days
    assert with_furniture.conflict == ()


def test_a_dated_header_above_the_title_never_dates_a_document() -> None:
    (publication,) = solved(f"78.5 F\nQuay\nWednesday, July 24, 2041\n\n{PLANNED}")

    assert publication.days == solved(PLANNED)[0].days


def test_a_day_in_the_byline_dates_a_document_that_it_fits() -> None:
    text = PLANNED.replace("raids\n", "raids\n\nNovember 10, 2031\n", 1)

    (publication,) = solved(text)

    assert publication.best == date(2031, 11, 10)
    assert publication.conflict == ()


def test_a_day_in_the_byline_that_does_not_fit_is_told_and_left_out() -> None:
    text = PLANNED.replace("raids\n", "raids\n\nJuly 24, 2041\n", 1)

    (publication,) = solved(text)

    assert "July 24, 2041" in [words_at(text, span) for span in publication.conflict]
    assert publication.days == solved(PLANNED)[0].days


def test_weekday_with_day_of_month_fixes_the_year() -> None:
    text = (
        "President Ada Merrow of Northmark was there. The dialogue is scheduled for Wednesday, "
        "Nov. 12, and Deputy Secretary of Harbor Safety Mara Oakes will meet them this week. "
        "Oakes's meetings are set for Wednesday, Nov. 12."
    )

    (publication,) = solved(text)

    assert publication.days == Interval(earliest=date(2031, 11, 10), latest=date(2031, 11, 11))


def test_the_holder_of_an_office_gives_the_term() -> None:
    (publication,) = solved("Harbor Safety Secretary Jon Halloran said that it was so.")

    assert publication.days == Interval(earliest=date(2029, 2, 1), latest=date(2031, 6, 29))


def test_a_former_holder_gives_nothing() -> None:
    (publication,) = solved("Former Harbor Safety Secretary Jon Halloran said that it was so.")

    assert publication.days == ANY_DAY


def test_of_two_holders_of_one_office_the_later_one_counts() -> None:
    (publication,) = solved(
        "Harbor Safety Secretary Jon Halloran began it. Harbor Safety Secretary Ruth Penhale "
        "ended it."
    )

    assert publication.days == Interval(earliest=date(2031, 7, 1), latest=None)


def test_a_title_from_the_past_does_not_clash_with_a_later_date() -> None:
    (publication,) = solved(
        "President Ada Merrow of Northmark agreed to it. All of it was undone in 2036."
    )

    assert publication.days == Interval(earliest=date(2036, 1, 1), latest=None)
    assert publication.conflict == ()


def test_clues_that_cannot_all_hold_are_told_and_left_out() -> None:
    text = (
        "Harbor Safety Secretary Ruth Penhale spoke. Raids went on in the three weeks following "
        "the deal of Northmark and Southmere in September. It was undone in 2036."
    )

    (publication,) = solved(text, fetched=date(2035, 1, 1))

    assert [words_at(text, span) for span in publication.conflict] == ["2036"]
    assert publication.days == Interval(earliest=date(2031, 10, 15), latest=date(2035, 1, 1))


def words_at(text: str, span: Span) -> str:
    document = read_document(text.encode(), name="made.txt")
    return document.text[span.start : span.end]


def test_what_one_announces_and_another_tells_as_set_puts_them_in_order() -> None:
    planned, announced = solved(PLANNED, ANNOUNCED)

    assert announced.days.latest is not None
    assert planned.days.latest is not None
    assert announced.days.latest < planned.days.latest


def test_documents_on_different_affairs_do_not_date_each_other() -> None:
    other = (
        "Bakers will hold their first dialogue in Tolland on December 1 and 2 of this year, "
        "baker Ulla Brandt said Tuesday. Flour, Yeast, Butter and Sugar were praised in Oxbow."
    )

    alone = solved(PLANNED)[0]
    beside = solved(PLANNED, other)[0]

    assert beside == alone


def test_the_second_of_a_series_is_later_than_who_plans_the_first() -> None:
    second = (
        "The second dialogue of Northmark and Southmere was held in Lowport, Southmerese officials "
        "of Harbor Safety said. President Ada Merrow and President Xun Lanting sent greetings from "
        "Quay. Deputy Secretary of Harbor Safety Mara Oakes was glad."
    )

    planned, held = solved(PLANNED, second)

    assert held.days.earliest is not None
    assert planned.days.earliest is not None
    assert held.days.earliest > planned.days.earliest


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("They signed the harbor accord.", Interval(earliest=date(2031, 9, 24))),
        ("They will sign the harbor accord.", Interval(latest=date(2031, 9, 24))),
        ("The harbor accord will be signed.", Interval(latest=date(2031, 9, 24))),
        ("They will discuss the harbor accord.", ANY_DAY),
        ("The deal was praised.", ANY_DAY),
    ],
)
def test_a_known_event_bounds_by_whether_it_is_past_or_planned(
    sentence: str, days: Interval
) -> None:
    (publication,) = solved(f"Of Northmark and Southmere. {sentence}")

    assert publication.days == days


def test_a_fact_on_another_affair_dates_nothing() -> None:
    (publication,) = solved("Bakers signed the harbor accord of Tolland.")

    assert publication.days == ANY_DAY


def test_a_fact_that_the_solver_is_not_given_dates_nothing() -> None:
    clues = clues_of("They of Northmark and Southmere signed the harbor accord.")

    (publication,) = solve_publications([clues], facts=(), gazetteer=Gazetteer())

    assert publication.days == ANY_DAY


def test_a_year_in_the_past_bounds_from_below_and_a_goal_does_not() -> None:
    (told,) = solved("Northmark joined it in 2028.")
    (goal,) = solved("Northmark agreed to leave it by 2045.")

    assert told.days == Interval(earliest=date(2028, 1, 1))
    assert goal.days == ANY_DAY


def test_times_are_resolved_from_the_best_day_and_else_from_all() -> None:
    planned, sent, _ = solved(PLANNED, SENT, ANNOUNCED)

    assert planned.reference == planned.days
    assert sent.reference == one_day(date(2031, 11, 10))


def test_many_documents_on_one_affair_date_each_other_like_three() -> None:
    texts = [
        text.replace("Lowport", f"Lowport in the District {number}")
        for number in range(6)
        for text in (PLANNED, SENT, ANNOUNCED)
    ]

    found = solved(*texts)

    assert {one.days for one in found[::3]} == {solved(PLANNED, SENT, ANNOUNCED)[0].days}
    assert not any(one.conflict for one in found)


def test_talks_of_one_text_are_the_meetings_of_another() -> None:
    talks = PLANNED.replace("Oakes's meetings are", "Oakes's talks are")

    planned, sent, _ = solved(talks, SENT, ANNOUNCED)

    week = Interval(earliest=date(2031, 11, 10), latest=date(2031, 11, 11))
    assert (planned.days, sent.days) == (week, week)
