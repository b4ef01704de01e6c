"""The written form of an accord's terms, and strictly back.

Two parties must not agree to terms that say two things. So beside the form this refuses rules
for the same requests, unknown words, and lists out of order, which would give one meaning two
hashes.

Source: docs/spec/accord-templates.md, "Terms".
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import ClassVar, cast

from servanda.core.accords.terms import ANY, ClockRule, Commitment, Terms
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.statements.codes import GROUNDS, KINDS, URGENCY_CRITERIA
from servanda.core.statements.fields import AccordCode, Code, Integer, ListOf, Text
from servanda.core.statements.schema import MapOf, Record, Schema, SchemaError

CLOCK_NAMES = frozenset(("acknowledgement", "decision", "answer", "update", "clarification"))
UNITS = frozenset(("hours", "calendar_days", "working_days", "months", "none"))
ROLLING_UNITS = frozenset(("calendar_days", "months"))
ROLLS = frozenset(("none", "next_working_day"))
NATURES = frozenset(
    (
        "continuing",
        "conditional",
        "prohibition",
        "process",
        "deliverable",
        "arrangement",
        "review",
        "recurring",
    )
)
LANGUAGES = frozenset(("en", "zh-Hans"))
MAX_AMOUNT = 10_000  # hours, days or months; more is no deadline

_CLOCK = Schema(
    required={
        "name": Code(CLOCK_NAMES),
        "kind": Code(KINDS | {ANY}),
        "urgency": Code(frozenset(URGENCY_CRITERIA) | {ANY}),
        "access": Code(frozenset((ANY, "direct", "indirect"))),
        "unit": Code(UNITS),
        "amount": Integer(0, MAX_AMOUNT),
        "roll": Code(ROLLS),
    },
    optional={"source": Text(200)},
)
_COMMITMENT = Schema(
    required={
        "id": AccordCode("commitments"),
        "nature": Code(NATURES),
        "text": MapOf(Code(LANGUAGES), Text(10_000), most=len(LANGUAGES)),
    }
)
_TERMS = Schema(
    required={
        "commitments": ListOf(Record(_COMMITMENT), most=100),
        "kinds": ListOf(Code(KINDS), most=len(KINDS)),
        "clocks": ListOf(Record(_CLOCK), least=0, most=200),
        "grounds": ListOf(Code(GROUNDS), most=len(GROUNDS)),
        "subjects": ListOf(AccordCode("subjects"), most=100),
        "grace_seconds": Integer(0, 86_400),
        "preservation_days": Integer(1, MAX_AMOUNT),
        "preservation_longest_days": Integer(1, MAX_AMOUNT),
    },
    optional={"preservation_source": Text(200)},
)


class InvalidTermsError(CounterpartError):
    """The terms of an accord are incomplete, contradict themselves or use unknown words."""

    code: ClassVar[str] = "invalid-terms"


def encode_terms(terms: Terms) -> JsonObject:
    """Return `terms` as they stand in the accord; lists of codes are sorted."""
    value: dict[str, JsonValue] = {
        "clocks": [_encode_clock(rule) for rule in terms.clocks],
        "commitments": [
            {"id": item.id, "nature": item.nature, "text": item.text} for item in terms.commitments
        ],
        "grace_seconds": terms.grace_seconds,
        "grounds": sorted(terms.grounds),
        "kinds": sorted(terms.kinds),
        "preservation_days": terms.preservation_days,
        "preservation_longest_days": terms.preservation_longest_days,
        "subjects": sorted(terms.subjects),
    }
    if terms.preservation_source:
        value["preservation_source"] = terms.preservation_source
    return value


def parse_terms(value: JsonValue) -> Terms:
    """Return the terms that `value`, the accord's `terms` member, writes.

    Raises:
        InvalidTermsError: A member is missing, unknown or ill-formed, or two contradict.
    """
    if not isinstance(value, Mapping):
        raise InvalidTermsError(f"terms: expected an object, found {type(value).__name__}")
    try:
        _TERMS.validate(value)
    except SchemaError as error:
        raise InvalidTermsError(f"terms: {error}") from error
    # From here on every member has its form, which the type checker cannot know.
    commitments = tuple(map(_read_commitment, cast("Sequence[JsonObject]", value["commitments"])))
    clocks = tuple(map(_read_clock, cast("Sequence[JsonObject]", value["clocks"])))
    _check_commitments(commitments)
    _check_clocks(clocks)
    days = cast("int", value["preservation_days"])
    longest_days = cast("int", value["preservation_longest_days"])
    if longest_days < days:
        raise InvalidTermsError(
            f"preservation_longest_days: expected at least {days}, found {longest_days}"
        )
    return Terms(
        commitments=commitments,
        kinds=_read_codes(value, "kinds"),
        clocks=clocks,
        grounds=_read_codes(value, "grounds"),
        subjects=_read_codes(value, "subjects"),
        grace_seconds=cast("int", value["grace_seconds"]),
        preservation_days=days,
        preservation_longest_days=longest_days,
        preservation_source=str(value.get("preservation_source", "")),
    )


def _encode_clock(rule: ClockRule) -> JsonObject:
    value: dict[str, JsonValue] = {
        "access": rule.access,
        "amount": rule.amount,
        "kind": rule.kind,
        "name": rule.name,
        "roll": rule.roll,
        "unit": rule.unit,
        "urgency": rule.urgency,
    }
    if rule.source:
        value["source"] = rule.source
    return value


def _read_clock(entry: JsonObject) -> ClockRule:
    return ClockRule(
        name=str(entry["name"]),
        kind=str(entry["kind"]),
        urgency=str(entry["urgency"]),
        access=str(entry["access"]),
        unit=str(entry["unit"]),
        amount=cast("int", entry["amount"]),
        roll=str(entry["roll"]),
        source=str(entry.get("source", "")),
    )


def _read_commitment(entry: JsonObject) -> Commitment:
    return Commitment(
        id=str(entry["id"]),
        nature=str(entry["nature"]),
        text=cast("Mapping[str, str]", entry["text"]),
    )


def _read_codes(value: JsonObject, name: str) -> frozenset[str]:
    codes = cast("Sequence[str]", value[name])
    for earlier, later in pairwise(codes):
        if earlier >= later:
            raise InvalidTermsError(
                f"{name}: expected rising order, found {earlier} before {later}"
            )
    return frozenset(codes)


def _check_commitments(commitments: Sequence[Commitment]) -> None:
    seen: set[str] = set()
    for commitment in commitments:
        if commitment.id in seen:
            raise InvalidTermsError(f"commitments: expected {commitment.id} once, found twice")
        seen.add(commitment.id)
        if commitment.text.keys() != commitments[0].text.keys():
            languages = ", ".join(sorted(commitments[0].text))
            raise InvalidTermsError(
                f"commitments: expected {commitment.id} in {languages} as the first one, "
                f"found {', '.join(sorted(commitment.text))}"
            )


def _check_clocks(clocks: Sequence[ClockRule]) -> None:
    seen: set[tuple[str, str, str, str]] = set()
    for rule in clocks:
        requests = (rule.name, rule.kind, rule.urgency, rule.access)
        named = "/".join(requests)
        if requests in seen:
            raise InvalidTermsError(f"clocks: expected one rule for {named}, found two")
        seen.add(requests)
        if (rule.amount == 0) is not (rule.unit == "none"):
            raise InvalidTermsError(
                f"clocks: expected 0 exactly with unit none for {named}, found {rule.amount}"
            )
        if rule.roll != "none" and rule.unit not in ROLLING_UNITS:
            raise InvalidTermsError(f"clocks: expected no roll for {named}, counted in {rule.unit}")
