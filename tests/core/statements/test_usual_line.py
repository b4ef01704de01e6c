import orjson
import pytest
from hypothesis import given

from servanda.core.statements.header import (
    Header,
    MalformedHeaderError,
    encode_header,
    parse_header,
    parse_header_unsafe,
)
from servanda.core.statements.usual_line import read_usual_line
from tests import strategies
from tests.samples import sample_header

USUAL = encode_header(sample_header("request"))
FACTS = orjson.dumps(orjson.loads(USUAL)["facts"], option=orjson.OPT_SORT_KEYS)


def with_facts(facts: str) -> bytes:
    """The usual line with other facts, as they are given."""
    assert USUAL.count(FACTS) == 1
    return USUAL.replace(FACTS, facts.encode())


def is_canonical(text: bytes) -> bool:
    """Say so by reading the whole of `text` and writing it again."""
    try:
        value = orjson.loads(text)
    except ValueError:
        return False
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE) == text


@given(strategies.headers())
def test_a_usual_line_has_the_fields_that_the_whole_way_finds(header: Header) -> None:
    text = encode_header(header)

    line = read_usual_line(text)

    is_usual = not header.att and not header.extra and text.isascii()
    assert (line is not None) == is_usual
    if line is not None:
        whole = parse_header_unsafe(text)
        assert (line.accord, line.body, line.prev, line.ref) == (
            whole.accord,
            whole.body,
            whole.prev,
            whole.ref,
        )
        assert (line.from_party, line.to_party) == (whole.from_party, whole.to_party)
        assert (line.seq, line.seen_size, line.seen_root) == (
            whole.seq,
            whole.seen.size,
            whole.seen.root,
        )
        assert (line.type, line.facts) == (whole.type, whole.facts)


def test_no_changed_byte_makes_a_usual_line_that_is_not_canonical() -> None:
    for position in range(len(USUAL)):
        for change in (1, 2, 4, 8, 16, 32, 64, 128, 255):
            text = bytearray(USUAL)
            text[position] ^= change

            if read_usual_line(bytes(text)) is not None:
                assert is_canonical(bytes(text)), bytes(text)


@pytest.mark.parametrize(
    "facts",
    [
        '{"b":"1","a":"2"}',
        '{"a":"1","a":"2"}',
        '{"a": "1"}',
        '{"a":"\\u0041"}',
        '{"a":1.0}',
        '{"a":9007199254740992}',
        '{"a":' + "[" * 40 + "]" * 40 + "}",
        '{"a":"\\ud800"}',
        '{"a":"1"},"from":"mallory.example","prev":{}',
        '{"a":{"b":"1"}',
        "{}}",
    ],
)
def test_facts_in_any_but_their_one_form_are_refused(facts: str) -> None:
    text = with_facts(facts)

    assert read_usual_line(text) is None
    with pytest.raises(MalformedHeaderError):
        parse_header(text)


def test_facts_that_look_like_the_fields_after_them_are_read_whole() -> None:
    facts = '{"a":{},"from":"x","to":{"b":{},"from":"y"}}'

    line = read_usual_line(with_facts(facts))

    assert line is not None
    assert line.facts == orjson.loads(facts)


@pytest.mark.parametrize("length", [900, 2_000])
def test_facts_are_read_alike_whether_remembered_or_not(length: int) -> None:
    text = with_facts('{"a":"' + "x" * length + '"}')

    first, second = parse_header(text), parse_header(text)

    assert first == second == parse_header_unsafe(text)
