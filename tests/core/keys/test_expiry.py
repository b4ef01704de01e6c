from datetime import UTC, datetime, timedelta

import pytest

from servanda.core.keys.expiry import has_expired, last_warning

EXPIRES = datetime(2028, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "warning"),
    [
        (timedelta(days=365), None),
        (timedelta(days=30) + SECOND, None),
        (timedelta(days=30), 30),
        (timedelta(days=14) + SECOND, 30),
        (timedelta(days=14), 14),
        (timedelta(days=3) + SECOND, 14),
        (timedelta(days=3), 3),
        (SECOND, 3),
        (timedelta(0), 3),
    ],
)
def test_three_warnings_come_before_the_expiry(before: timedelta, warning: int | None) -> None:
    assert last_warning(EXPIRES, now=EXPIRES - before) == warning


def test_keys_may_be_used_up_to_the_second_before_their_expiry() -> None:
    assert not has_expired(EXPIRES, now=EXPIRES - SECOND)
    assert has_expired(EXPIRES, now=EXPIRES)
    assert has_expired(EXPIRES, now=EXPIRES + SECOND)
