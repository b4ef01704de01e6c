"""Read the times of made texts, in one line."""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.facts import Fact
from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.times.find import find_expressions
from servanda.evidence.times.resolve import resolve_times
from servanda.evidence.times.time import Time
from tests.evidence.making import document_of

WRITTEN = date(2031, 11, 3)  # a Monday; 12 November 2031 is a Wednesday


def times_of(
    text: str,
    *,
    written: date | Interval = WRITTEN,
    facts: Sequence[Fact] = (),
) -> tuple[Time, ...]:
    published = written if isinstance(written, Interval) else one_day(written)
    return resolve_times(find_expressions(document_of(text)), published=published, facts=facts)


def values_of(text: str, *, written: date | Interval = WRITTEN) -> list[str]:
    return [time.value for time in times_of(text, written=written)]


def printed(text: str) -> list[str]:
    return [text[time.span.start : time.span.end] for time in times_of(text)]
