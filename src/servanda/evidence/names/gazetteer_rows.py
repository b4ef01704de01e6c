"""Read one row of a gazetteer file, strictly: no member is passed over and none is guessed.

Source: docs/spec/evidence/names.md, "Files".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from servanda.core.accords.key_lines import line_of
from servanda.core.errors import InvalidInputError

MAX_FORM: Final = 200  # characters of a name; the longest title of an office has about 90
MAX_LIST: Final = 5_000  # entries of one list; there are some hundred family names
_MAX_SHOWN: Final = 60
_UNKNOWN: Final = object()


class InvalidGazetteerError(InvalidInputError):
    """A gazetteer file cannot be used; nothing of it is taken."""

    code: ClassVar[str] = "invalid-gazetteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in the files: for messages.

    Attributes:
        file: Number of the file, from 1, in the order given.
        path: Of the member, such as `office[2].holders[0].from`.
        lines: Line of each member of the file.
    """

    file: int
    path: str
    lines: Mapping[str, int]

    def of(self, member: str) -> "Place":
        """Return the place of a member of this one."""
        return Place(file=self.file, path=f"{self.path}{member}", lines=self.lines)

    def error(self, expected: str, found: object) -> InvalidGazetteerError:
        """Return the error to raise: file, line, path, what was expected and what was found."""
        shown = "nothing" if found is _UNKNOWN else repr(found)[:_MAX_SHOWN]
        return InvalidGazetteerError(
            f"file {self.file}, line {line_of(self.path, self.lines)}: {self.path}: "
            f"expected {expected}, found {shown}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table of a file whose members are read one by one, each by its type."""

    place: Place
    members: Mapping[str, object]

    @staticmethod
    def of(value: object, place: Place, *, allowed: frozenset[str]) -> "Row":
        """Return `value` as a row with no member that is not `allowed`.

        Raises:
            InvalidGazetteerError: It is no table, or has another member.
        """
        if not isinstance(value, dict):
            raise place.error("a table", value)
        for name in value:
            if name not in allowed:
                raise place.of(f".{name}").error(f"one of {', '.join(sorted(allowed))}", name)
        return Row(place=place, members=value)

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        value = self.members.get(name, _UNKNOWN)
        return _text(value, self.place.of(f".{name}"))

    def text_or_none(self, name: str) -> str:
        """Return a text, or the empty one where the member is left out."""
        return self.text(name) if name in self.members else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; none where the member is left out."""
        return tuple(_text(value, place) for value, place in self.entries(name))

    def truth(self, name: str) -> bool:
        """Return true or false; false where the member is left out."""
        value = self.members.get(name, False)
        if not isinstance(value, bool):
            raise self.place.of(f".{name}").error("true or false", value)
        return value

    def day_or_none(self, name: str) -> date | None:
        """Return a day, written without quotation marks, or None where it is left out."""
        if name not in self.members:
            return None
        value = self.members[name]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.place.of(f".{name}").error("a day YYYY-MM-DD without marks", value)
        return value

    def entries(self, name: str) -> Sequence[tuple[object, Place]]:
        """Return the entries of a list with their places; none where the member is left out."""
        value = self.members.get(name, [])
        place = self.place.of(f".{name}")
        if not isinstance(value, list) or len(value) > MAX_LIST:
            raise place.error(f"a list of at most {MAX_LIST}", value)
        return [(entry, place.of(f"[{number}]")) for number, entry in enumerate(value)]


def _text(value: object, place: Place) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_FORM or value != value.strip():
        raise place.error(f"text of 1 to {MAX_FORM} characters without blanks around", value)
    return value
