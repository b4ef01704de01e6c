"""A drafted calendar holds the days and offsets it was given, whole years, in its one form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.errors import InvalidInputError
from servanda.core.statements.calendar import TYPE
from servanda.usecases.accords.draft_calendar import CountryDays, OffsetAt, draft_calendar

DAYS = CountryDays(
    weekend=frozenset({5, 6}),
    closed={date(2026, 1, 1): "New Year", date(2026, 1, 3): "A Saturday", date(2025, 1, 1): "Old"},
    opened=frozenset({date(2026, 1, 4), date(2027, 1, 2), date(2026, 1, 5)}),
)


def plain(_: datetime) -> timedelta:
    return timedelta(hours=8)


def test_only_days_that_differ_from_the_week_are_listed() -> None:
    facts = draft_calendar(DAYS, years=(2026, 2026), offset_at=plain)

    assert facts["closed"] == ["2026-01-01"]
    assert facts["opened"] == ["2026-01-04"]  # the Monday among them is worked anyhow
    assert facts["weekend"] == [5, 6]
    assert facts["complete_until"] == "2026-12-31"
    assert facts["offsets"] == [{"from": "2026-01-01T00:00:00Z", "minutes": 480}]


@given(st.integers(0, 364 * 86_400), st.integers(-840, 840), st.integers(-840, 840))
def test_a_change_of_the_offset_is_found_to_the_second(
    second: int, before: int, after: int
) -> None:
    change = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    facts = draft_calendar(DAYS, years=(2026, 2026), offset_at=changing(change, before, after))

    expected = [{"from": "2026-01-01T00:00:00Z", "minutes": after if second == 0 else before}]
    if second and before != after:
        expected.append({"from": f"{change:%Y-%m-%dT%H:%M:%SZ}", "minutes": after})
    assert facts["offsets"] == expected
    TYPE.facts.validate(facts)


@pytest.mark.parametrize("years", [(2027, 2026), (1969, 1970), (2100, 2101), (2000, 2020)])
def test_years_out_of_order_or_reach_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(InvalidInputError, match="expected the first and the last"):
        draft_calendar(DAYS, years=years, offset_at=plain)


def test_a_day_that_is_closed_and_opened_stays_closed() -> None:
    day = date(2026, 1, 3)
    days = CountryDays(weekend=frozenset({5, 6}), closed={day: "Both"}, opened=frozenset({day}))

    assert draft_calendar(days, years=(2026, 2026), offset_at=plain)["opened"] == []


def changing(change: datetime, before: int, after: int) -> OffsetAt:
    return lambda at: timedelta(minutes=before if at < change else after)
