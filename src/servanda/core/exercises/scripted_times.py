"""Times in a scenario: from the start of the exercise, which nobody knows when it is written.

Source: docs/spec/exercises.md, "Times".
"""

import re
from datetime import datetime, timedelta
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import format_instant

TIME_PATTERN: Final = r"[0-9]{1,4}:[0-5][0-9]"
_SCRIPTED: Final = re.compile(rf"T([+-])({TIME_PATTERN})( day)?")


def read_time(text: str) -> timedelta:
    """Return the time that `text`, which fits `TIME_PATTERN`, writes as hours and minutes."""
    hours, _, minutes = text.partition(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def write_time(time: timedelta) -> str:
    """Return a time from the start as a scenario writes it."""
    minutes = int(time.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def with_times(value: JsonObject, *, start: datetime) -> JsonObject:
    """Return `value` with each `T+hours:minutes` or `T-…` in it as the instant, or day, meant."""
    return {name: _placed(item, start=start) for name, item in value.items()}


def _placed(value: JsonValue, *, start: datetime) -> JsonValue:
    if isinstance(value, dict):
        return {name: _placed(item, start=start) for name, item in value.items()}
    if isinstance(value, list):
        return [_placed(item, start=start) for item in value]
    if not isinstance(value, str):
        return value
    found = _SCRIPTED.fullmatch(value)
    if found is None:
        return value
    time = read_time(found[2])
    instant = start + time if found[1] == "+" else start - time
    return instant.date().isoformat() if found[3] else format_instant(instant)
