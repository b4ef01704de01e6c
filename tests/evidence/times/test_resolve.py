"""Values and days follow from the day of publication, the tense, and what was told before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.facts import Fact
from servanda.evidence.intervals import ANY_DAY, Interval, one_day
from servanda.evidence.times.time import TimeType
from tests.evidence.times.reading_texts import WRITTEN, times_of, values_of

SIGNED = Fact(
    key="accord.signed",
    days=one_day(date(2031, 9, 24)),
    forms=("deal", "accord", "meeting"),
    source="made for this test",
)
days_of_history = st.dates(min_value=date(1995, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Voss said Monday that it will send a team.", "2031-11-03"),
        ("Voss said Tuesday that it is done.", "2031-10-28"),
        ("On Thursday and Friday, Mr. Orlo will meet them.", "2031-11-06/2031-11-07"),
        ("The talks are scheduled for Nov. 12 and 13.", "2031-11-12/2031-11-13"),
        ("The December meetings will be the first.", "2031-12"),
        ("It was signed in September.", "2031-09"),
        ("She will visit in September.", "2032-09"),
        ("It fell in December.", "2030-12"),
        ("They meet this week.", "2031-W45"),
        ("They met last month.", "2031-10"),
        ("They meet next month.", "2031-12"),
        ("It happened last year.", "2030"),
        ("It happened two years ago.", "2029"),
        ("It closed on Dec. 1 and 2 of this year.", "2031-12-01/2031-12-02"),
        ("He came 10 days ago.", "2031-10-24"),
        ("They met yesterday.", "2031-11-02"),
        ("It was found last summer.", "2031-SU"),
        ("It began in the third quarter of 2030.", "2030-Q3"),
        ("It was a custom of the 1990s.", "199"),
        ("It stood for three weeks.", "P3W"),
        ("It took two and a half years.", "P2Y6M"),
        ("They report every month.", "P1M"),
        ("They have met recently.", "PAST_REF"),
        ("It broke at 7:15 p.m. Friday.", "2031-10-31T19:15"),
        ("It broke last night.", "2031-11-02TNI"),
        ("It had been due to expire Friday.", "2031-10-31"),
        ("It came at 1530 UTC.", "2031-11-03T15:30"),
        ("Sales rose in Q3 2030.", "2030-Q3"),
        ("They meet on Mondays.", "XXXX-WXX-1"),
        ("They meet every two weeks.", "P2W"),
        ("After a year-long search it ended.", "P1Y"),
        ("It rose by year-end.", "2031-12-31"),
        ("It was in force from the winter of nineteen ninety-four.", "1994-WI"),
    ],
)
def test_an_expression_has_the_value_that_its_sentence_gives(text: str, value: str) -> None:
    assert values_of(text) == [value]


def test_weeks_are_those_of_iso_and_not_of_the_almanac() -> None:
    # 1 January 2033 is a Saturday: by ISO it belongs to the last week of 2032.
    (time,) = times_of("They meet this week.", written=date(2033, 1, 1))

    assert time.value == "2032-W53"
    assert time.days == Interval(earliest=date(2032, 12, 27), latest=date(2033, 1, 2))


def test_a_list_of_days_is_one_range_of_days() -> None:
    (time,) = times_of("They meet on Nov. 12 and 13.")

    assert time.days == Interval(earliest=date(2031, 11, 12), latest=date(2031, 11, 13))


def test_a_year_that_nothing_gives_stays_open() -> None:
    (time,) = times_of("They meet on Nov. 12.", written=ANY_DAY)

    assert time.value == "XXXX-11-12"
    assert time.days == ANY_DAY


def test_this_year_stays_open_where_no_year_is_known() -> None:
    (time,) = times_of("They meet this year.", written=ANY_DAY)

    assert time.value == "XXXX"
    assert time.days == ANY_DAY


def test_a_full_date_hangs_on_no_day_of_publication() -> None:
    (time,) = times_of("They met on March 3, 2030.", written=ANY_DAY)

    assert time.days == one_day(date(2030, 3, 3))


def test_an_open_day_of_publication_widens_what_hangs_on_it() -> None:
    week = Interval(earliest=date(2031, 11, 3), latest=date(2031, 11, 5))

    said, meets = times_of("Voss said yesterday that they meet this week.", written=week)

    assert said.days == Interval(earliest=date(2031, 11, 2), latest=date(2031, 11, 4))
    assert meets.days == Interval(earliest=date(2031, 11, 3), latest=date(2031, 11, 9))


def test_an_event_named_by_its_month_has_the_days_that_the_text_gives_it() -> None:
    first, second = times_of(
        "The dialogue is scheduled for Dec. 1 and 2. The December meetings will be the first."
    )

    assert second.value == "2031-12"
    assert (
        second.days == first.days == Interval(earliest=date(2031, 12, 1), latest=date(2031, 12, 2))
    )


def test_a_month_that_names_no_event_stays_whole() -> None:
    _, month = times_of("The dialogue is set for Dec. 1 and 2. It will rain in December.")

    assert month.days == Interval(earliest=date(2031, 12, 1), latest=date(2031, 12, 31))


@pytest.mark.parametrize(
    ("text", "value", "days"),
    [
        (
            "It went on in the three weeks following the deal.",
            "2031-09-24/2031-10-15",
            (date(2031, 9, 24), date(2031, 10, 15)),
        ),
        (
            "It began within hours of the September meeting.",
            "2031-09-24",
            (date(2031, 9, 24), date(2031, 9, 25)),
        ),
        (
            "They were held days before the accord.",
            "2031-09",
            (date(2031, 9, 1), date(2031, 9, 23)),
        ),
        (
            "It happened two days after the accord.",
            "2031-09-26",
            (date(2031, 9, 26), date(2031, 9, 26)),
        ),
    ],
)
def test_a_stretch_beside_a_known_event_has_days(
    text: str, value: str, days: tuple[date, date]
) -> None:
    (time,) = times_of(text, facts=[SIGNED])

    assert time.type is TimeType.DATE
    assert (time.value, (time.days.earliest, time.days.latest)) == (value, days)


def test_a_stretch_beside_an_unknown_event_is_a_mere_duration() -> None:
    (time,) = times_of("It went on in the three weeks following the flood.", facts=[SIGNED])

    assert (time.type, time.value, time.days) == (TimeType.DURATION, "P3W", ANY_DAY)


def test_an_event_of_another_month_is_not_taken_for_the_one_that_is_meant() -> None:
    times = times_of("It began within hours of the October meeting.", facts=[SIGNED])

    assert all(time.days.earliest != date(2031, 9, 24) for time in times)


def test_since_leaves_the_end_open() -> None:
    (time,) = times_of("They have met since May 2030.")

    assert time.days == Interval(earliest=date(2030, 5, 1), latest=None)


def test_since_a_part_of_a_month_begins_with_the_event_told_of_within_it() -> None:
    _, time = times_of(
        "It began within hours of the deal. It has gone on since late September.", facts=[SIGNED]
    )

    assert time.value == "2031-09-24"
    assert time.days == Interval(earliest=date(2031, 9, 24), latest=None)


def test_a_year_earlier_is_a_year_before_the_quarter_told_of() -> None:
    assert values_of("In the third quarter it lost more than a year earlier.") == [
        "2031-Q3",
        "2030-Q3",
    ]


def test_a_comparison_with_last_year_does_not_move_the_text_there() -> None:
    text = "The third quarter was poor; the third quarter of 2030 was not. The quarter is over."

    assert values_of(text) == ["2031-Q3", "2030-Q3", "2031-Q3"]


@given(days_of_history)
def test_a_weekday_that_was_said_is_at_most_six_days_before(written: date) -> None:
    (time,) = times_of("Voss said Wednesday it was over.", written=written)

    assert time.days.earliest is not None
    assert timedelta(0) <= written - time.days.earliest <= timedelta(days=6)
    assert time.days.earliest.isoweekday() == 3


@given(days_of_history)
def test_a_weekday_to_come_is_at_most_six_days_ahead(written: date) -> None:
    (time,) = times_of("Voss will speak on Wednesday.", written=written)

    assert time.days.earliest is not None
    assert timedelta(0) <= time.days.earliest - written <= timedelta(days=6)


@given(days_of_history, days_of_history)
def test_the_days_of_an_interval_hold_those_of_each_day_within(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    text = "Voss said Monday that they will meet on Nov. 12 and in March, as last month."

    wide = times_of(text, written=Interval(earliest=first, latest=last))
    middle = times_of(text, written=first + (last - first) // 2)

    for around, exact in zip(wide, middle, strict=True):
        assert around.days.earliest is not None
        assert around.days.latest is not None
        assert exact.days.earliest is not None
        assert exact.days.latest is not None
        assert around.days.earliest <= exact.days.earliest
        assert exact.days.latest <= around.days.latest


@pytest.mark.parametrize("text", ["on Feb. 29", "on February 29, 2031", "on June 31", "on Nov. 0"])
def test_a_day_that_the_calendar_lacks_breaks_nothing(text: str) -> None:
    times_of(f"They met {text}.", written=WRITTEN)
