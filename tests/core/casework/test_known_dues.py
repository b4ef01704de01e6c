"""What is remembered of due times is what was reckoned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.terms import ClockRule
from servanda.core.casework.calendars import Calendar, CalendarVersion, Offset
from servanda.core.casework.clocks import due_at
from servanda.core.casework.known_dues import KnownDues
from tests.core.keys.cast import ALICE, BOB

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

rules = st.builds(
    ClockRule,
    name=st.just("answer"),
    unit=st.sampled_from(["hours", "calendar_days", "working_days", "months", "none"]),
    amount=st.integers(1, 12),
    roll=st.sampled_from(["none", "next_working_day"]),
)
calendars = st.builds(
    Calendar,
    weekend=st.sampled_from([frozenset({5, 6}), frozenset({4})]),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=5),
    opened=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=2),
    offsets=st.lists(st.integers(-14, 14), min_size=1, max_size=2).map(
        lambda hours: tuple(
            Offset(start=FIRST + number * 300 * HOUR, offset=HOUR * each)
            for number, each in enumerate(hours)
        )
    ),
    complete_until=st.none() | st.dates(date(2026, 1, 5), date(2026, 4, 1)),
)
versions = st.lists(st.tuples(st.integers(0, 1_500), calendars), max_size=3).map(
    lambda entries: [
        CalendarVersion(received_at=FIRST + hour * HOUR, calendar=calendar)
        for hour, calendar in sorted(entries, key=lambda entry: entry[0])
    ]
)
starts = st.lists(st.integers(0, 1_440), min_size=2, max_size=12)


@given(rule=rules, known=versions, hours=starts, grace=st.sampled_from([0, 3_600]))
def test_a_due_time_asked_for_again_is_the_one_that_is_reckoned_anew(
    rule: ClockRule, known: Sequence[CalendarVersion], hours: Sequence[int], grace: int
) -> None:
    dues = KnownDues()

    for hour in hours:
        start = FIRST + hour * HOUR
        found = dues.due(rule, party=BOB, start=start, calendars=known, grace_seconds=grace)

        assert found == due_at(rule, start=start, calendars=known, grace_seconds=grace)


def test_a_calendar_that_comes_later_is_not_overlooked() -> None:
    dues = KnownDues()
    rule = ClockRule(name="answer", unit="working_days", amount=3)
    closed = Calendar(
        weekend=frozenset({5, 6}),
        closed=frozenset({date(2026, 1, 2)}),
        opened=frozenset(),
        offsets=(Offset(start=FIRST, offset=timedelta()),),
        complete_until=date(2026, 12, 31),
    )
    later = [CalendarVersion(received_at=FIRST + HOUR, calendar=closed)]

    before = dues.due(rule, party=BOB, start=FIRST, calendars=[], grace_seconds=0)
    after = dues.due(rule, party=BOB, start=FIRST, calendars=later, grace_seconds=0)
    others = dues.due(rule, party=ALICE, start=FIRST, calendars=[], grace_seconds=0)

    assert before == others
    assert before is not None
    assert after is not None
    assert after.at - before.at == 24 * HOUR
