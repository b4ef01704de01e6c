from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.statements.header import (
    MAX_TEXT_BYTES,
    Header,
    MalformedHeaderError,
    encode_header,
    parse_header,
    parse_header_unsafe,
)
from tests import strategies
from tests.samples import EARLIER_LEAF, sample_header


def line(**changes: Any) -> bytes:  # noqa: ANN401 - of any shape, to be refused
    """A good request's header with some fields changed, or left out where given as `...`."""
    value: dict[str, Any] = orjson.loads(encode_header(sample_header("request")))
    for name, item in changes.items():
        key = name.rstrip("_")
        value.pop(key, None)
        if item is not ...:
            value[key] = item
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS) + b"\n"


@given(strategies.headers())
def test_a_header_comes_back_from_its_line_unchanged(header: Header) -> None:
    assert parse_header(encode_header(header)) == header


@given(strategies.headers())
def test_a_header_read_again_without_checks_is_the_same(header: Header) -> None:
    assert parse_header_unsafe(encode_header(header)) == header


@given(strategies.headers())
def test_a_header_has_one_line_only(header: Header) -> None:
    text = encode_header(header)

    assert text.count(b"\n") == 1
    assert encode_header(parse_header(text)) == text


@given(strategies.headers(), st.data())
def test_any_changed_byte_gives_another_header_or_an_error(
    header: Header, data: st.DataObject
) -> None:
    text = bytearray(encode_header(header))
    position = data.draw(st.integers(0, len(text) - 1))
    text[position] ^= data.draw(st.integers(1, 255))

    try:
        parsed = parse_header(bytes(text))
    except MalformedHeaderError:
        return
    assert parsed != header


@given(st.binary(max_size=200) | strategies.json_objects.map(orjson.dumps))
def test_any_bytes_give_a_header_or_an_error_of_ours(data: bytes) -> None:
    with suppress(MalformedHeaderError):
        parse_header(data)


@given(st.dictionaries(st.sampled_from(["from", "seq", "att", "ref"]), strategies.json_values))
def test_a_field_of_any_shape_gives_a_header_or_an_error_of_ours(
    changes: dict[str, JsonValue],
) -> None:
    with suppress(MalformedHeaderError):
        parse_header(line(**changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"v": ...}, "v"),
        ({"v": "servanda/2"}, "v"),
        ({"from_": ...}, "from"),
        ({"from_": "Alice"}, "from"),
        ({"from_": ".."}, "from"),
        ({"from_": "a" * 65}, "from"),
        ({"to": 7}, "to"),
        ({"to": "alice.example"}, "to"),
        ({"seq": ...}, "seq"),
        ({"seq": -1}, "seq"),
        ({"seq": True}, "seq"),
        ({"seq": 1.0}, "seq"),
        ({"seq": 2**53}, "seq"),
        ({"seq": 0}, "prev"),
        ({"prev": ...}, "prev"),
        ({"prev": "sha256:" + "A" * 64}, "prev"),
        ({"seen": ...}, "seen"),
        ({"seen": {"size": 0}}, "seen"),
        ({"seen": {"root": EARLIER_LEAF, "size": 1, "time": 2}}, "seen"),
        ({"seen": {"root": EARLIER_LEAF, "size": 0}}, "seen.root"),
        ({"seen": {"root": "none", "size": 3}}, "seen.root"),
        ({"seen": {"root": EARLIER_LEAF, "size": False}}, "seen.size"),
        ({"time": ...}, "time"),
        ({"time": 1}, "time"),
        ({"time": "2026-02-30T12:00:00Z"}, "time"),
        ({"time": "2026-03-02T24:00:00Z"}, "time"),
        ({"time": "2026-03-02T12:00:60Z"}, "time"),
        ({"time": "2026-03-02 12:00:00Z"}, "time"),
        ({"time": "2026-W10-1T12:00:00Z"}, "time"),
        ({"time": "0000-03-02T12:00:00Z"}, "time"),
        ({"time": "2026-03-02T12:00:00.000000Z"}, "time"),
        ({"type": ...}, "type"),
        ({"type": "Request"}, "type"),
        ({"type": "a" * 41}, "type"),
        ({"facts": ...}, "facts"),
        ({"facts": []}, "facts"),
        ({"accord": None}, "accord"),
        ({"accord": "sha256:" + "0" * 63}, "accord"),
        ({"ref": None}, "ref"),
        ({"ref": ["sha256:" + "0" * 64]}, "ref"),
        ({"body": "sha256:" + "g" * 64}, "body"),
        ({"att": None}, "att"),
        ({"att": []}, "att"),
        ({"att": [EARLIER_LEAF] * 65}, "att"),
        ({"att": [EARLIER_LEAF, "x"]}, "att"),
    ],
)
def test_a_wrong_field_is_refused_and_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(MalformedHeaderError, match=rf"^{field}: expected"):
        parse_header(line(**changes))


@pytest.mark.parametrize(
    "facts",
    [
        {"n": 1.5},
        {"n": 2**53},
        {"n": {"n": 2**60}},
        {"n": [[1.5]]},
        {"é": "x"},
        {"n": {"é": 1}},
    ],
)
def test_facts_outside_strict_jcs_are_refused_whatever_the_type(
    facts: dict[str, JsonValue],
) -> None:
    with pytest.raises(MalformedHeaderError):
        parse_header(line(facts=facts, type="unheard"))


@pytest.mark.parametrize("extra", [1.5, {"é": 1}, 2**60])
def test_an_unknown_field_outside_strict_jcs_is_refused(extra: JsonValue) -> None:
    with pytest.raises(MalformedHeaderError):
        parse_header(line(zz=extra))


def test_an_unknown_field_is_kept() -> None:
    assert parse_header(line(zz={"a": [1, "é"]})).extra == {"zz": {"a": [1, "é"]}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n", b""),
        (b"\n", b"\n\n"),
        (b'"seq":1', b'"seq": 1'),
        (b'"seq":1', b'"seq":1,"seq":1'),
        (b'"seq":1', b'"seq":1e0'),
        (b"alice", b"\\u0061lice"),
    ],
)
def test_another_spelling_of_a_good_header_is_refused(old: bytes, new: bytes) -> None:
    text = line().replace(old, new, 1)

    with pytest.raises(MalformedHeaderError, match="expected"):
        parse_header(text)


def test_a_line_that_is_no_object_is_refused() -> None:
    with pytest.raises(MalformedHeaderError, match="expected an object"):
        parse_header(b"[]\n")


def test_deep_nesting_is_refused_and_not_followed() -> None:
    text = line(zz=0).replace(b'"zz":0', b'"zz":' + b"[" * 200 + b"]" * 200)

    with pytest.raises(MalformedHeaderError, match="levels"):
        parse_header(text)


def test_a_text_too_long_for_a_leaf_is_refused() -> None:
    with pytest.raises(MalformedHeaderError, match="bytes"):
        parse_header(b" " * (MAX_TEXT_BYTES + 1))


def test_time_is_read_as_utc() -> None:
    assert parse_header(line(time="2026-11-22T03:00:00Z")).time == datetime(
        2026, 11, 22, 3, tzinfo=UTC
    )
