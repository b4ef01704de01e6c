"""The clocks of the queue in words, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core.desk.case_filters import VALUES, CaseFilter, Field
from servanda.core.desk.case_order import CaseOrder
from servanda.interfaces.queue_words import clock_words_of, filter_words, order_words
from servanda.usecases.ports.case_lists import ListedCase, NextClock
from tests.usecases.ports.test_casework_store_contract import case
from tests.usecases.store_samples import NOW

OPEN = replace(case(1), answered_at=None, due_at=NOW + timedelta(hours=8), started_at=NOW)
CLOCK = NextClock(clock="answer", is_ours=True, started_at=NOW, due_at=NOW + timedelta(hours=8))


def row(clock: NextClock | None = CLOCK, **changed: object) -> ListedCase:
    return ListedCase(case=replace(OPEN, **changed), next_clock=clock)  # type: ignore[arg-type]


def answered(hours: float) -> ListedCase:
    return row(None, answered_at=NOW + timedelta(hours=hours), is_open=False)


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (answered(6), "answered 2 h early", "提前 2 小时答复"),
        (answered(8), "answered on the deadline", "在截止时刻答复"),
        (answered(8.01), "answered 36 s late", "逾期 36 秒答复"),
        (answered(8 + 72), "answered 3 d late", "逾期 3 天答复"),
    ],
)
def test_an_answer_that_was_given_says_how_early_or_late(
    found: ListedCase, english: str, chinese: str
) -> None:
    # A year later it is still what it was: a stopped clock is never overdue.
    later = NOW + timedelta(days=365)

    assert clock_words_of(found, now=later, language="en").stopped == english
    assert clock_words_of(found, now=later, language="zh-Hans").stopped == chinese
    assert not clock_words_of(found, now=later, language="en").is_overdue


@pytest.mark.parametrize(
    ("hours", "percent", "english", "chinese"),
    [
        (0, 0, "answer: due in 8 h", "答复：尚余 8 小时"),
        (6, 75, "answer: due in 2 h", "答复：尚余 2 小时"),
        (8, 100, "answer: due in 0 s", "答复：尚余 0 秒"),
        (8 + 72, 100, "answer: overdue by 3 d", "答复：已逾期 3 天"),
    ],
)
def test_a_clock_that_runs_has_words_and_a_bar(
    hours: int, percent: int, english: str, chinese: str
) -> None:
    now = NOW + timedelta(hours=hours)

    words = clock_words_of(row(), now=now, language="en")

    assert (words.running, words.percent) == (english, percent)
    assert words.is_overdue == (hours > 8)
    assert clock_words_of(row(), now=now, language="zh-Hans").running == chinese


def test_a_pause_says_its_cause() -> None:
    asked = row(is_held=True, state="clarification")
    postponed = row(is_held=True, state="postponed")

    causes = [clock_words_of(one, now=NOW, language="en").paused for one in (asked, postponed)]
    assert causes == [
        "the answer clock is paused: a question waits for its answer",
        "the answer clock is paused: postponed",
    ]
    assert clock_words_of(row(), now=NOW, language="en").paused == ""


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_filter_and_every_order_has_words_of_its_own(language: str) -> None:
    filters = [
        CaseFilter(field=field, value=value, is_not=is_not)
        for field in Field
        for value in VALUES.get(field, ("bob.example",))
        for is_not in (False, True)
    ]
    words = [
        *(filter_words(one, language=language) for one in filters),
        *(order_words(order, language=language) for order in CaseOrder),
    ]

    assert len(set(words)) == len(words)
