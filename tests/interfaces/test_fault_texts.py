"""Every fault that a statement can have is said in English and in Chinese, and names the field.

Broken statements are made from the schemas themselves: each member left out, each value replaced
by one that does not fit, each rule broken. So a new type, field or rule is covered when it is
there, or the test says that it is not.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from string import Formatter

import pytest

from servanda.core import canonical
from servanda.core.accords.terms import Commitment, Terms
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import ServandaError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.statements.body import parse_body
from servanda.core.statements.fields import Field, ListOf
from servanda.core.statements.header import Header
from servanda.core.statements.header_rules import MarkedBody, NeedsBody, NeedsRef, NoBody, NoRef
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.rules import (
    Alone,
    AtMost,
    Earlier,
    Needs,
    NeedsOne,
    NeedsUnless,
    OneGroup,
    OnlyWith,
    Rising,
)
from servanda.core.statements.schema import MapOf, Record, Schema
from servanda.core.statements.types import validate_facts, validate_header
from servanda.interfaces.fault_texts import error_text, fault_text
from tests.core.statements.test_fields import FIELDS
from tests.samples import EARLIER_LEAF, SAMPLES, SOME_BODY, sample_header

EVERY_TYPE = pytest.mark.parametrize("name", STATEMENT_TYPES)
CHINESE = "zh-Hans"
CHINESE_SIGN = re.compile(r"[\u4e00-\u9fff]")
PLACES = sorted(
    {
        name
        for expected in Expected
        for _, name, _, _ in Formatter().parse(expected.value)
        if name is not None
    }
)
WRONG_VALUES: tuple[JsonValue, ...] = (None, {"?": 1}, [None], -1, "\x07")
NO_CODES = Terms(
    commitments=(Commitment(id="C9", nature="continuing"),),
    kinds=frozenset(("mitigation",)),
    clocks=(),
    grounds=frozenset(("de_minimis_offence",)),
    subjects=frozenset(("maritime",)),
)


@EVERY_TYPE
def test_every_fault_of_facts_is_said_in_both_languages(name: str) -> None:
    for fault in faults_in(STATEMENT_TYPES[name].facts, SAMPLES[name].facts):
        require_both_languages(fault)


@pytest.mark.parametrize("name", [name for name, known in STATEMENT_TYPES.items() if known.body])
def test_every_fault_of_a_body_is_said_in_both_languages(name: str) -> None:
    schema, body = STATEMENT_TYPES[name].body, SAMPLES[name].body
    assert schema is not None
    assert body is not None

    for fault in faults_in(schema, body):
        require_both_languages(fault)


@EVERY_TYPE
def test_every_rule_between_members_is_said_in_both_languages(name: str) -> None:
    schema = STATEMENT_TYPES[name].facts

    for rule in schema.rules:
        fault = next(filter(None, map(rule, breaking(name, rule))), None)
        assert fault is not None, f"no example breaks {rule}"
        require_both_languages(fault)


@EVERY_TYPE
def test_every_rule_of_the_header_is_said_in_both_languages(name: str) -> None:
    for check in STATEMENT_TYPES[name].checks:
        fault = next(filter(None, map(check, headers_breaking(name, check))), None)
        assert fault is not None, f"no example breaks {check}"
        require_both_languages(fault)


@EVERY_TYPE
def test_a_missing_or_unwanted_part_of_the_header_is_said_in_both_languages(name: str) -> None:
    statement_type, good = STATEMENT_TYPES[name], sample_header(name)
    for header in (
        good._replace(ref=None),
        good._replace(ref=EARLIER_LEAF),
        good._replace(body=None),
        good._replace(body=SOME_BODY),
        good._replace(body=None, att=(EARLIER_LEAF,)),
    ):
        try:
            validate_header(statement_type, header)
        except ServandaError as error:
            require_both_languages(fault_of(error))


@pytest.mark.parametrize(
    "name", [name for name, known in STATEMENT_TYPES.items() if known.body_checks]
)
def test_every_rule_between_facts_and_body_is_said_in_both_languages(name: str) -> None:
    facts, body = FACTS_AND_BODY[name]

    for check in STATEMENT_TYPES[name].body_checks:
        fault = check(facts, body)
        assert fault is not None
        require_both_languages(fault)


@EVERY_TYPE
def test_a_code_that_the_accord_lacks_is_said_in_both_languages(name: str) -> None:
    with suppress(ServandaError):
        validate_facts(STATEMENT_TYPES[name], SAMPLES[name].facts)
        try:
            validate_facts(STATEMENT_TYPES[name], SAMPLES[name].facts, terms=NO_CODES)
        except ServandaError as error:
            require_both_languages(fault_of(error))


@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_of_field_says_in_both_languages_what_it_takes(kind: str) -> None:
    schema = Schema(required={"some_field": FIELDS[kind]})
    faults = [schema.find_fault({"some_field": value}) for value in (None, *WRONG_VALUES)]

    found = [fault for fault in faults if fault is not None]
    assert found
    for fault in found:
        require_both_languages(fault)


@pytest.mark.parametrize("expected", Expected)
def test_everything_that_can_be_expected_differs_between_the_languages(expected: Expected) -> None:
    fault = Fault("field", expect(expected, **dict.fromkeys(PLACES, "x")), "y")

    require_both_languages(fault)


def test_the_english_is_that_of_the_core() -> None:
    fault = Fault(".a[2].b", expect(Expected.CODE, words=("one", "two")), ["three"])

    assert fault_text(fault, language="en") == str(fault)
    assert str(fault) == "a[2].b: expected one of one, two, found ['three']"
    assert fault_text(fault, language=CHINESE) == "a[2].b：应为：one、two 之一；实为：['three']"


def test_what_is_withheld_is_shown_in_neither_language() -> None:
    secret = "AGE-SECRET-KEY-1" + "q" * 58
    entry: JsonObject = {
        "identity": secret,
        "media": "a/b",
        "name": "a",
        "plain": EARLIER_LEAF,
        "size": 1,
    }
    body = canonical.encode({"files": [entry], **(SAMPLES["status"].body or {})})

    with pytest.raises(ServandaError) as caught:
        parse_body(
            body, statement_type=STATEMENT_TYPES["status"], facts={}, attachments=[EARLIER_LEAF]
        )

    for language in ("en", CHINESE):
        assert secret not in error_text(caught.value, language=language)
    require_both_languages(fault_of(caught.value))


def test_an_error_without_a_fault_has_its_one_message() -> None:
    assert error_text(ServandaError("the disk is full"), language=CHINESE) == "the disk is full"


def test_what_was_found_is_cut_to_a_line() -> None:
    fault = Fault("text", expect(Expected.TRUTH), "x" * 10_000)

    assert len(fault_text(fault, language=CHINESE)) < 200


def test_the_name_of_an_unknown_member_cannot_move_the_cursor_or_fill_the_screen() -> None:
    for name in ("\x1b[2J\r\n", "x" * 10_000, "\u202e"):
        fault = Schema().find_fault({name: 1})
        assert fault is not None

        for language in ("en", CHINESE):
            sentence = fault_text(fault, language=language)
            assert sentence.isprintable()
            assert len(sentence) < 400


def require_both_languages(fault: Fault) -> None:
    """Require a sentence in each language, whole, different, and with the name of the field."""
    english, chinese = fault_text(fault, language="en"), fault_text(fault, language=CHINESE)

    assert english == str(fault)
    assert chinese != english
    assert fault.place in chinese
    assert fault.place in english
    assert fault.path or fault.expected.kind in {Expected.OBJECT, Expected.ONE_GROUP}
    for sentence in (english, chinese):
        assert "{" not in sentence.replace(fault.place, "").replace(fault.shown, "")
    expected = chinese.removesuffix(fault.shown).removeprefix(fault.place)
    assert CHINESE_SIGN.search(expected.split("应为", maxsplit=1)[1].split("实为")[0])


def fault_of(error: ServandaError) -> Fault:
    assert error.fault is not None, f"no fault in {error!r}"
    return error.fault


def faults_in(schema: Schema, good: JsonObject) -> Iterator[Fault]:
    """Yield the fault of each member left out, of one too many, and of each wrong value."""
    for name in schema.required:
        fault = schema.find_fault({key: item for key, item in good.items() if key != name})
        assert fault is not None
        yield fault
    unknown = schema.find_fault({**good, "unknown": 1})
    assert unknown is not None
    yield unknown
    for name, field in {**schema.required, **schema.optional}.items():
        found = [schema.find_fault({**good, name: value}) for value in wrong_values(field)]
        assert any(found), f"no example breaks {name}"
        yield from (fault for fault in found if fault is not None)


def wrong_values(field: Field) -> Iterator[JsonValue]:
    """Yield values that do not fit, also deep inside a list or an object."""
    yield from WRONG_VALUES
    match field:
        case ListOf(item, _, least):
            yield from ([value] * max(1, least) for value in wrong_values(item))
        case MapOf(name, item):
            yield from ({str(value): 1} for value in wrong_values(name))
            yield from ({"E01": value} for value in wrong_values(item))
        case Record(schema):
            yield {}
            members = {**schema.required, **schema.optional}
            yield from ({name: value} for name, of in members.items() for value in wrong_values(of))
        case _:
            pass


def breaking(name: str, rule: object) -> Iterator[JsonObject]:
    """Yield facts of which some break `rule`; what each field takes is not looked at."""
    good = SAMPLES[name].facts
    match rule:
        case NeedsUnless(member):
            yield {member: "?"}
        case Earlier(member, other):
            yield {member: "2", other: "1"}
        case Needs(member, values) | NeedsOne(member, values):
            yield {member: next(iter(values))}
        case OnlyWith(others, member):
            yield {member: "?", others[0]: 1}
        case OneGroup():
            yield {}
        case Rising(member, by):
            yield {member: [{by: 2}, {by: 1}] if by else [2, 1]}
        case Alone(member, only):
            yield {member: [only, "other"]}
        case AtMost(member, other):
            yield {member: 2, other: 1}
            yield {member: 2}
        case _:
            yield from ({**good, **changes} for changes in OWN_RULES[name])


def headers_breaking(name: str, check: object) -> Iterator[Header]:
    """Yield headers of which some break `check`."""
    good = sample_header(name)
    match check:
        case NeedsRef(member, values) | NeedsBody(member, values):
            facts: JsonObject = {member: next(iter(values))}
            yield good._replace(facts=facts, ref=None, body=None)
        case NoRef(member, values) | NoBody(member, values):
            yield good._replace(
                facts={member: next(iter(values))}, ref=EARLIER_LEAF, body=SOME_BODY
            )
        case MarkedBody():
            yield good._replace(facts={})
        case _:
            yield good._replace(accord=None)
            yield good._replace(facts={**good.facts, "until": "2090-01-01T00:00:00Z"})


# What breaks the rules that one type alone has, beside its good facts.
OWN_RULES: dict[str, tuple[JsonObject, ...]] = {
    "calendar": ({"closed": ["2026-05-09"]},),
    "cut": ({"until": "2025-01-01T00:00:00Z"},),
    "request": ({"urgency": "routine"}, {"criterion": "risk_to_life_or_safety"}),
}
FACTS_AND_BODY: dict[str, tuple[JsonObject, JsonObject]] = {
    "acknowledgement": ({"contests": "routine"}, {}),
    "assessment": (
        {
            "elements": {"theft": "shown"},
            "evidence": EARLIER_LEAF,
            "neutral": {"said": EARLIER_LEAF},
        },
        {"text": "Other words than were signed."},
    ),
    "clarification": ({"questions": [{"number": 1}]}, {"texts": [{"number": 2}]}),
}
