"""The one way from a value to the bytes that are signed, and strictly back.

Everything that is signed or hashed (statements, accords, key sheets, manifests, figures) is
strict JCS. Two parties must never read two meanings into the same bytes, so parsing encodes
again and compares: what is not in the one canonical form is refused.

`orjson` with sorted keys equals RFC 8785 only for ASCII keys, no floats and integers that a
double can hold; so these bounds are checked here before anything is encoded.

Source: RFC 8785 (JSON Canonicalization Scheme); docs/decisions/0003-strict-jcs.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, TypeAlias, Union, cast

import orjson

from servanda.core.errors import CounterpartError, InvalidInputError

# `Union`, because on Python 3.11 a recursive alias needs its own name in quotes.
JsonValue: TypeAlias = Union[bool, int, str, "Sequence[JsonValue]", "Mapping[str, JsonValue]", None]
JsonObject: TypeAlias = Mapping[str, JsonValue]

MAX_INTEGER = 2**53 - 1  # RFC 8785 numbers are doubles; beyond this two integers look the same
# With these nothing can be wrong here: many a list or object holds nothing else.
_HARMLESS = frozenset((str, bool, type(None)))
_TEXT_ONLY = frozenset((str,))
MAX_DEPTH = 32  # deeper than anything a statement needs; keeps hostile input off the stack


class UnencodableValueError(InvalidInputError):
    """A value has no canonical form: a float, a huge integer, a key that is not ASCII."""

    code: ClassVar[str] = "unencodable-value"


class NotCanonicalError(CounterpartError):
    """Bytes are not the one canonical form of any value."""

    code: ClassVar[str] = "not-canonical"


def encode(value: JsonValue) -> bytes:
    """Return the canonical bytes of `value`.

    Raises:
        UnencodableValueError: `value` lies outside the bounds named at the top.
    """
    problem = _find_problem(value)
    if problem is not None:
        raise UnencodableValueError(problem)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=_as_plain)
    except TypeError as error:  # a lone surrogate
        raise UnencodableValueError(f"expected valid Unicode: {error}") from error


def parse(data: bytes) -> JsonValue:
    """Return the value whose canonical form is exactly `data`.

    Raises:
        NotCanonicalError: `data` is not JSON, lies outside the bounds, or is another spelling
            of a value (white space, key order, escapes, a key given twice).
    """
    try:
        value: JsonValue = orjson.loads(data)
    except ValueError as error:
        raise NotCanonicalError(f"expected JSON: {error}") from error
    problem = _find_problem(value)
    if problem is not None:
        raise NotCanonicalError(problem)
    if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) != data:
        raise NotCanonicalError("expected the canonical form; encoding the value gives other bytes")
    return value


def parse_object(data: bytes) -> JsonObject:
    """Return the object whose canonical form is exactly `data`.

    Raises:
        NotCanonicalError: As for `parse`, or the value is not an object.
    """
    value = parse(data)
    if not isinstance(value, dict):
        raise NotCanonicalError(f"expected an object, found {type(value).__name__}")
    return value


def _as_plain(value: JsonValue) -> JsonValue:
    """Return as a dictionary what `orjson` does not know: a mapping of another class."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


def _find_problem(value: JsonValue) -> str | None:
    """Return why `value` is outside the bounds, or None.

    One level after the other: so depth cannot hurt, and what stands on one level is looked at
    all together, whichever object or list it is in.
    """
    level: Iterable[object] = (value,)
    depth = 0
    while level:
        depth += 1
        names: list[str] = []
        children: list[object] = []
        for item in level:
            kind = type(item)
            if kind is int:
                if not -MAX_INTEGER <= item <= MAX_INTEGER:  # type: ignore[operator]  # kind is int
                    return "expected an integer within 2**53 - 1"
            elif kind in _HARMLESS:
                continue
            elif depth > MAX_DEPTH:
                return f"expected at most {MAX_DEPTH} levels"
            # Mostly a dictionary; to ask whether it is any mapping costs as much as all the rest.
            elif kind is dict or isinstance(item, Mapping):
                members = cast("Mapping[str, object]", item)  # held to it below
                names += members
                children += members.values()
            elif isinstance(item, list | tuple):
                children += item
            else:
                return f"expected text, integer, truth value, list or object, found {kind.__name__}"
        if not _TEXT_ONLY.issuperset(map(type, names)) or not "".join(names).isascii():
            return f"expected keys in ASCII, found {names!r:.40}"
        level = [child for child in children if type(child) not in _HARMLESS]
    return None
