"""The promises that every kind of field makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.faults import Expected
from servanda.core.statements.fields import (
    AccordCode,
    Base64Bytes,
    Code,
    Day,
    DigestField,
    Field,
    Instant,
    Integer,
    KemName,
    KeySheetNote,
    ListOf,
    Pattern,
    Text,
    Truth,
)
from servanda.core.statements.schema import AnyObject, MapOf, Record, Schema
from tests import strategies

CODE = Code(frozenset(("one", "two")))
FIELDS: dict[str, Field] = {
    "code": CODE,
    "accord code": AccordCode("commitments"),
    "accord code of ours": AccordCode("kinds", frozenset(("one",))),
    "integer": Integer(2, 9),
    "truth": Truth(),
    "instant": Instant(),
    "day": Day(),
    "digest": DigestField(),
    "base64": Base64Bytes(3),
    "kem name": KemName(),
    "key sheet": KeySheetNote(),
    "list": ListOf(CODE, most=2),
    "map": MapOf(CODE, Integer(), most=2),
    "record": Record(Schema(required={"a": CODE})),
    "pattern": Pattern(r"[ab]+", Expected.ACCORD_NAME),
    "text": Text(5),
    "any object": AnyObject(),
}
OPEN = {"pattern", "text", "any object"}
EVERY_FIELD = pytest.mark.parametrize("kind", FIELDS)


@EVERY_FIELD
@given(value=strategies.json_values)
def test_any_value_fits_or_gives_a_fault(kind: str, value: JsonValue) -> None:
    fault = FIELDS[kind].compile()(value)

    assert fault is None or ((fault.found == value or fault.path) and str(fault))


@EVERY_FIELD
def test_a_field_says_whether_free_text_fits(kind: str) -> None:
    assert FIELDS[kind].is_open is (kind in OPEN)


@pytest.mark.parametrize("kind", sorted(FIELDS.keys() - OPEN - {"text"}))
@given(data=st.data())
def test_drawn_values_fit(kind: str, data: st.DataObject) -> None:
    value = data.draw(strategies.field_values(FIELDS[kind]))

    assert FIELDS[kind].compile()(value) is None


def test_whatever_holds_an_open_field_is_open() -> None:
    text = Text(5)

    assert ListOf(text, most=1).is_open
    assert MapOf(CODE, text, most=1).is_open
    assert MapOf(text, CODE, most=1).is_open
    assert Record(Schema(optional={"a": text})).is_open


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("code", "three"),
        ("accord code", "free text"),
        ("accord code", "x" * 33),
        ("accord code of ours", "two"),
        ("integer", 1),
        ("integer", 10),
        ("integer", True),
        ("truth", 1),
        ("instant", "2026-01-01T00:00:00+00:00"),
        ("instant", "2026-13-01T00:00:00Z"),
        ("day", "2026-1-1"),
        ("day", "2026-02-29"),
        ("day", "2026-W01"),
        ("digest", "sha256:" + "0" * 63),
        ("base64", "AAA="),
        ("base64", "AA-_"),
        ("base64", "AAAA\n"),
        ("kem name", "kem-"),
        ("kem name", "kem-A"),
        ("key sheet", "A letter.\n"),
        ("key sheet", '{"a":1}\n\n— x y\n' + " " * 40_000 + "\n"),
        ("list", []),
        ("list", ["one", "two", "one"]),
        ("list", ["one", "three"]),
        ("map", {"three": 1}),
        ("map", {"one": -1}),
        ("map", {}),
        ("record", {"a": "one", "b": "two"}),
        ("record", {}),
        ("pattern", "abc"),
        ("text", ""),
        ("text", "123456"),
        ("text", "a\x1bb"),
        ("text", "a\x00"),
        ("text", " \t\n"),
        ("text", "\u3000\u00a0"),
        ("text", "\u200b\ufeff"),
        ("text", "\u3164\u2800"),
    ],
)
def test_a_value_that_does_not_fit_gives_a_fault(kind: str, value: JsonValue) -> None:
    assert FIELDS[kind].compile()(value) is not None


def test_base64_has_one_spelling() -> None:
    check = Base64Bytes(1).compile()

    assert check("AA==") is None
    assert check("AB==") is not None  # the same byte, with unused bits set


def test_a_fault_names_the_path_to_the_value() -> None:
    schema = Schema(required={"rows": ListOf(Record(Schema(required={"a": CODE})), most=3)})

    fault = schema.find_fault({"rows": [{"a": "one"}, {"a": "three"}]})

    assert fault is not None
    assert fault.path == ".rows[1].a"
