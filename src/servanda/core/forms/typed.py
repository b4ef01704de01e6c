"""What was typed into a form, as facts and body, and everything in it that does not fit.

What is left empty is not said. What cannot be read as its kind stays as it was typed and is then
found not to fit, so that the person sees what they wrote.

Source: docs/spec/desk.md, "Writing".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias, cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.inputs import FormSource, is_left_out, names_of, rows_of
from servanda.core.forms.moves import Move
from servanda.core.statements.every_fault import find_faults
from servanda.core.statements.fields import Code, Field, Instant, Integer, ListOf, Truth
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.schema import MapOf, Record, Schema

YES: Final = "yes"
NO: Final = "no"

# By path, each value as it was typed or chosen.
Typed: TypeAlias = Mapping[str, Sequence[str]]

_NUMBER = re.compile(r"-?[0-9]{1,18}")
# As browsers write what is chosen from their calendar, with or without seconds; it is UTC here.
_LOCAL_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:[0-9]{2})?Z?")
_INDEX = re.compile(r"\[([0-9]+)\]")


class Misfit(NamedTuple):
    """Something that does not fit: the path of its input, and what was expected and found."""

    path: str
    fault: Fault


class Written(NamedTuple):
    """What was typed, as members; `body` is None where nothing sealed was filled in."""

    facts: JsonObject
    body: JsonObject | None


def read_typed(typed: Typed, move: Move, source: FormSource) -> Written:
    """Return facts and body as they were filled in, whether they fit or not."""
    type_ = STATEMENT_TYPES[move.type]
    facts = _members(type_.facts, "facts", typed, move, source)
    body = None if type_.body is None else _members(type_.body, "body", typed, move, source)
    return Written(facts={**move.fixed, **facts}, body=body or None)


def find_misfits(written: Written, move: Move) -> Iterator[Misfit]:
    """Yield what does not fit the schemas and their rules, each once.

    Facts that are read off the body of a request are not missed.
    """
    type_ = STATEMENT_TYPES[move.type]
    found: dict[str, Misfit] = {}
    for misfit in _in_object(type_.facts, written.facts, "facts"):
        if not is_left_out(misfit.path, move):
            found.setdefault(misfit.path, misfit)
    is_needed = type_.body_required or any(one.startswith("body.") for one in move.needed)
    if type_.body is not None and (written.body is not None or is_needed):
        for misfit in _in_object(type_.body, written.body or {}, "body"):
            found.setdefault(misfit.path, misfit)
    for path in sorted(move.needed):
        if not _is_given(path, written):
            nothing = Fault("", expect(Expected.MEMBER), Found.NOTHING)
            found.setdefault(path, Misfit(path, nothing))
    yield from found.values()


def _in_object(schema: Schema, value: JsonObject, holder: str) -> Iterator[Misfit]:
    faults = [*find_faults(schema, value)]
    if not faults:  # rules count on members that fit by themselves
        faults = [fault for fault in (rule(value) for rule in schema.rules) if fault is not None]
    for fault in faults:
        path = _INDEX.sub(r".\1", fault.path).strip(".")
        yield Misfit(f"{holder}.{path}" if path else holder, fault._replace(path=""))


def _is_given(path: str, written: Written) -> bool:
    value: JsonValue = {"facts": written.facts, "body": written.body}
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return False
        value = value[name]
    return True


def _members(
    schema: Schema, path: str, typed: Typed, move: Move, source: FormSource
) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for name, field in {**schema.required, **schema.optional}.items():
        below = f"{path}.{name}"
        value = None if is_left_out(below, move) else _value(field, below, typed, move, source)
        if value is not None:
            found[name] = value
    return found


def _value(
    field: Field, path: str, typed: Typed, move: Move, source: FormSource
) -> JsonValue | None:
    """Return the value at `path`; None where nothing was filled in."""
    match field:
        case Record(schema):
            return _members(schema, path, typed, move, source) or None
        case ListOf(Code()) if path not in source.counts:
            return cast("JsonValue", sorted({*typed.get(path, ())} - {""})) or None
        case ListOf(item):
            rows = range(rows_of(path, field, move, source))
            entries = [_value(item, f"{path}.{row}", typed, move, source) for row in rows]
            if path in source.counts and any(one is not None for one in entries):
                # What answers to entries elsewhere keeps its places: a gap is a misfit there.
                entries = ["" if one is None else one for one in entries]
            return cast("JsonValue", [one for one in entries if one is not None]) or None
        case MapOf(_, item):
            named = {
                name: _value(item, f"{path}.{name}", typed, move, source)
                for name in names_of(path, field, move)
            }
            given = {name: one for name, one in named.items() if one is not None}
            return cast("JsonValue", given) or None
        case _:
            return _single(field, "".join(typed.get(path, ())[:1]))


def _single(field: Field, typed: str) -> JsonValue | None:
    said = typed.replace("\r\n", "\n").replace("\r", "\n")
    if not said.strip():
        return None
    match field:
        case Truth():
            return {YES: True, NO: False}.get(said, said)
        case Integer():
            return int(said) if _NUMBER.fullmatch(said.strip()) else said
        case Instant():
            read = _LOCAL_INSTANT.fullmatch(said.strip())
            return said if read is None else f"{read.group(1)}{read.group(2) or ':00'}Z"
        case _:
            return said
