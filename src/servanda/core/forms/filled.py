"""A request as the rules look at it: what it says, what the accord allows, what is open already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from servanda.core.accords.terms import Terms
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.forms.said import items_of, list_at, object_at, said_elements
from servanda.core.identifiers import parse_instant

# The least that a number of units lasts: a clock of the accord ends at this moment or later.
_LAST = datetime.max.replace(microsecond=0, tzinfo=UTC)

_LEAST = {
    "hours": timedelta(hours=1),
    "calendar_days": timedelta(days=1),
    "working_days": timedelta(days=1),
    "months": timedelta(days=28),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A request whose members all have their form; nothing else is taken for granted.

    Attributes:
        facts: Of the request.
        body: Its members, without `files`; None where it is not held.
        has_files: Whether it has attachments.
        terms: Of the accord in force.
        at: Before sending: now. On arrival: the time of receipt.
        same_open: Names of our open requests that ask for the same.
        said: What is said of each element: by the body, or where it is not held by the header.
    """

    facts: JsonObject
    body: JsonObject | None
    has_files: bool
    terms: Terms
    at: datetime
    same_open: Sequence[str] = ()
    said: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        if self.body is None:
            header = object_at(self.facts, "elements")
            said = {name: str(word) for name, word in header.items()}
        else:
            said = said_elements(facts=self.facts, body=self.body, has_files=self.has_files)
        object.__setattr__(self, "said", said)

    @property
    def kind(self) -> str:
        """The kind of the request."""
        return str(self.facts.get("kind", ""))

    @property
    def members(self) -> JsonObject:
        """The members of the body; none where it is not held."""
        return {} if self.body is None else self.body

    def element(self, name: str) -> JsonObject:
        """Return the element `name` where it is an object; an empty one if it is not given."""
        return object_at(object_at(self.members, "elements"), name)

    def items(self) -> Iterator[tuple[str, JsonObject]]:
        """Yield the number of each item, from 1, and the item."""
        for number, item in enumerate(items_of(self.members), start=1):
            yield str(number), item

    def identifiers(self) -> Iterator[tuple[str, JsonObject]]:
        """Yield the number of each identifier of E11, from 1, and the identifier."""
        listed = list_at(object_at(self.members, "elements"), "E11")
        for number, one in enumerate(listed, start=1):
            if isinstance(one, Mapping):
                yield str(number), one

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text of the body, with the path of the member it stands in."""
        yield from _texts("", dict(self.members))

    def earliest_due(self) -> datetime:
        """Return a moment before which the answer cannot be due: the officer must outlast it."""
        rule = self.terms.clock_for(
            "answer",
            kind=self.kind,
            urgency=str(self.facts.get("urgency", "")),
            access="direct",
        )
        if rule is None or rule.unit not in _LEAST:
            return self.at
        span = rule.amount * _LEAST[rule.unit]
        # A counterpart may claim the last instant that can be written.
        return self.at + span if span < _LAST - self.at else _LAST


def instant_at(value: JsonObject, name: str) -> datetime | None:
    """Return the instant at `name`, whose form was checked before; None if there is none."""
    found = value.get(name)
    return parse_instant(found) if isinstance(found, str) else None


def _texts(path: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case Mapping():
            for name, item in value.items():
                yield from _texts(f"{path}.{name}" if path else name, item)
        case list():
            for index, item in enumerate(value):
                yield from _texts(f"{path}[{index}]", item)
        case _:
            return
