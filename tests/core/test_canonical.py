from types import MappingProxyType

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import (
    MAX_DEPTH,
    MAX_INTEGER,
    JsonValue,
    NotCanonicalError,
    UnencodableValueError,
)
from servanda.core.errors import ServandaError

ascii_keys = st.text(st.characters(max_codepoint=0x7F), max_size=6)
plain_text = st.text(st.characters(codec="utf-8"), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | plain_text
values: st.SearchStrategy[JsonValue] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_canonical_form_is_that_of_rfc_8785(value: JsonValue) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(values)
def test_what_was_encoded_is_parsed_to_the_same_value(value: JsonValue) -> None:
    assert canonical.parse(canonical.encode(value)) == value


@given(values, values)
def test_two_values_never_share_one_canonical_form(one: JsonValue, other: JsonValue) -> None:
    same_bytes = canonical.encode(one) == canonical.encode(other)

    assert same_bytes == (rfc8785.dumps(one) == rfc8785.dumps(other))
    if same_bytes:
        assert one == other


@given(st.binary(max_size=64) | values.map(canonical.encode))
def test_any_bytes_are_a_value_with_exactly_these_bytes_or_refused(data: bytes) -> None:
    try:
        value = canonical.parse(data)
    except ServandaError:
        return

    assert canonical.encode(value) == data


@given(values.map(canonical.encode), st.data())
def test_a_changed_byte_is_refused_or_means_another_value(data: bytes, draw: st.DataObject) -> None:
    position = draw.draw(st.integers(0, len(data) - 1))
    changed = bytearray(data)
    changed[position] ^= draw.draw(st.integers(1, 255))

    try:
        value = canonical.parse(bytes(changed))
    except NotCanonicalError:
        return
    assert canonical.encode(value) == bytes(changed) != data


@pytest.mark.parametrize("character", [chr(number) for number in range(0x81)])
def test_every_ascii_character_is_written_as_rfc_8785_says(character: str) -> None:
    value = {character * (character < "\x80"): character}

    assert canonical.encode(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "spelling",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b' {"a":1}',
        b'{"a":1}\n',
        b'"\\u0061"',
        b'"\\/"',
        b'"\\u000A"',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"9007199254740992",
        b"-9007199254740992",
        b"123456789012345678901234567890",
        b'{"\xc3\xa9":1}',
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf1",
        b"",
        b"[" * 2000,
        b"1 1",
    ],
)
def test_another_spelling_is_refused(spelling: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        canonical.parse(spelling)


def test_a_list_is_no_object() -> None:
    with pytest.raises(NotCanonicalError, match="expected an object"):
        canonical.parse_object(b"[]")


@pytest.mark.parametrize(
    "value",
    [1.5, MAX_INTEGER + 1, -MAX_INTEGER - 1, 10**5000, {"é": 1}, {1: 2}, "\ud800", {1, 2}, b"raw"],
    ids=lambda value: f"{type(value).__name__}",
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(UnencodableValueError):
        canonical.encode(value)  # type: ignore[arg-type]  # that is the point


def test_nesting_is_bounded_in_both_directions() -> None:
    deep: JsonValue = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]

    assert canonical.parse(canonical.encode(deep)) == deep
    with pytest.raises(UnencodableValueError, match="levels"):
        canonical.encode([deep])
    with pytest.raises(NotCanonicalError, match="levels"):
        canonical.parse(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


def test_a_value_that_holds_itself_is_refused_and_does_not_hang() -> None:
    circle: list[JsonValue] = []
    circle.append(circle)

    with pytest.raises(UnencodableValueError, match="levels"):
        canonical.encode(circle)


def test_read_only_mappings_and_tuples_encode_like_dictionaries_and_lists() -> None:
    inner: JsonValue = MappingProxyType({"c": None})
    frozen: JsonValue = MappingProxyType({"b": (1, 2), "a": inner})

    assert canonical.encode(frozen) == b'{"a":{"c":null},"b":[1,2]}'
