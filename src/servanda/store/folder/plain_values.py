"""Write the records of the store as JSON and read them back, by their types.

Every record is a frozen dataclass of texts, numbers, bytes, instants and names, so one rule for
each of these is enough, and a record that gains a member needs nothing here: a file of before
that lacks it is read with the member's default.

What must be erasable does not stand in a file that is never changed. Records of `SEALED_TYPES` give
their secret members to a slip of its own, and keep its name.

Source: docs/spec/guest.md, "Files".
"""

import types
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import Origin, parse_origin
from servanda.usecases.ports.records import (
    BodyRecord,
    FilingRecord,
    HeldRun,
    QueuedStatement,
)

_SLIP: Final = "slip"  # where a sealed record names its slip
_SEQUENCES: Final = frozenset((Sequence, Collection, list, tuple))

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class _Sealing:
    """Which members of a record are secret, and under which name they are erased.

    Attributes:
        members: The secret ones.
        owner: Returns the name.
        stays: The record is still one without them; else it is gone with them.
    """

    members: frozenset[str]
    owner: Callable[[Any], str]
    stays: bool = False


def leaf_owner(leaf_hash: bytes) -> str:
    """Return the name under which what belongs to a statement is erased."""
    return f"leaf {leaf_hash.hex()}"


def ticket_owner(ticket: str) -> str:
    """Return the name under which what belongs to a queued statement is erased."""
    return f"ticket {ticket}"


def run_owner(digest: str) -> str:
    """Return the name under which a held run is erased."""
    return f"run {digest}"


SEALED_TYPES: Final[Mapping[type, _Sealing]] = {
    BodyRecord: _Sealing(frozenset(("salt", "body")), lambda one: leaf_owner(one.leaf_hash)),
    FilingRecord: _Sealing(
        frozenset(("file_number", "title", "items")), lambda one: leaf_owner(one.leaf_hash)
    ),
    HeldRun: _Sealing(frozenset(("run",)), lambda one: run_owner(one.digest)),
    QueuedStatement: _Sealing(
        frozenset(("salt", "body")), lambda one: ticket_owner(one.ticket), stays=True
    ),
}


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is put into a slip of its own.

    Attributes:
        owner: Under which it is erased.
        members: The secret members.
    """

    owner: str
    members: JsonObject


class _Erased(Enum):
    """Stands for a record that is gone with its slip."""

    GONE = "gone"


def write_value(  # noqa: PLR0911 - one for each kind of value
    value: object, *, seal: Callable[[Sealed], str]
) -> JsonValue:
    """Return `value` as JSON.

    Args:
        value: A record, or what records are made of.
        seal: Takes what must be erasable and returns the name of its slip.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case bytes():
            return b64encode(value).decode()
        case datetime() | date():
            return value.isoformat()
        case Origin():
            return str(value)
        case Enum():
            return write_value(value.value, seal=seal)
        case Mapping():
            return {str(name): write_value(one, seal=seal) for name, one in value.items()}
        case frozenset() | set():
            return sorted(str(one) for one in value)
        case Sequence():
            return [write_value(one, seal=seal) for one in value]
        case _:
            return _write_record(value, seal=seal)


def _write_record(record: object, *, seal: Callable[[Sealed], str]) -> JsonObject:
    if not is_dataclass(record) or isinstance(record, type):
        raise TypeError(f"expected a record, found {type(record).__name__}")
    members = {
        one.name: write_value(getattr(record, one.name), seal=seal)
        for one in fields(record)
        if one.init
    }
    sealing = SEALED_TYPES.get(type(record))
    if sealing is None or all(members[name] is None for name in sealing.members):
        return members
    secret = {name: members.pop(name) for name in sealing.members}
    return {**members, _SLIP: seal(Sealed(owner=sealing.owner(record), members=secret))}


@dataclass(slots=True)
class Opened:
    """How slips are read back, and what was read of them.

    Attributes:
        slip: Returns the members of a slip; None for one that was erased.
        owned: Names of slips by their owner; filled while values are read.
    """

    slip: Callable[[str], JsonObject | None]
    owned: dict[str, set[str]] = field(default_factory=dict)


def read_value(kind: Any, value: JsonValue, *, opened: Opened) -> Any:  # noqa: ANN401 - of any kind
    """Return the value of type `kind` that is written as `value`.

    Raises:
        ValueError: It is none.
    """
    try:
        return _read(kind, value, opened)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"expected {_named(kind)}: {error}") from error


def _read(kind: Any, value: JsonValue, opened: Opened) -> Any:  # noqa: ANN401, PLR0911 - as above
    if isinstance(kind, NewType):
        return _read(kind.__supertype__, value, opened)
    if get_origin(kind) in {types.UnionType, Union}:
        return None if value is None else _read(_the_other(kind), value, opened)
    if get_origin(kind) is not None:
        return _read_many(kind, value, opened)
    if is_dataclass(kind) and kind is not Origin:
        return _read_record(kind, _expect(dict, value), opened)
    text = value if isinstance(value, str) else ""
    if kind in {str, bool, int}:
        return _expect(kind, value)
    if kind is bytes:
        return b64decode(_expect(str, value), validate=True)
    if kind in {datetime, date}:
        return kind.fromisoformat(text)
    if kind is Origin:
        return parse_origin(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    raise TypeError(f"no rule for {_named(kind)}")


def _read_many(kind: Any, value: JsonValue, opened: Opened) -> Any:  # noqa: ANN401 - as above
    """Return a mapping, a set, a tuple of fixed length, or a sequence."""
    whole, inner = get_origin(kind), get_args(kind)
    if whole in {Mapping, dict}:
        return {
            _read(inner[0], name, opened): _read(inner[1], one, opened)
            for name, one in _expect(dict, value).items()
        }
    many = _expect(list, value)
    if whole is frozenset:
        return frozenset(_read(inner[0], one, opened) for one in many)
    if whole is tuple and inner[-1] is not ...:
        return tuple(_read(of, one, opened) for of, one in zip(inner, many, strict=True))
    if whole not in _SEQUENCES:
        raise TypeError(f"no rule for {_named(kind)}")
    found = [_read(inner[0], one, opened) for one in many]
    return tuple(one for one in found if one is not _Erased.GONE)


def _read_record(kind: Any, members: JsonObject, opened: Opened) -> Any:  # noqa: ANN401 - as above
    sealing = SEALED_TYPES.get(kind)
    given = dict(members)
    name = given.pop(_SLIP, None)
    is_gone = False
    if sealing is not None and name is not None:
        secret = opened.slip(_expect(str, name))
        is_gone = secret is None
        given |= {member: None for member in sealing.members} if secret is None else secret
        if is_gone and not sealing.stays:
            return _Erased.GONE
    known = _members_of(kind)
    if unknown := given.keys() - known.keys():
        raise ValueError(f"no member {', '.join(sorted(unknown))}")
    if missing := {one for one, (_, needed) in known.items() if needed} - given.keys():
        raise ValueError(f"member {', '.join(sorted(missing))} is missing")
    record = kind(**{one: _read(known[one][0], value, opened) for one, value in given.items()})
    if sealing is not None and name is not None:
        opened.owned.setdefault(sealing.owner(record), set()).add(_expect(str, name))
    return record


@cache
def _members_of(kind: type) -> Mapping[str, tuple[Any, bool]]:
    """Return each member's type and whether it must be given."""
    hints = get_type_hints(kind)
    return {
        one.name: (hints[one.name], one.default is MISSING and one.default_factory is MISSING)
        for one in fields(kind)
        if one.init
    }


def _the_other(kind: Any) -> Any:  # noqa: ANN401 - as above
    """Return X of the type `X | None`."""
    others = [one for one in get_args(kind) if one is not type(None)]
    if len(others) != 1:
        raise TypeError(f"no rule for {_named(kind)}")
    return others[0]


def _expect(kind: Any, value: JsonValue) -> Any:  # noqa: ANN401 - as above
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


def _named(kind: Any) -> str:  # noqa: ANN401 - as above
    return getattr(kind, "__name__", str(kind))
