from datetime import UTC, datetime, timedelta, timezone

import pytest

from servanda.interfaces.clocks import shown_due

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
