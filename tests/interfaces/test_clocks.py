from datetime import UTC, datetime, timedelta, timezone

import pytest

from servanda.core.identifiers import AccordName, Origin
from servanda.interfaces.clocks import due_words, shown_due
from servanda.usecases.ports.casework import DeadlineRecord
from tests.core.keys.cast import ALICE, BOB

DUE = datetime(2016, 6, 18, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (0, "2016-06-18T16:00:00Z"),
        (8, "2016-06-18T16:00:00Z (2016-06-19 00:00 +0800)"),
        (-4, "2016-06-18T16:00:00Z (2016-06-18 12:00 -0400)"),
    ],
)
def test_a_due_time_is_shown_in_utc_and_where_it_differs_in_local_time(
    hours: int, shown: str
) -> None:
    assert shown_due(DUE, zone=timezone(timedelta(hours=hours))) == shown


@pytest.mark.parametrize(
    ("left", "english", "chinese"),
    [
        (timedelta(seconds=40), "due in 40 s,", "40 秒"),
        (timedelta(minutes=50), "due in 50 min,", "50 分钟"),
        (timedelta(hours=3), "due in 3 h,", "3 小时"),
        (timedelta(days=9), "due in 9 d,", "9 天"),
    ],
)
def test_how_long_a_clock_runs_is_said_in_the_units_of_the_language(
    left: timedelta, english: str, chinese: str
) -> None:
    clock = DeadlineRecord(
        case=bytes(32),
        own=Origin(from_party=ALICE, accord_name=AccordName("a-b"), to_party=BOB),
        clock="answer",
        number=1,
        is_ours=True,
        started_at=DUE - timedelta(days=10),
        due_at=DUE,
        is_provisional=False,
    )

    assert english in due_words(clock, now=DUE - left, language="en")
    assert chinese in due_words(clock, now=DUE - left, language="zh-Hans")
