"""The worked examples of docs/spec/deadlines.md, by their numbers, and what holds for all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.terms import ClockRule
from servanda.core.casework.calendars import Calendar, CalendarVersion
from servanda.core.casework.clocks import (
    LONGEST_PAUSE,
    Due,
    Pause,
    RunningDue,
    Verdict,
    describe_margin,
    describe_verdict,
    due_at,
    verdict_of,
)
from tests.core.casework.calendars import CE, CHINA, US, received, utc


def rule(unit: str, amount: int, roll: str = "none") -> ClockRule:
    return ClockRule(name="answer", unit=unit, amount=amount, roll=roll)


def due(
    clock: ClockRule, start: str, calendar: Calendar, pauses: tuple[tuple[str, str], ...] = ()
) -> datetime:
    found = due_at(
        clock,
        start=utc(start),
        calendars=received(calendar),
        pauses=[Pause(start=utc(begin), end=utc(end)) for begin, end in pauses],
    )
    assert found is not None
    assert not found.provisional
    return found.at


def verdict(due_time: datetime, start: str, stop: str) -> Verdict:
    return verdict_of(
        Due(at=due_time, provisional=False),
        start=utc(start),
        stop=utc(stop),
        at=utc("2030-01-01T00:00:00Z"),
    )


def test_example_1_an_emergency_runs_through_the_weekend() -> None:
    start = "2016-04-02T22:15:30Z"

    at = due(rule("hours", 8), start, US)
    result = verdict(at, start, "2016-04-03T04:10:00Z")

    assert at == utc("2016-04-03T06:15:30Z")
    assert result.margin_seconds == 7_530
    assert describe_verdict(result) == "answered 2 h early"


@pytest.mark.parametrize(
    ("calendar", "roll", "expected"),
    [
        (CHINA, "none", "2016-06-18T16:00:00Z"),
        (CHINA, "next_working_day", "2016-06-20T16:00:00Z"),
        (US, "none", "2016-06-18T04:00:00Z"),
    ],
)
def test_example_2_the_responders_date_counts(calendar: Calendar, roll: str, expected: str) -> None:
    assert due(rule("calendar_days", 3, roll), "2016-06-14T17:30:00Z", calendar) == utc(expected)


def test_example_3_calendar_days_over_a_change_of_clocks_and_a_stop_on_the_deadline() -> None:
    start = "2016-11-02T15:00:00Z"

    at = due(rule("calendar_days", 7), start, US)
    result = verdict(at, start, "2016-11-10T05:00:00Z")

    assert at == utc("2016-11-10T05:00:00Z")
    assert result.is_in_time
    assert describe_verdict(result) == "on the deadline"


def test_example_4_working_days_over_thanksgiving() -> None:
    start = "2016-11-22T20:00:00Z"

    at = due(rule("working_days", 5), start, US)
    result = verdict(at, start, "2016-12-01T09:00:00Z")

    assert at == utc("2016-12-01T05:00:00Z")
    assert result.margin_seconds == -14_400
    assert describe_verdict(result) == "answered 4 h late"


def test_example_5_working_days_over_national_day_count_the_make_up_days() -> None:
    start = "2016-09-29T03:00:00Z"
    without = replace(CHINA, opened=frozenset())

    assert due(rule("working_days", 5), start, CHINA) == utc("2016-10-11T16:00:00Z")
    assert due(rule("working_days", 5), start, without) == utc("2016-10-13T16:00:00Z")


def test_example_6_a_pause_moves_hours_by_its_seconds() -> None:
    start = "2016-04-05T01:00:00Z"

    at = due(rule("hours", 8), start, US, (("2016-04-05T03:20:00Z", "2016-04-05T06:05:00Z"),))
    result = verdict(at, start, "2016-04-05T10:45:00Z")

    assert at == utc("2016-04-05T11:45:00Z")
    assert describe_verdict(result) == "answered 60 min early"


def test_example_7_a_pause_moves_working_days_by_those_it_crosses() -> None:
    pause = ("2016-10-12T08:00:00Z", "2016-10-14T01:00:00Z")
    start = "2016-10-10T02:00:00Z"

    assert due(rule("working_days", 5), start, CHINA) == utc("2016-10-17T16:00:00Z")
    assert due(rule("working_days", 5), start, CHINA, (pause,)) == utc("2016-10-19T16:00:00Z")


@pytest.mark.parametrize(
    ("noticed", "extended"),
    [
        ("2016-03-08T20:00:00Z", "2016-03-19T04:00:00Z"),
        ("2016-03-09T05:00:01Z", "2016-03-09T05:00:00Z"),
    ],
)
def test_example_8_a_notice_moves_the_extended_due_time_only_if_it_comes_in_time(
    noticed: str, extended: str
) -> None:
    start, stop = "2016-03-01T14:00:00Z", "2016-03-17T15:00:00Z"
    running = RunningDue(rule("calendar_days", 7), start=utc(start), calendars=received(US))
    original = running.due()
    assert original is not None

    if utc(noticed) <= original.at:
        running.prolong(date(2016, 3, 18))
    moved = running.due()

    assert original.at == utc("2016-03-09T05:00:00Z")
    assert describe_verdict(verdict(original.at, start, stop)) == "answered 8 d late"
    assert moved is not None
    assert moved.at == utc(extended)
    if moved.at > original.at:
        result = verdict(moved.at, start, stop)
        assert (result.margin_seconds, describe_verdict(result)) == (133_200, "answered 37 h early")


@pytest.mark.parametrize("unit", ["hours", "calendar_days", "working_days", "months"])
def test_a_given_date_is_due_at_its_end_whatever_was_counted_and_pauses_go_on_from_it(
    unit: str,
) -> None:
    running = RunningDue(
        rule(unit, 1, "next_working_day" if unit in ("calendar_days", "months") else "none"),
        start=utc("2016-06-01T12:00:00Z"),
        calendars=received(CHINA),
    )
    running.prolong(date(2016, 7, 9))  # a Saturday, which does not roll
    at_the_date = running.due()
    running.prolong(date(2016, 7, 1))
    not_shortened = running.due()
    running.pause(Pause(start=utc("2016-07-04T12:00:00Z"), end=utc("2016-07-05T12:00:00Z")))
    paused = running.due()

    assert at_the_date is not None
    assert at_the_date.at == utc("2016-07-09T16:00:00Z")
    assert not_shortened == at_the_date
    assert paused is not None
    moved = "2016-07-11T16:00:00Z" if unit == "working_days" else "2016-07-10T16:00:00Z"
    assert paused.at == utc(moved)


def test_example_9_a_month_from_the_31st_ends_with_the_last_day_of_february() -> None:
    assert due(rule("months", 1), "2016-01-31T18:00:00Z", US) == utc("2016-03-01T05:00:00Z")


def test_example_10_hours_and_a_month_from_what_was_said_first() -> None:
    aware, notified = "2026-01-30T09:12:00Z", "2026-02-02T06:00:00Z"

    second = due(rule("hours", 72), aware, CE)

    assert due(rule("hours", 24), aware, CE) == utc("2026-01-31T09:12:00Z")
    assert second == utc("2026-02-02T09:12:00Z")
    assert describe_verdict(verdict(second, aware, notified)) == "answered 3 h early"
    assert due(rule("months", 1), notified, CE) == utc("2026-03-02T23:00:00Z")


def test_example_11_each_stage_starts_at_the_stop_of_the_one_before() -> None:
    served = "2026-04-10T08:00:00Z"

    second = due(rule("calendar_days", 20), served, CE)

    assert due(rule("calendar_days", 45), "2026-03-02T10:00:00Z", CE) == utc("2026-04-16T22:00:00Z")
    assert second == utc("2026-04-30T22:00:00Z")
    assert describe_verdict(verdict(second, served, "2026-05-01T04:00:00Z")) == "answered 6 h late"


def test_example_12_seconds_count() -> None:
    start = "2016-05-03T09:58:30Z"

    at = due(rule("hours", 8), start, US)
    result = verdict(at, start, "2016-05-03T17:59:10Z")

    assert at == utc("2016-05-03T17:58:30Z")
    assert not result.is_in_time
    assert describe_verdict(result) == "answered 40 s late"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, (0, "s")),
        (59, (59, "s")),
        (60, (1, "min")),
        (7_199, (119, "min")),
        (7_200, (2, "h")),
        (172_799, (47, "h")),
        (-172_800, (2, "d")),
    ],
)
def test_margins_are_said_in_the_unit_of_their_size(
    seconds: int, expected: tuple[int, str]
) -> None:
    assert describe_margin(seconds) == expected


def test_an_open_clock_is_overdue_or_still_has_time() -> None:
    at = Due(at=utc("2026-01-02T00:00:00Z"), provisional=False)
    start = utc("2026-01-01T00:00:00Z")

    late = verdict_of(at, start=start, stop=None, at=utc("2026-01-04T00:00:00Z"))
    running = verdict_of(at, start=start, stop=None, at=utc("2026-01-01T22:00:00Z"))

    assert describe_verdict(late) == "overdue by 2 d"
    assert describe_verdict(running) == "due in 2 h"


def test_expeditious_is_never_late() -> None:
    clock = rule("none", 0)

    assert due_at(clock, start=utc("2026-01-01T00:00:00Z"), calendars=()) is None


def test_a_stop_before_the_start_counts_as_no_time() -> None:
    at = Due(at=utc("2026-01-02T00:00:00Z"), provisional=False)

    result = verdict_of(
        at, start=utc("2026-01-01T00:00:00Z"), stop=utc("2025-12-31T00:00:00Z"), at=at.at
    )

    assert result.margin_seconds == 86_400


def test_grace_is_added_to_the_due_time() -> None:
    found = due_at(
        rule("hours", 8), start=utc("2026-01-01T00:00:00Z"), calendars=(), grace_seconds=60
    )

    assert found == Due(at=utc("2026-01-01T08:01:00Z"), provisional=False)


def test_a_pause_that_begins_after_the_due_time_cures_nothing() -> None:
    start, late = "2016-04-05T01:00:00Z", ("2016-04-05T09:00:01Z", "2016-04-06T00:00:00Z")
    days = ("2016-04-06T04:00:01Z", "2016-04-08T00:00:00Z")

    assert due(rule("hours", 8), start, US, (late,)) == utc("2016-04-05T09:00:00Z")
    assert due(rule("calendar_days", 1), start, US, (days,)) == utc("2016-04-06T04:00:00Z")


def test_overlapping_pauses_count_once() -> None:
    pauses = (
        ("2016-04-05T02:00:00Z", "2016-04-05T04:00:00Z"),
        ("2016-04-05T03:00:00Z", "2016-04-05T05:00:00Z"),
    )

    assert due(rule("hours", 8), "2016-04-05T01:00:00Z", US, pauses) == utc("2016-04-05T12:00:00Z")


def test_the_version_received_at_the_start_applies_and_a_later_one_changes_nothing() -> None:
    later = replace(CHINA, opened=frozenset())
    versions = (*received(CHINA), *received(later, "2016-09-30T00:00:00Z"))

    found = due_at(rule("working_days", 5), start=utc("2016-09-29T03:00:00Z"), calendars=versions)

    assert found == Due(at=utc("2016-10-11T16:00:00Z"), provisional=False)


def test_a_provisional_date_is_settled_by_the_first_version_that_covers_it() -> None:
    short = replace(CHINA, complete_until=date(2016, 9, 30))
    start = utc("2016-09-29T03:00:00Z")
    in_time = (*received(short), *received(CHINA, "2016-10-05T00:00:00Z"))
    too_late = (*received(short), *received(CHINA, "2016-10-06T16:00:00Z"))

    provisional = due_at(rule("working_days", 5), start=start, calendars=received(short))

    assert provisional == Due(at=utc("2016-10-06T16:00:00Z"), provisional=True)
    assert due_at(rule("working_days", 5), start=start, calendars=in_time) == Due(
        at=utc("2016-10-11T16:00:00Z"), provisional=False
    )
    assert due_at(rule("working_days", 5), start=start, calendars=too_late) == provisional


def test_a_version_that_speaks_for_none_of_the_dates_changes_nothing_however_many_there_are() -> (
    None
):
    start = utc("2016-09-29T03:00:00Z")
    past = replace(CE, complete_until=date(2016, 9, 29))
    idle = [
        CalendarVersion(received_at=start + timedelta(seconds=number + 1), calendar=past)
        for number in range(20_000)
    ]
    settles = received(CHINA, "2016-10-05T00:00:00Z")

    without = due_at(rule("working_days", 5), start=start, calendars=settles)

    assert without is not None
    assert not without.provisional
    assert due_at(rule("working_days", 5), start=start, calendars=(*idle, *settles)) == without


@given(
    unit=st.sampled_from(["hours", "calendar_days", "working_days", "months"]),
    amount=st.integers(1, 10_000),
    start=st.datetimes(timezones=st.just(UTC)),
    pause=st.tuples(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC))),
)
def test_any_instant_that_can_be_written_can_be_reckoned_with(
    unit: str, amount: int, start: datetime, pause: tuple[datetime, datetime]
) -> None:
    calendars = (CalendarVersion(received_at=start, calendar=US),)
    clock = rule(unit, min(amount, 60))
    begin, end = pause
    pauses = [Pause(start=begin, end=min(end, begin + timedelta(days=400)) if end > begin else end)]

    found = due_at(clock, start=start, calendars=calendars, pauses=pauses)

    assert found is not None


@given(
    unit=st.sampled_from(["hours", "calendar_days", "working_days", "months"]),
    amount=st.integers(0, 12),
    roll=st.sampled_from(["none", "next_working_day"]),
    steps=st.lists(st.tuples(st.integers(-5, 60), st.integers(-2, 400)), max_size=6),
)
def test_a_running_due_time_is_at_each_pause_what_all_pauses_until_then_give(
    unit: str, amount: int, roll: str, steps: list[tuple[int, int]]
) -> None:
    clock = rule(unit, amount, roll)
    start = utc("2016-09-29T03:00:00Z")
    calendars = received(CHINA, "2016-10-05T00:00:00Z")
    running = RunningDue(clock, start=start, calendars=calendars)
    pauses: list[Pause] = []
    reached = start

    for wait, length in steps:
        begin = reached + timedelta(hours=wait)
        pauses.append(Pause(start=begin, end=begin + timedelta(hours=length)))
        reached = max(reached, pauses[-1].end)
        running.pause(pauses[-1])

        assert running.due() == due_at(clock, start=start, calendars=calendars, pauses=pauses)


@pytest.mark.parametrize("unit", ["hours", "calendar_days", "working_days", "months"])
def test_a_pause_of_thousands_of_years_is_taken_as_the_longest(unit: str) -> None:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    rule = ClockRule(name="answer", unit=unit, amount=5)

    def due_after(end: datetime) -> Due | None:
        pauses = [Pause(start=start, end=end)]
        return due_at(rule, start=start, calendars=(), pauses=pauses)

    last = datetime.max.replace(microsecond=0, tzinfo=UTC)
    assert due_after(last) == due_after(start + LONGEST_PAUSE)
    assert due_after(start + LONGEST_PAUSE - timedelta(days=7)) != due_after(last)
