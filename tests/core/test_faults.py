"""A fault says where, what was expected and what was found, and does nobody harm by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.faults import MAX_PLACE, Expected, Fault, Found, expect
from tests import strategies

FAULT = Fault(".rows[1].step", expect(Expected.CODE, words=("ask", "answer")), "shout")


def test_a_fault_reads_as_where_expected_and_found() -> None:
    assert str(FAULT) == "rows[1].step: expected one of ask, answer, found 'shout'"


def test_a_fault_of_the_whole_has_no_place() -> None:
    assert str(Fault("", expect(Expected.OBJECT), [1])) == "expected an object, found [1]"


def test_what_is_missing_and_what_is_withheld_show_no_value() -> None:
    assert str(FAULT._replace(found=Found.NOTHING)).endswith("found none")
    assert str(FAULT._replace(found=Found.WITHHELD)).endswith("found a value that is not shown")


def test_a_fault_is_seen_from_outside_what_holds_it() -> None:
    assert FAULT.within("body").within("request").place == "request: body: rows[1].step"
    assert Fault("", expect(Expected.OBJECT), 1).within("body").place == "body"


def test_an_error_carries_its_fault_on_through_others() -> None:
    inner = ServandaError(FAULT)
    outer = InvalidInputError(inner.within("facts"))

    assert outer.fault == FAULT.within("facts")
    assert str(outer) == f"facts: {FAULT}"
    assert InvalidInputError(inner.problem).fault == FAULT


def test_an_error_of_words_alone_carries_them_on() -> None:
    inner = ServandaError("the disk is full")

    assert (inner.fault, inner.problem) == (None, "the disk is full")
    assert str(InvalidInputError(inner.within("store"))) == "store: the disk is full"


@given(path=st.text(), found=strategies.json_values)
def test_whatever_a_counterpart_sends_a_fault_is_short_and_prints(
    path: str, found: JsonValue
) -> None:
    fault = Fault(path, expect(Expected.NO_MEMBER), found)

    assert len(fault.place) <= MAX_PLACE * len(repr("\U000e0001"))
    assert str(fault).isprintable()


@pytest.mark.parametrize("expected", Expected)
def test_each_expectation_is_told_once(expected: Expected) -> None:
    assert [one.value for one in Expected].count(expected.value) == 1
