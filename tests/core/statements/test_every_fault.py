"""All that does not fit is found, and nothing that does."""

from typing import Any

import pytest
from hypothesis import given

from servanda.core.accords.terms import Terms
from servanda.core.accords.terms_form import encode_terms
from servanda.core.accords.terms_schema import TERMS
from servanda.core.canonical import JsonValue
from servanda.core.statements.every_fault import find_faults
from servanda.core.statements.fields import Code, Integer, ListOf
from servanda.core.statements.schema import MapOf, Record, Schema
from tests import strategies

ENTRY = Schema(required={"n": Integer(0, 9)})
SCHEMA = Schema(
    required={"a": Integer(0, 9), "z": Integer(0, 9)},
    optional={
        "entries": ListOf(Record(ENTRY), most=3),
        "by_name": MapOf(Code(frozenset({"x", "y"})), Integer(0, 9), most=2),
    },
)


def paths(value: JsonValue) -> list[tuple[str, str]]:
    return [(fault.path, str(fault.expected)) for fault in find_faults(SCHEMA, value)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": 1, "z": 2}, []),
        ([], [("", "an object")]),
        ({}, [(".a", "a value"), (".z", "a value")]),
        (
            {"a": 10, "b": 1, "z": 2},
            [(".a", "a whole number from 0 to 9"), (".b", "no such member")],
        ),
        (
            {"a": 1, "z": 2, "entries": [{"n": 10}, {"n": 1}, {}]},
            [(".entries[0].n", "a whole number from 0 to 9"), (".entries[2].n", "a value")],
        ),
        ({"a": 1, "z": 2, "entries": []}, [(".entries", "a list of 1 to 3")]),
        ({"a": 1, "z": 2, "entries": 1}, [(".entries", "a list of 1 to 3")]),
        (
            {"a": 1, "z": 2, "by_name": {"x": 10, "q": 1}},
            [(".by_name.x", "a whole number from 0 to 9"), (".by_name.q", "one of x, y")],
        ),
        ({"a": 1, "z": 2, "by_name": {}}, [(".by_name", "an object of 1 to 2 members")]),
    ],
)
def test_each_member_that_does_not_fit_is_named(value: Any, expected: list[Any]) -> None:  # noqa: ANN401 - of any shape
    assert paths(value) == expected


@given(strategies.json_values)
def test_there_are_faults_exactly_where_the_quick_check_finds_one(value: JsonValue) -> None:
    assert bool(paths(value)) is (SCHEMA.find_fault(value) is not None)


@given(strategies.terms())
def test_terms_that_fit_have_no_fault(terms: Terms) -> None:
    assert not list(find_faults(TERMS, encode_terms(terms)))
