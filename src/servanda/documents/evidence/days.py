"""Intervals of days in words."""

from collections.abc import Mapping

from servanda.evidence.intervals import Interval


def days_in_words(days: Interval, words: Mapping[str, str]) -> str:
    """Return an interval in the words of a page."""
    first, last = days.earliest, days.latest
    if first is None and last is None:
        return words["open"]
    if first == last and first is not None:
        return first.isoformat()
    if first is None:
        return words["until"].format(day=last)
    if last is None:
        return words["from"].format(day=first)
    return words["between"].format(first=first, last=last)
