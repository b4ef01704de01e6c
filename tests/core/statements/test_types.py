"""The promises that every registered statement type makes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.terms import Commitment, Terms
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import digest_of
from servanda.core.statements.body import Body, encode_body, parse_body
from servanda.core.statements.fields import Text
from servanda.core.statements.header import encode_header, parse_header
from servanda.core.statements.registry import STATEMENT_TYPES, full_profile
from servanda.core.statements.schema import Schema, SchemaError
from servanda.core.statements.types import StatementType, validate_facts, validate_header
from tests import strategies
from tests.samples import EARLIER_LEAF, SAMPLES, SOME_BODY, sample_header

EVERY_TYPE = pytest.mark.parametrize("name", STATEMENT_TYPES)
QUESTION = {"blocking": True, "defect": "missing", "element": "E10", "number": 1}
LITTLE_USE = {"effects": ["none"], "step": "given", "tlp": "green"}
NEWS = {"form": "news", "pieces": 1, "subject": "cyber", "tlp": "green", "use": "investigative"}
CALLED = {"called_at": "2026-03-02T11:40:00Z", "step": "made", "tlp": "green"}
BEFORE_ACCORD = {"proposal", "acceptance", "key", "receipt", "refusal"}


@EVERY_TYPE
def test_a_type_is_registered_under_its_own_name(name: str) -> None:
    assert STATEMENT_TYPES[name].name == name


@EVERY_TYPE
def test_facts_have_no_place_for_free_text(name: str) -> None:
    assert not STATEMENT_TYPES[name].facts.is_open


@EVERY_TYPE
def test_the_sample_of_a_type_is_good(name: str) -> None:
    header = parse_header(encode_header(sample_header(name)))

    validate_facts(STATEMENT_TYPES[name], header.facts)
    validate_header(STATEMENT_TYPES[name], header)


@EVERY_TYPE
def test_the_sample_body_of_a_type_is_good(name: str) -> None:
    statement_type, body = STATEMENT_TYPES[name], SAMPLES[name].body

    assert statement_type.has_body is (body is not None)
    if body is not None:
        data = encode_body(Body(members=body))
        facts = SAMPLES[name].facts
        parsed = parse_body(data, statement_type=statement_type, facts=facts, attachments=())
        assert parsed.members == body


@EVERY_TYPE
@given(data=st.data())
def test_drawn_facts_fit_and_reach_the_reader_unchanged(name: str, data: st.DataObject) -> None:
    statement_type = STATEMENT_TYPES[name]
    header = data.draw(strategies.headers(statement_type))

    validate_facts(statement_type, parse_header(encode_header(header)).facts)


@EVERY_TYPE
@given(facts=strategies.json_objects)
def test_any_facts_fit_or_give_a_schema_error(name: str, facts: JsonObject) -> None:
    with suppress(SchemaError):
        validate_facts(STATEMENT_TYPES[name], facts)


@EVERY_TYPE
@given(data=st.data(), value=strategies.json_values)
def test_any_value_in_a_member_fits_or_gives_a_schema_error(
    name: str, data: st.DataObject, value: JsonValue
) -> None:
    schema = STATEMENT_TYPES[name].facts
    member = data.draw(st.sampled_from([*schema.required, *schema.optional, "unknown"]))

    with suppress(SchemaError):
        schema.validate({**SAMPLES[name].facts, member: value})


@EVERY_TYPE
def test_an_unknown_member_is_refused(name: str) -> None:
    with pytest.raises(SchemaError, match="unknown: expected no such member"):
        validate_facts(STATEMENT_TYPES[name], {**SAMPLES[name].facts, "unknown": "x"})


@EVERY_TYPE
def test_each_required_member_must_be_given(name: str) -> None:
    statement_type = STATEMENT_TYPES[name]

    for member in statement_type.facts.required:
        facts = {key: item for key, item in SAMPLES[name].facts.items() if key != member}
        with pytest.raises(SchemaError, match=f"^{member}: expected a value"):
            validate_facts(statement_type, facts)


@EVERY_TYPE
def test_a_ref_is_there_exactly_where_the_type_has_one(name: str) -> None:
    statement_type = STATEMENT_TYPES[name]
    without = sample_header(name)._replace(ref=None)
    with_ref = sample_header(name, ref=EARLIER_LEAF)

    if statement_type.ref_required:
        with pytest.raises(SchemaError, match="ref"):
            validate_header(statement_type, without)
    if not statement_type.answers:
        with pytest.raises(SchemaError, match="ref"):
            validate_header(statement_type, with_ref)


@EVERY_TYPE
def test_a_body_is_there_exactly_where_the_type_has_one(name: str) -> None:
    statement_type = STATEMENT_TYPES[name]
    header = sample_header(name)._replace(body=None if statement_type.has_body else SOME_BODY)

    if statement_type.body_required or not statement_type.has_body:
        with pytest.raises(SchemaError, match="body"):
            validate_header(statement_type, header)


@EVERY_TYPE
def test_an_attachment_needs_a_body_that_holds_its_identity(name: str) -> None:
    header = sample_header(name)._replace(body=None, att=(EARLIER_LEAF,))

    with pytest.raises(SchemaError):
        validate_header(STATEMENT_TYPES[name], header)


@EVERY_TYPE
def test_only_what_brings_an_accord_about_may_stand_before_it(name: str) -> None:
    assert STATEMENT_TYPES[name].before_accord is (name in BEFORE_ACCORD)


@EVERY_TYPE
def test_everything_but_a_receipt_is_a_statement(name: str) -> None:
    assert STATEMENT_TYPES[name].is_statement is (name != "receipt")


def test_a_type_with_open_facts_does_not_load() -> None:
    with pytest.raises(TypeError, match="closed fields"):
        StatementType(name="gossip", facts=Schema(optional={"text": Text(10)}))


def test_the_full_profile_names_every_type() -> None:
    assert full_profile().keys() == STATEMENT_TYPES.keys()


def test_codes_are_held_to_the_accords_own_lists() -> None:
    terms = Terms(
        commitments=(Commitment(id="C1.1", nature="continuing"),),
        kinds=frozenset(("mitigation",)),
        clocks=(),
        grounds=frozenset(("other",)),
        extension_grounds=frozenset(("translation",)),
        subjects=frozenset(("cyber",)),
    )
    facts = {**SAMPLES["request"].facts, "kind": "mitigation", "commitment": "C1.1"}

    validate_facts(STATEMENT_TYPES["request"], facts, terms=terms)
    with pytest.raises(SchemaError, match="commitment: expected one of the accord's commitments"):
        validate_facts(STATEMENT_TYPES["request"], {**facts, "commitment": "C9"}, terms=terms)
    for name, listed in (("status", "grounds"), ("extension", "extension_grounds")):
        with pytest.raises(SchemaError, match=f"ground: expected one of the accord's {listed}"):
            validate_facts(STATEMENT_TYPES[name], SAMPLES[name].facts, terms=terms)


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("request", {"criterion": "risk_to_life_or_safety"}, "criterion"),
        ("request", {"urgency": "routine"}, "criterion: expected none"),
        ("request", {"urgency": "emergency"}, "criterion"),
        ("request", {"items": 0}, "items"),
        ("request", {"elements": {"E29": "given"}}, r"elements\.E29"),
        ("request", {"elements": {"E01": "yes"}}, r"elements\.E01"),
        ("request", {"commitment": "John Smith, passport 7"}, "commitment"),
        ("status", {"step": "update"}, "ground: expected only with step postponed"),
        ("status", {"step": "reclassified"}, "ground: expected only with step postponed"),
        ("status", {"urgency": "emergency"}, "urgency: expected one of routine, urgent"),
        ("status", {"urgency": "routine"}, "urgency: expected only with step reclassified"),
        ("acknowledgement", {"contests": "soon"}, "contests"),
        ("clarification", {"step": "answer"}, "questions: expected only with step ask"),
        ("clarification", {"step": "consent"}, "questions: expected only with step ask"),
        ("clarification", {"questions": []}, "questions: expected a list"),
        ("clarification", {"questions": [QUESTION] * 51}, "questions: expected a list"),
        ("clarification", {"questions": [QUESTION] * 2}, "questions: expected rising"),
        ("clarification", {"questions": [QUESTION | {"number": 1000}]}, r"questions\[0\]\.number"),
        ("clarification", {"questions": [QUESTION | {"element": "E29"}]}, r"\[0\]\.element"),
        (
            "clarification",
            {"questions": [QUESTION | {"text": "Who?"}]},
            r"\[0\]\.text: expected no",
        ),
        ("clarification", {"answers": [{"number": 1, "result": "supplied"}]}, "answers: expected"),
        ("extension", {"step": "consent"}, "ground: expected only with step notice, proposal"),
        ("extension", {"until_day": "2026-02-29"}, "until_day: expected a day"),
        ("feedback", {"step": "reply"}, "usefulness: expected only with step given"),
        ("feedback", {"usefulness": 4}, "usefulness: expected a whole number from 0 to 3"),
        ("feedback", {"reasons": []}, "reasons: expected a list"),
        ("feedback", {"reasons": ["late", "late"]}, "reasons: expected rising"),
        ("feedback", {"effects": ["none", "takedown"]}, "effects: expected none alone"),
        ("feedback", {"false_positives": 1}, "judged: expected with false_positives"),
        ("feedback", {"judged": 1, "false_positives": 2}, "false_positives: expected at most"),
        ("feedback", {"position": "accepted"}, "position: expected only with step reply"),
        ("information", {"form": "news"}, "stage: expected only with form incident"),
        ("information", {"pieces": 1_000_001}, "pieces"),
        ("call", {"step": "confirmed"}, "basis: expected only with step made"),
        ("call", {"basis": "request"}, "criterion: expected only with basis emergency"),
        ("call", {"criterion": "loss_of_data"}, "criterion: expected one of risk_to_life"),
        ("response", {"step": "interim"}, "outcome: expected only with step final"),
        ("response", {"outcome": "refused_full"}, "ground: expected with outcome"),
        (
            "response",
            {"outcome": "refused_full", "ground": "other", "ask_again": True},
            "partial_possible: expected with outcome refused_full",
        ),
        (
            "response",
            {"outcome": "refused_part", "ground": "other", "partial_possible": True},
            "ask_again: expected with outcome refused_part",
        ),
        ("response", {"outcome": "duplicate"}, "retained: expected with outcome"),
        ("response", {"ground": "other"}, "ground: expected only with outcome"),
        ("response", {"items": ["supplied", "lost"]}, r"items\[1\]"),
        ("key", {"sheet": '{"a":1}\n\n— x y\n'}, "exactly one of"),
        ("key", {"add": {"kem-1": "AAAA"}}, r"add\.kem-1: expected 1216 bytes"),
        ("key", {"retire": ["root"]}, r"retire\[0\]"),
        ("cut", {"until": "2026-01-01T00:00:00Z"}, "until: expected an instant after"),
        ("dispute", {"about": "figure"}, "heads: expected only with about fork"),
        ("dispute", {"heads": [{"root": "x", "size": 1}] * 2}, r"heads\[0\]\.root"),
        ("calendar", {"weekend": [6, 5]}, "weekend: expected rising"),
        ("calendar", {"closed": ["2026-02-30"]}, r"closed\[0\]: expected a day"),
        ("calendar", {"opened": ["2026-05-01"]}, "opened: expected no day that is closed"),
        ("calendar", {"offsets": []}, "offsets"),
        ("calendar", {"offsets": [{"from": "2026-01-01T00:00:00Z", "minutes": 900}]}, "minutes"),
    ],
)
def test_facts_that_break_a_rule_are_refused_and_named(
    name: str, changes: JsonObject, message: str
) -> None:
    with pytest.raises(SchemaError, match=message):
        validate_facts(STATEMENT_TYPES[name], {**SAMPLES[name].facts, **changes})


@pytest.mark.parametrize(
    ("name", "facts", "missing"),
    [
        ("status", {"step": "reclassified", "tlp": "green"}, "urgency"),
        ("clarification", {"step": "ask", "tlp": "green"}, "questions"),
        ("clarification", {"step": "answer", "tlp": "green"}, "answers"),
        ("extension", {"step": "notice", "tlp": "green", "until_day": "2026-03-18"}, "ground"),
        ("extension", {"step": "proposal", "tlp": "green", "until_day": "2026-03-18"}, "ground"),
        ("feedback", {"step": "given", "tlp": "green"}, "usefulness"),
        ("feedback", {"step": "given", "tlp": "green", "usefulness": 2}, "effects"),
        ("feedback", LITTLE_USE | {"usefulness": 0}, "reasons"),
        ("feedback", LITTLE_USE | {"usefulness": 1}, "reasons"),
        ("feedback", {"step": "reply", "tlp": "green"}, "position"),
        ("information", NEWS | {"form": "incident", "stage": "notification"}, "aware_at"),
        ("call", {"step": "made", "tlp": "green"}, "basis"),
        ("call", {"basis": "request", "step": "made", "tlp": "green"}, "called_at"),
        ("call", CALLED | {"basis": "emergency"}, "criterion"),
    ],
)
def test_a_step_that_lacks_what_belongs_to_it_is_refused(
    name: str, facts: JsonObject, missing: str
) -> None:
    with pytest.raises(SchemaError, match=f"^{missing}: expected with"):
        validate_facts(STATEMENT_TYPES[name], facts)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("status", {"step": "reminder", "tlp": "green"}),
        ("status", {"step": "reclassified", "tlp": "green", "urgency": "urgent"}),
        ("acknowledgement", {"access": "direct", "contests": "routine", "tlp": "green"}),
        ("clarification", {"step": "consent", "tlp": "green"}),
        ("extension", {"step": "consent", "tlp": "green", "until_day": "2026-03-18"}),
        ("renewal", {"until": "2026-08-01T00:00:00Z"}),
        ("feedback", LITTLE_USE | {"usefulness": 2}),
        ("feedback", LITTLE_USE | {"usefulness": 3, "judged": 9, "false_positives": 9}),
        ("feedback", LITTLE_USE | {"usefulness": 3, "sightings": 4}),
        ("feedback", {"position": "contested", "step": "reply", "tlp": "green"}),
        ("information", NEWS),
        ("call", CALLED | {"basis": "urgent_case"}),
        ("call", {"step": "confirmed", "tlp": "green"}),
        ("call", {"called_at": "2026-03-02T11:41:00Z", "step": "confirmed", "tlp": "green"}),
    ],
)
def test_a_step_with_what_belongs_to_it_is_good(name: str, facts: JsonObject) -> None:
    validate_facts(STATEMENT_TYPES[name], facts)


def test_a_key_leaf_that_changes_nothing_is_refused() -> None:
    with pytest.raises(SchemaError, match="exactly one of"):
        validate_facts(STATEMENT_TYPES["key"], {})


def test_an_answer_to_a_check_names_it_and_a_question_does_not() -> None:
    check = STATEMENT_TYPES["check"]
    ask = sample_header("check", facts={"step": "ask"})
    answer = sample_header("check")._replace(ref=None)

    for header in (ask, answer):
        with pytest.raises(SchemaError, match="ref"):
            validate_header(check, header)


@pytest.mark.parametrize(
    ("name", "facts", "without", "problem"),
    [
        ("clarification", None, "body", "body: expected with step ask"),
        ("clarification", {"step": "consent", "tlp": "green"}, "", "body: expected none"),
        ("extension", None, "body", "body: expected with step notice"),
        ("renewal", {"until": "2026-08-01T00:00:00Z"}, "", "tlp: expected with a body"),
        ("call", None, "body", "body: expected with step made"),
        ("call", {"step": "confirmed", "tlp": "green"}, "ref", "ref: expected with step confirmed"),
        ("call", CALLED | {"basis": "request"}, "ref", "ref: expected with basis request"),
    ],
)
def test_a_step_has_the_ref_and_the_body_that_belong_to_it(
    name: str, facts: JsonObject | None, without: str, problem: str
) -> None:
    header = sample_header(name, facts=facts)
    if without == "ref":
        header = header._replace(ref=None)
    elif without == "body":
        header = header._replace(body=None)

    with pytest.raises(SchemaError, match=problem):
        validate_header(STATEMENT_TYPES[name], header)


@pytest.mark.parametrize(
    ("name", "facts", "answered"),
    [
        ("request", {}, {"request", "call"}),
        ("acknowledgement", {}, {"request", "information"}),
        ("acknowledgement", {"contests": "routine"}, {"request"}),
        ("clarification", {}, {"request"}),
        ("extension", {}, {"request"}),
        ("renewal", {}, {"request"}),
        ("feedback", {}, {"request", "information"}),
        ("feedback", {"judged": 3}, {"information"}),
        ("feedback", {"false_positives": 3}, {"information"}),
        ("feedback", {"sightings": 3}, {"information"}),
        ("information", {}, {"request", "information"}),
        ("call", {"step": "made"}, {"request"}),
        ("call", {"step": "confirmed"}, {"call"}),
    ],
)
def test_a_type_answers_these_and_no_others(
    name: str, facts: JsonObject, answered: set[str]
) -> None:
    found = {other for other in STATEMENT_TYPES if may_answer(name, other, facts)}

    assert found == answered


@pytest.mark.parametrize("name", ["proposal", "acceptance"])
def test_a_proposal_and_its_acceptance_say_which_version_is_meant(name: str) -> None:
    with pytest.raises(SchemaError, match="accord"):
        validate_header(STATEMENT_TYPES[name], sample_header(name, accord=None))


def test_a_refusal_may_answer_what_nobody_understands() -> None:
    assert may_answer("refusal", None)
    assert may_answer("response", "request")
    assert not may_answer("response", "cut")
    assert not may_answer("response", None)


def test_the_digest_of_a_figure_is_no_place_for_text() -> None:
    facts = {"figures": digest_of(b"x").upper()}

    with pytest.raises(SchemaError, match="figures"):
        validate_facts(STATEMENT_TYPES["review"], facts)


def may_answer(name: str, answered: str | None, facts: JsonObject | None = None) -> bool:
    used = SAMPLES[name].facts if facts is None else facts
    return STATEMENT_TYPES[name].may_answer(answered, facts=used)
