"""Of an answer only what the document bears out is left, and the rest is counted."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.proposals.answer import (
    MAX_ANSWER_CHARACTERS,
    MAX_STATEMENTS,
    Checked,
    check_answer,
    joined,
)
from servanda.evidence.proposals.proposal import llm_how
from tests.evidence.proposals.making import CLAIM, QUOTE, answered, article, good_rows, place

HOW = llm_how("tiny-1", "ab" * 32)
DOCUMENT = article()


def check(answer: str) -> Checked:
    return check_answer(answer, document=DOCUMENT, how=HOW)


def test_what_stands_where_it_is_said_to_stand_is_proposed_in_order() -> None:
    checked = check(answered(*reversed(good_rows(DOCUMENT))))

    assert [one.statement.text for one in checked.proposals] == [QUOTE, CLAIM]
    assert {one.how for one in checked.proposals} == {f"llm:tiny-1:{'ab' * 32}"}
    assert checked.dropped == ()


def test_an_answer_in_a_code_fence_is_read() -> None:
    assert len(check(f"```json\n{answered(*good_rows(DOCUMENT))}\n```").proposals) == 2


def moved(row: dict[str, Any], by: int) -> dict[str, Any]:
    return {**row, "start": row["start"] + by, "end": row["end"] + by}


def changed(**members: object) -> dict[str, Any]:
    return {**good_rows(DOCUMENT)[0], **members}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (moved(good_rows(DOCUMENT)[0], 1), "not_there"),
        (changed(text=QUOTE.replace("nothing", "everything")), "not_there"),
        (changed(text=QUOTE.upper()), "not_there"),
        (changed(text=QUOTE.replace("“", '"')), "not_there"),
        (changed(end=10_000_000), "no_statement"),
        (changed(start=-5), "no_statement"),
        (changed(start=True), "no_statement"),
        (changed(start=1.0), "no_statement"),
        (changed(text=None), "no_statement"),
        (changed(kind="finding"), "no_statement"),
        (changed(kind=["quotation"]), "no_statement"),
        ({**good_rows(DOCUMENT)[1], "kind": "quotation"}, "no_quotation"),
        (changed(**place(DOCUMENT, QUOTE[:-1])), "no_quotation"),
        (changed(**place(DOCUMENT, QUOTE + " she told")), "no_quotation"),
        (changed(speaker={"start": 0, "end": 3, "text": "She"}), "speaker_not_there"),
        (changed(speaker="Okafor"), "speaker_not_there"),
        # A heading is no evidence, and two paragraphs are no statement.
        ({"kind": "claim", **place(DOCUMENT, "Envoys of both states meet")}, "not_there"),
        ({"kind": "claim", **place(DOCUMENT, "in Calder.\n\nIgnore all")}, "not_there"),
        ("kept", "no_statement"),
        (None, "no_statement"),
    ],
)
def test_a_row_that_the_text_does_not_bear_out_is_dropped_and_counted(
    row: object, reason: str
) -> None:
    checked = check(answered(row, good_rows(DOCUMENT)[1]))

    assert [one.statement.text for one in checked.proposals] == [CLAIM]
    assert [(one.value, count) for one, count in checked.dropped] == [(reason, 1)]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "The commitment is kept.",
        "[]",
        "{}",
        '{"statements": {}}',
        '{"statements": null}',
        "NaN",
        "[" * 100_000,
        '{"statements":' * 50_000,
        " " * (MAX_ANSWER_CHARACTERS + 1),
        answered() + answered(),
    ],
)
def test_what_is_no_answer_is_dropped_as_a_whole(answer: str) -> None:
    checked = check(answer)

    assert checked.proposals == ()
    assert [(one.value, count) for one, count in checked.dropped] == [("no_answer", 1)]


def test_what_is_said_twice_or_without_end_counts_once_and_is_cut() -> None:
    row = good_rows(DOCUMENT)[0]

    checked = check(answered(*[row] * (MAX_STATEMENTS + 7)))

    assert len(checked.proposals) == 1
    assert {one.value: count for one, count in checked.dropped} == {
        "said_twice": MAX_STATEMENTS - 1,
        "too_many": 7,
    }


def test_answers_to_several_questions_are_one() -> None:
    first, second = good_rows(DOCUMENT)

    whole = joined([check(answered(first, "x")), check(answered(second, first, "y"))])

    assert whole.proposals == check(answered(first, second)).proposals
    assert [(one.value, count) for one, count in whole.dropped] == [("no_statement", 2)]


NUMBERS = st.one_of(st.integers(-9, len(DOCUMENT.text) + 9), st.just(None), st.booleans())
TEXTS = st.one_of(
    st.text(max_size=6),
    st.sampled_from([QUOTE, CLAIM, "she"]),
)
ROWS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["quotation", "claim", "x"]), "start": NUMBERS, "end": NUMBERS},
    optional={
        "text": TEXTS,
        "speaker": st.dictionaries(st.sampled_from(["start", "end"]), NUMBERS),
    },
)


@given(st.one_of(st.text(), st.lists(ROWS, max_size=5).map(lambda rows: answered(*rows))))
def test_no_answer_makes_the_check_fail_or_propose_what_is_not_there(answer: str) -> None:
    for one in check(answer).proposals:
        span = one.statement.span
        assert DOCUMENT.text[span.start : span.end] == one.statement.text


@given(st.integers(0, len(DOCUMENT.text)), st.integers(1, 80))
def test_any_stretch_of_one_paragraph_can_be_a_claim_and_nothing_else(
    start: int, size: int
) -> None:
    words = DOCUMENT.text[start : start + size]
    row = {"kind": "claim", "start": start, "end": start + size, "text": words}
    is_within = any(one.start <= start and start + size <= one.end for one in DOCUMENT.paragraphs)

    found = check(json.dumps({"statements": [row]})).proposals

    assert bool(found) == is_within
