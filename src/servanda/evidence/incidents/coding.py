"""One coder's answers about one incident, as the value of a `code` decision.

Source: docs/spec/evidence/incidents.md, "A coding".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.evidence.incidents.elements import (
    Attribution,
    ElementName,
    ElementValue,
    Purpose,
    Result,
    Victim,
)
from servanda.evidence.intervals import Interval, InvalidIntervalError

MAX_TEXT = 300
MAX_SPANS = 50
_MEMBERS = frozenset(
    ("title", "started", "elements", "purpose", "result", "victim", "sector", "attribution")
)
_OPTIONAL = frozenset(("settles",))
_Code = TypeVar("_Code", ElementValue, Purpose, Result, Victim, Attribution)


class InvalidCodingError(InvalidInputError):
    """A coding lacks an answer, or has one that is not in the list."""

    code: ClassVar[str] = "invalid-coding"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementAnswer:
    """One element's answer.

    Attributes:
        value: How far it is shown.
        spans: Content keys of the quotations and claims that it rests on; none only where the
            answer is that it is not shown or cannot be assessed.
    """

    value: ElementValue
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's answers.

    Attributes:
        title: What the coder calls the incident.
        started: When it began, as far as the coder can tell.
        elements: An answer for each element.
        purpose: Apart from `result`: what was meant is not what came of it.
        result: How far it came.
        victim: Whose systems.
        sector: A word of the coder's list, such as `pharmaceutical`.
        attribution: Whether anybody in office named the one who did it, or withheld it.
        attributed_on: When they said so, or said that they would not; None where nobody did.
        settles: True for a third coder who decides between two.
    """

    title: str
    started: Interval
    elements: Mapping[ElementName, ElementAnswer]
    purpose: Purpose
    result: Result
    victim: Victim
    sector: str
    attribution: Attribution
    attributed_on: date | None
    settles: bool

    def answers(self) -> Mapping[str, str]:
        """Return what two coders are compared by: field to word."""
        return {
            **{name.value: self.elements[name].value.value for name in ElementName},
            "purpose": self.purpose.value,
            "result": self.result.value,
            "victim": self.victim.value,
            "sector": self.sector,
            "attribution": self.attribution.value,
        }


def parse_coding(value: JsonObject) -> Coding:
    """Return the coding in a decision's value.

    Raises:
        InvalidCodingError: A member is missing, unknown, or not one of its list.
    """
    names = frozenset(value)
    if not _MEMBERS <= names <= _MEMBERS | _OPTIONAL:
        missing, unknown = sorted(_MEMBERS - names), sorted(names - _MEMBERS - _OPTIONAL)
        raise InvalidCodingError(f"expected the members of a coding, found {missing=} {unknown=}")
    attribution, attributed_on = _attribution(value["attribution"])
    settles = value.get("settles", False)
    if not isinstance(settles, bool):
        raise InvalidCodingError(f"settles: expected true or false, found {settles!r:.40}")
    return Coding(
        title=_text("title", value["title"]),
        started=_interval(value["started"]),
        elements=_elements(value["elements"]),
        purpose=_code(Purpose, "purpose", value["purpose"]),
        result=_code(Result, "result", value["result"]),
        victim=_code(Victim, "victim", value["victim"]),
        sector=_text("sector", value["sector"]),
        attribution=attribution,
        attributed_on=attributed_on,
        settles=settles,
    )


def _elements(value: JsonValue) -> Mapping[ElementName, ElementAnswer]:
    given = _object("elements", value)
    wanted = {name.value for name in ElementName}
    if set(given) != wanted:
        raise InvalidCodingError(f"elements: expected {sorted(wanted)}, found {sorted(given)}")
    return {name: _answer(name, given[name.value]) for name in ElementName}


def _answer(name: ElementName, value: JsonValue) -> ElementAnswer:
    place = f"elements.{name}"
    given = _object(place, value)
    if set(given) != {"value", "spans"}:
        raise InvalidCodingError(f"{place}: expected value and spans, found {sorted(given)}")
    spans = given["spans"]
    if (
        not isinstance(spans, list)
        or len(spans) > MAX_SPANS
        or not all(isinstance(span, str) and 0 < len(span) <= MAX_TEXT for span in spans)
    ):
        raise InvalidCodingError(f"{place}.spans: expected at most {MAX_SPANS} content keys")
    answer = _code(ElementValue, f"{place}.value", given["value"])
    rests = answer not in {ElementValue.NOT_SHOWN, ElementValue.NOT_ASSESSABLE}
    # What an incident's own dates show needs no sentence that says so.
    if rests and not spans and name is not ElementName.AFTER_ACCORD:
        raise InvalidCodingError(f"{place}: expected at least one span with {answer}, found none")
    return ElementAnswer(value=answer, spans=tuple(map(str, spans)))


def _attribution(value: JsonValue) -> tuple[Attribution, date | None]:
    given = _object("attribution", value)
    if set(given) != {"status", "on"}:
        raise InvalidCodingError(f"attribution: expected status and on, found {sorted(given)}")
    status = _code(Attribution, "attribution.status", given["status"])
    on = None if given["on"] is None else _day("attribution.on", given["on"])
    if (status is Attribution.NONE) != (on is None):
        raise InvalidCodingError("attribution.on: expected a day exactly where somebody spoke")
    return status, on


def _interval(value: JsonValue) -> Interval:
    given = _object("started", value)
    if set(given) != {"earliest", "latest"}:
        raise InvalidCodingError(f"started: expected earliest and latest, found {sorted(given)}")
    ends = [None if given[end] is None else _day(f"started.{end}", given[end]) for end in given]
    days = dict(zip(given, ends, strict=True))
    try:
        return Interval(earliest=days["earliest"], latest=days["latest"])
    except InvalidIntervalError as error:
        raise InvalidCodingError(f"started: {error}") from error


def _object(place: str, value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, Mapping):
        raise InvalidCodingError(f"{place}: expected an object, found {value!r:.40}")
    return value


def _text(place: str, value: JsonValue) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT or not value.isprintable():
        raise InvalidCodingError(f"{place}: expected a text of 1 to {MAX_TEXT} characters")
    return value


def _day(place: str, value: JsonValue) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidCodingError(f"{place}: expected a day, found {value!r:.40}") from error


def _code(kind: type[_Code], place: str, value: JsonValue) -> _Code:
    try:
        return kind(str(value))
    except ValueError as error:
        words = ", ".join(kind)
        raise InvalidCodingError(
            f"{place}: expected one of {words}, found {value!r:.40}"
        ) from error
