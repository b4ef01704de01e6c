"""Spans, intervals and rules say what they are, and refuse what no text can have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.intervals import ANY_DAY, Interval, InvalidIntervalError, one_day
from servanda.evidence.rules import how
from servanda.evidence.spans import InvalidSpanError, Span, content_key

DOCUMENT = "ab" * 32
SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
    lambda ends: Span(document=DOCUMENT, start=min(ends), end=max(ends))
)
DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2016, 12, 31))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_that_no_text_can_have_is_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidSpanError):
        Span(document=DOCUMENT, start=start, end=end)


@given(SPANS, SPANS)
def test_spans_overlap_exactly_when_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))

    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


def test_the_same_place_in_two_documents_is_two_places() -> None:
    one = Span(document=DOCUMENT, start=0, end=9)
    other = Span(document="cd" * 32, start=0, end=9)

    assert not one.overlaps(other)
    assert not one.covers(other)
    assert content_key("claim", one) != content_key("claim", other)


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidIntervalError):
        Interval(earliest=date(2015, 9, 25), latest=date(2015, 9, 24))


@given(DAYS, st.integers(0, 40), DAYS, st.integers(0, 40))
def test_intervals_meet_exactly_when_a_day_lies_in_both(
    first: date, length: int, second: date, other_length: int
) -> None:
    one = Interval(earliest=first, latest=first + timedelta(days=length))
    other = Interval(earliest=second, latest=second + timedelta(days=other_length))
    days = {first + timedelta(days=day) for day in range(length + 1)}
    other_days = {second + timedelta(days=day) for day in range(other_length + 1)}

    assert one.meets(other) == other.meets(one) == bool(days & other_days)
    assert ANY_DAY.meets(one)


def test_a_rule_names_its_version_and_its_settings_in_one_order() -> None:
    assert how("speaker.cue", 2) == "speaker.cue/2"
    assert how("reuse.copy", 1, shared=3, containment=500) == (
        "reuse.copy/1(containment=500,shared=3)"
    )
    assert one_day(date(2015, 9, 25)).as_json() == {
        "earliest": "2015-09-25",
        "latest": "2015-09-25",
    }
