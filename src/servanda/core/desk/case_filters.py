"""Filters of the queue as one line of text, the same in an address, in a view and as typed.

`is:open -kind:preservation with:bob.example` reads: open, of another kind than preservation, with
that party. Of one name any value is enough; different names hold together; with `-` before it
none may hold. The line has one written form, so that two addresses of one list are alike.

Source: docs/spec/desk.md, "Queue".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from typing_extensions import override

from servanda.core.casework.transitions import State
from servanda.core.errors import InvalidInputError
from servanda.core.statements.codes import KINDS

MAX_FILTERS: Final = 20  # of one list; who needs more asks for something else
MAX_LINE: Final = 2_000  # characters of all filters together
_VALUE: Final = re.compile(r"[\w.-]{1,100}")  # no space, which parts filters; no sign of SQL


class Field(StrEnum):
    """What a filter looks at."""

    IS = "is"
    STATE = "state"
    KIND = "kind"
    URGENCY = "urgency"
    WITH = "with"
    ASKED = "asked"
    TURN = "turn"


OPEN: Final = "open"
CLOSED: Final = "closed"
OVERDUE: Final = "overdue"
PAUSED: Final = "paused"
US: Final = "us"
THEM: Final = "them"

# Where only these values mean anything; any other would find nothing, and not say why.
VALUES: Final[Mapping[Field, frozenset[str]]] = {
    Field.IS: frozenset((OPEN, CLOSED, OVERDUE, PAUSED)),
    Field.STATE: frozenset(state.value for state in State),
    Field.KIND: KINDS,
    Field.URGENCY: frozenset(("emergency", "urgent", "routine")),
    Field.ASKED: frozenset((US, THEM)),
    Field.TURN: frozenset((US, THEM)),
}


class InvalidFilterError(InvalidInputError):
    """A filter of a list is none."""

    code: ClassVar[str] = "invalid-filter"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CaseFilter:
    """One condition on a request.

    Attributes:
        field: What it looks at.
        value: What it looks for.
        is_not: Whether what has this is left out.
    """

    field: Field
    value: str
    is_not: bool = False

    @override
    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{'-' if self.is_not else ''}{self.field}:{self.value}"


def parse_filters(line: str) -> tuple[CaseFilter, ...]:
    """Return the filters of a line, each once, in one order.

    Raises:
        InvalidFilterError: Something in it is no filter, or there are too many.
    """
    if len(line) > MAX_LINE:
        raise InvalidFilterError(f"expected at most {MAX_LINE} characters of filters")
    found = sorted({_parse(written) for written in line.split()})
    if len(found) > MAX_FILTERS:
        raise InvalidFilterError(f"expected at most {MAX_FILTERS} filters, found {len(found)}")
    return tuple(found)


def written_filters(filters: Sequence[CaseFilter]) -> str:
    """Return the line that `parse_filters` reads as these."""
    return " ".join(str(one) for one in sorted(set(filters)))


def _parse(written: str) -> CaseFilter:
    bare = written.removeprefix("-")
    name, _, value = bare.partition(":")
    if name not in {field.value for field in Field}:
        known = ", ".join(f"{field}:" for field in Field)
        raise InvalidFilterError(f"expected one of {known} found {written!r:.60}")
    field = Field(name)
    known_values = VALUES.get(field)
    if known_values is not None and value not in known_values:
        listed = ", ".join(sorted(known_values))
        raise InvalidFilterError(f"expected {field}: with one of {listed}, found {written!r:.60}")
    if _VALUE.fullmatch(value) is None:
        raise InvalidFilterError(
            f"expected {field}: and letters, digits, '.', '-' or '_', found {written!r:.60}"
        )
    return CaseFilter(field=field, value=value, is_not=bare != written)
