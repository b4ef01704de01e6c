"""The written form of an accord's terms, and strictly back.

One meaning must have one hash. So beside the form this refuses lists of codes out of order and
what stands at its default, which is said by leaving it out.

Source: docs/spec/accord-templates.md, "Terms".
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import ClassVar, Final, TypeAlias, cast

from servanda.core.accords.scale import DEFAULT_SCALE, Scale, ScaleValue
from servanda.core.accords.terms import (
    DEFAULT_CLARIFICATION_ROUNDS,
    DEFAULT_CONFIRMATION_HOURS,
    DEFAULT_ENQUIRY_DAYS,
    DEFAULT_LANGUAGES,
    DEFAULT_REOPENING_DAYS,
    DEFAULT_WRITTEN_HOURS,
    Assessor,
    ClockRule,
    Commitment,
    Hotline,
    Series,
    ServiceLevel,
    Stage,
    Terms,
)
from servanda.core.accords.terms_rules import find_contradictions
from servanda.core.accords.terms_schema import TERMS
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.statements.schema import SchemaError

LISTS_OF_CODES: Final = ("kinds", "subjects", "grounds", "languages", "extension_grounds")


def encode_scale(scale: Scale) -> JsonObject:
    """Return a scale as it stands in the terms."""
    return {
        "name": scale.name,
        "values": [{"code": value.code, "title": value.title} for value in scale.values],
        **({"source": scale.source} if scale.source else {}),
    }


# Each optional member as it would be written if it were not left out.
OPTIONAL_MEMBERS: Final[JsonObject] = {
    "preservation_source": "",
    "languages": sorted(DEFAULT_LANGUAGES),
    "extension_grounds": [],
    "clarification_rounds": DEFAULT_CLARIFICATION_ROUNDS,
    "reopening_days": DEFAULT_REOPENING_DAYS,
    "enquiry_days": DEFAULT_ENQUIRY_DAYS,
    "written_hours": DEFAULT_WRITTEN_HOURS,
    "confirmation_hours": DEFAULT_CONFIRMATION_HOURS,
    "sources": {},
    "service_levels": [],
    "stages": [],
    "series": [],
    "hotline": None,
    "check_months": 0,
    "check_source": "",
    "four_eyes": [],
    "scale": encode_scale(DEFAULT_SCALE),
    "assessors": [],
}
_Entry: TypeAlias = Assessor | ClockRule | Commitment | Hotline | Series | ServiceLevel | Stage
# What an entry of a list leaves out when it says nothing.
_SILENT: Final[Mapping[str, JsonValue]] = {
    "source": "",
    "only": {},
    "after": "",
    "first_by": None,
    "replaces": "",
}


class InvalidTermsError(CounterpartError):
    """The terms of an accord are incomplete, contradict themselves or use unknown words."""

    code: ClassVar[str] = "invalid-terms"


def encode_terms(terms: Terms) -> JsonObject:
    """Return `terms` as they stand in the accord; lists of codes are sorted."""
    value: dict[str, JsonValue] = {
        "clocks": [_encode_entry(rule) for rule in terms.clocks],
        "commitments": [_encode_entry(item) for item in terms.commitments],
        "grace_seconds": terms.grace_seconds,
        "grounds": sorted(terms.grounds),
        "kinds": sorted(terms.kinds),
        "preservation_days": terms.preservation_days,
        "preservation_longest_days": terms.preservation_longest_days,
        "preservation_source": terms.preservation_source,
        "subjects": sorted(terms.subjects),
        "languages": sorted(terms.languages),
        "extension_grounds": sorted(terms.extension_grounds),
        "clarification_rounds": terms.clarification_rounds,
        "reopening_days": terms.reopening_days,
        "enquiry_days": terms.enquiry_days,
        "written_hours": terms.written_hours,
        "confirmation_hours": terms.confirmation_hours,
        "sources": terms.sources,
        "service_levels": [_encode_entry(level) for level in terms.service_levels],
        "stages": [_encode_entry(stage) for stage in terms.stages],
        "series": [_encode_entry(one) for one in terms.series],
        "hotline": None if terms.hotline is None else _encode_entry(terms.hotline),
        "check_months": terms.check_months,
        "check_source": terms.check_source,
        "four_eyes": sorted(terms.four_eyes),
        "scale": encode_scale(terms.scale),
        "assessors": [_encode_entry(one) for one in terms.assessors],
    }
    return without_defaults(value)


def without_defaults(value: JsonObject) -> JsonObject:
    """Return terms in their written form without the members that say what silence says."""
    return {
        name: item
        for name, item in value.items()
        if name not in OPTIONAL_MEMBERS or item != OPTIONAL_MEMBERS[name]
    }


def parse_terms(value: JsonValue) -> Terms:
    """Return the terms that `value`, the accord's `terms` member, writes.

    Raises:
        InvalidTermsError: A member is missing, unknown or ill-formed, or two contradict.
    """
    if not isinstance(value, Mapping):
        raise InvalidTermsError(f"terms: expected an object, found {type(value).__name__}")
    try:
        TERMS.validate(value)
    except SchemaError as error:
        raise InvalidTermsError(error.within("terms")) from error
    for name, default in OPTIONAL_MEMBERS.items():
        if name in value and value[name] == default:
            expected = expect(Expected.LEFT_OUT, value=str(default))
            raise InvalidTermsError(Fault(name, expected, default))
    terms = read_terms({**OPTIONAL_MEMBERS, **value})
    for contradiction in find_contradictions(terms):
        raise InvalidTermsError(contradiction)
    return terms


def read_terms(value: JsonObject) -> Terms:
    """Return the terms that `value` writes in full, whose members fit the schema.

    That they do no type can tell; `parse_terms` is the way in for what anybody wrote.

    Raises:
        InvalidTermsError: A list of codes is out of order.
    """
    return Terms(
        commitments=tuple(_read_commitment(entry) for entry in _entries(value, "commitments")),
        kinds=_read_codes(value, "kinds"),
        clocks=tuple(_read_clock(entry) for entry in _entries(value, "clocks")),
        grounds=_read_codes(value, "grounds"),
        subjects=_read_codes(value, "subjects"),
        grace_seconds=_number(value, "grace_seconds"),
        preservation_days=_number(value, "preservation_days"),
        preservation_longest_days=_number(value, "preservation_longest_days"),
        preservation_source=str(value["preservation_source"]),
        languages=_read_codes(value, "languages"),
        extension_grounds=_read_codes(value, "extension_grounds"),
        clarification_rounds=_number(value, "clarification_rounds"),
        reopening_days=_number(value, "reopening_days"),
        enquiry_days=_number(value, "enquiry_days"),
        written_hours=_number(value, "written_hours"),
        confirmation_hours=_number(value, "confirmation_hours"),
        sources=cast("Mapping[str, str]", value["sources"]),
        service_levels=tuple(_read_level(entry) for entry in _entries(value, "service_levels")),
        stages=tuple(_read_stage(entry) for entry in _entries(value, "stages")),
        series=tuple(_read_series(entry) for entry in _entries(value, "series")),
        hotline=_read_hotline(cast("Mapping[str, str] | None", value["hotline"])),
        check_months=_number(value, "check_months"),
        check_source=str(value["check_source"]),
        four_eyes=_read_codes(value, "four_eyes"),
        scale=_read_scale(cast("JsonObject", value["scale"])),
        assessors=tuple(
            Assessor(name=str(one["name"]), key=str(one["key"]))
            for one in _entries(value, "assessors")
        ),
    )


def _encode_entry(entry: _Entry) -> JsonObject:
    """Return an entry whose attributes are named as its members."""
    value = {
        name: item.isoformat() if isinstance(item, date) else item
        for name, item in asdict(entry).items()
    }
    return {
        name: item for name, item in value.items() if name not in _SILENT or item != _SILENT[name]
    }


def _read_clock(entry: JsonObject) -> ClockRule:
    return ClockRule(
        name=str(entry["name"]),
        kind=str(entry["kind"]),
        urgency=str(entry["urgency"]),
        access=str(entry["access"]),
        unit=str(entry["unit"]),
        amount=_number(entry, "amount"),
        roll=str(entry["roll"]),
        source=str(entry.get("source", "")),
    )


def _read_commitment(entry: JsonObject) -> Commitment:
    return Commitment(
        id=str(entry["id"]),
        nature=str(entry["nature"]),
        text=cast("Mapping[str, str]", entry["text"]),
        only=cast("Mapping[str, str]", entry.get("only", {})),
    )


def _read_level(entry: JsonObject) -> ServiceLevel:
    return ServiceLevel(
        kind=str(entry["kind"]),
        urgency=str(entry["urgency"]),
        percent=_number(entry, "percent"),
        hours=_number(entry, "hours"),
        source=str(entry.get("source", "")),
    )


def _read_stage(entry: JsonObject) -> Stage:
    return Stage(
        name=str(entry["name"]),
        start=str(entry["start"]),
        after=str(entry.get("after", "")),
        unit=str(entry["unit"]),
        amount=_number(entry, "amount"),
        roll=str(entry["roll"]),
        source=str(entry.get("source", "")),
    )


def _read_series(entry: JsonObject) -> Series:
    first_by = entry.get("first_by")
    return Series(
        name=str(entry["name"]),
        first_by=None if first_by is None else date.fromisoformat(str(first_by)),
        interval_months=_number(entry, "interval_months"),
        replaces=str(entry.get("replaces", "")),
        source=str(entry.get("source", "")),
    )


def _read_hotline(entry: Mapping[str, str] | None) -> Hotline | None:
    if entry is None:
        return None
    return Hotline(reading=entry["reading"], source=entry.get("source", ""))


def _read_scale(entry: JsonObject) -> Scale:
    return Scale(
        name=str(entry["name"]),
        values=tuple(
            ScaleValue(code=str(one["code"]), title=cast("Mapping[str, str]", one["title"]))
            for one in _entries(entry, "values")
        ),
        source=str(entry.get("source", "")),
    )


def _number(value: JsonObject, name: str) -> int:
    return cast("int", value[name])


def _entries(value: JsonObject, name: str) -> Sequence[JsonObject]:
    return cast("Sequence[JsonObject]", value[name])


def _read_codes(value: JsonObject, name: str) -> frozenset[str]:
    codes = cast("Sequence[str]", value[name])
    for earlier, later in pairwise(codes):
        if earlier >= later:
            raise InvalidTermsError(Fault(name, expect(Expected.RISING), later))
    return frozenset(codes)
