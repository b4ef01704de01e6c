"""The inputs of a form, read off the schemas of facts and body: what a person fills in, and how.

One form serves a browser as `servanda send` serves the command line: both write members of the
same schemas. An input has the path of its value, such as `facts.items.0`; a list has as many
inputs as the caller counts.

Source: docs/spec/desk.md, "Writing".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from servanda.core.forms.moves import Move
from servanda.core.statements.fields import (
    AccordCode,
    Code,
    Day,
    DigestField,
    Field,
    Instant,
    Integer,
    ListOf,
    Text,
    Truth,
)
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.schema import AccordCodes, MapOf, Record, Schema

LONGEST_LINE: Final = 400  # characters; more is written in several lines


class Kind(StrEnum):
    """How a value is filled in."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    TRUTH = "truth"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One place of a form.

    Attributes:
        path: Of the value, from `facts` or `body` on.
        kind: How it is filled in.
        codes: To choose from, in order; empty where anything of the kind will do.
        is_required: Whether what it is a part of is nothing without it.
        most: Characters, or the greatest number; 0 where neither is bounded.
    """

    path: str
    kind: Kind
    codes: tuple[str, ...] = ()
    is_required: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSource:
    """What the inputs of a form depend on, beside its move.

    Attributes:
        codes: The lists of the accord in force.
        counts: By path of a list, how many entries the form has.
        choices: By path, what may be chosen where the schema lets any value stand.
    """

    codes: AccordCodes
    counts: Mapping[str, int]
    choices: Mapping[str, tuple[str, ...]]


def inputs_of(move: Move, source: FormSource) -> Iterator[Input]:
    """Yield the inputs of the form of `move`: facts first, then what is sealed."""
    type_ = STATEMENT_TYPES[move.type]
    yield from _of_schema(type_.facts, "facts", move, source, is_required=True)
    if type_.body is not None:
        is_needed = type_.body_required or any(one.startswith("body.") for one in move.needed)
        yield from _of_schema(type_.body, "body", move, source, is_required=is_needed)


def is_left_out(path: str, move: Move) -> bool:
    """Return whether a path, or what it is a part of, is not on the form."""
    return any(path == one or path.startswith(f"{one}.") for one in move.without)


def rows_of(path: str, field: Field, move: Move, source: FormSource) -> int:
    """Return how many entries of a list the form has."""
    least = field.least if isinstance(field, ListOf) else 1
    count = source.counts.get(path, 1 if path in move.needed else least)
    most = field.most if isinstance(field, ListOf) else count
    return min(count, most)


def names_of(path: str, field: MapOf, move: Move) -> tuple[str, ...]:
    """Return the names that an object of free names has on the form."""
    known = field.name.values if isinstance(field.name, Code) else frozenset[str]()
    return tuple(sorted(move.words.get(path, known)))


def _of_schema(
    schema: Schema, path: str, move: Move, source: FormSource, *, is_required: bool
) -> Iterator[Input]:
    for name, field in {**schema.required, **schema.optional}.items():
        below = f"{path}.{name}"
        if is_left_out(below, move):
            continue
        is_here = is_required and (name in schema.required or below in move.needed)
        yield from _of_field(field, below, move, source, is_required=is_here)


def _of_field(
    field: Field, path: str, move: Move, source: FormSource, *, is_required: bool
) -> Iterator[Input]:
    match field:
        case Record(schema):
            yield from _of_schema(schema, path, move, source, is_required=is_required)
        case ListOf(Code() as item) if path not in source.counts:
            codes = _codes(item, path, move, source)
            yield Input(path=path, kind=Kind.CHOICES, codes=codes, is_required=is_required)
        case ListOf(item):
            for number in range(rows_of(path, field, move, source)):
                each = f"{path}.{number}"
                is_first = is_required and (number == 0 or path in source.counts)
                yield from _of_field(item, each, move, source, is_required=is_first)
        case MapOf(_, item):
            for name in names_of(path, field, move):
                yield from _of_field(item, f"{path}.{name}", move, source, is_required=False)
        case _:
            yield _input(field, path, move, source, is_required=is_required)


def _input(field: Field, path: str, move: Move, source: FormSource, *, is_required: bool) -> Input:
    kind, most = Kind.LINE, 0
    codes = _codes(field, path, move, source)
    match field:
        case Integer(_, greatest):
            kind, most = Kind.NUMBER, greatest
        case Truth():
            kind = Kind.TRUTH
        case Day():
            kind = Kind.DAY
        case Instant():
            kind = Kind.INSTANT
        case Text(longest):
            kind, most = (Kind.LINES if longest > LONGEST_LINE else Kind.LINE), longest
        case _:
            pass  # a line, or a choice where there are codes
    if codes:
        kind = Kind.CHOICE
    return Input(path=path, kind=kind, codes=codes, is_required=is_required, most=most)


def _codes(field: Field, path: str, move: Move, source: FormSource) -> tuple[str, ...]:
    match field:
        case AccordCode(list_name):
            known = source.codes.codes(list_name)
        case Code(values):
            known = values
        case DigestField():
            return source.choices.get(path, ())
        case _:
            return ()
    return tuple(sorted(known & move.words.get(path, known)))
