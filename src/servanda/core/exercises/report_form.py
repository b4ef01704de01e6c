"""An after-action report as JSON, which programs read and `exercise carry` takes items from.

Source: docs/spec/exercises.md, "The report as a file".
"""

from datetime import datetime
from typing import ClassVar, Final, NamedTuple, cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.report import AfterAction, Place, PlayedInject, Tested
from servanda.core.exercises.scenario import (
    ITEM_HEADING,
    LANGUAGES,
    TEST_HEADING,
    TITLE,
    Scenario,
)
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import format_instant
from servanda.core.statements.fields import Code, ListOf, Pattern, Text
from servanda.core.statements.schema import AnyObject, MapOf, Record, Schema, SchemaError

REPORT_FORMAT: Final = "servanda-after-action/1"
MAX_REPORT_BYTES: Final = 4_194_304  # the largest scenario comes to a tenth of it

_WORDS: Final = MapOf(Code(frozenset(LANGUAGES)), Text(10_000), most=len(LANGUAGES))
_ITEM: Final = Schema(
    required={
        "id": Pattern(r"[a-z0-9-]{1,40}", Expected.SCENARIO_NAME),
        "because": ListOf(Text(40), most=500),
        "text": _WORDS,
        "acceptance_test": _WORDS,
    }
)
_REPORT: Final = Schema(
    required={
        "v": Code(frozenset((REPORT_FORMAT,))),
        "mode": Code(frozenset(("exercise",))),
        "scenario": Text(100),
        "title": _WORDS,
        "parties": ListOf(Text(64), least=2, most=2),
        "started_at": Text(20),
        "at": Text(20),
        "injects": ListOf(AnyObject(), least=0, most=500),
        "missed_checks": ListOf(Text(40), least=0, most=500),
        "items": ListOf(Record(_ITEM), least=0, most=500),
    },
    optional={"accord": Text(200)},
)


class AfterActionError(InvalidInputError):
    """A file is no after-action report, or has no such item."""

    code: ClassVar[str] = "after-action"


class CarriedItem(NamedTuple):
    """An item of a report, as it becomes a deliverable.

    Attributes:
        text: What is to be done, by language.
        acceptance_test: How it is seen to be done, by language.
    """

    text: JsonObject
    acceptance_test: JsonObject


def encode_report(
    report: AfterAction, scenario: Scenario, *, slug: str, accord_name: str = ""
) -> JsonObject:
    """Return `report` with its words in both languages.

    Args:
        report: From the fold.
        scenario: What was played.
        slug: Its name.
        accord_name: Of the exercise's accord; left out where it is empty.
    """
    value: dict[str, JsonValue] = {
        "v": REPORT_FORMAT,
        "mode": "exercise",
        "scenario": slug,
        "title": dict(scenario.words(TITLE)),
        "parties": list(report.parties),
        "started_at": format_instant(report.started_at),
        "at": format_instant(report.at),
        "injects": [_inject(one) for one in report.injects],
        "missed_checks": list(report.missed_checks),
        "items": [
            {
                "id": one.id,
                "because": list(one.because),
                "text": dict(scenario.words(f"{ITEM_HEADING}{one.id}")),
                "acceptance_test": dict(scenario.words(f"{TEST_HEADING}{one.id}")),
            }
            for one in report.items
        ],
    }
    if accord_name:
        value["accord"] = accord_name
    return value


def find_item(report: JsonValue, item: str) -> CarriedItem:
    """Return an item of a report that somebody wrote to a file.

    Raises:
        AfterActionError: It is no report, or has no such item.
    """
    if not isinstance(report, dict):
        raise AfterActionError(Fault("", expect(Expected.AFTER_ACTION), report))
    try:
        _REPORT.validate(report)
    except SchemaError as error:
        raise AfterActionError(error.problem) from error
    items = cast("list[JsonObject]", report["items"])
    for one in items:
        if one["id"] == item:
            return CarriedItem(
                text=cast("JsonObject", one["text"]),
                acceptance_test=cast("JsonObject", one["acceptance_test"]),
            )
    known = tuple(str(one["id"]) for one in items)
    raise AfterActionError(Fault("items", expect(Expected.CODE, words=known), item))


def _inject(one: PlayedInject) -> JsonObject:
    return {
        "id": one.inject.id,
        "party": one.party,
        "type": one.inject.type or None,
        "due_at": _instant(one.due_at),
        "played_at": _instant(one.played_at),
        "leaf": _place(one.place),
        "answered": one.is_answered,
        "expected": [_tested(each) for each in one.tested],
    }


def _tested(one: Tested) -> JsonObject:
    return {
        "id": one.expectation.id,
        "of": one.expectation.of,
        "party": one.party,
        "type": one.expectation.type,
        "clock": one.expectation.clock or None,
        "due_at": _instant(one.due_at),
        "came_at": _instant(one.came_at),
        "leaf": _place(one.place),
        "margin_seconds": one.margin_seconds,
        "result": one.result,
    }


def _instant(instant: datetime | None) -> JsonValue:
    return None if instant is None else format_instant(instant)


def _place(place: Place | None) -> JsonValue:
    return None if place is None else f"{place.party}/{place.index}"
