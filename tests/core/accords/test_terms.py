from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from servanda.core.accords.terms import (
    ANY,
    ClockRule,
    Commitment,
    Hotline,
    Series,
    ServiceLevel,
    Stage,
    Terms,
)
from servanda.core.accords.terms_form import (
    OPTIONAL_MEMBERS,
    InvalidTermsError,
    encode_terms,
    parse_terms,
)
from servanda.core.accords.terms_rules import find_contradictions
from servanda.core.canonical import JsonValue, encode
from servanda.core.statements.codes import KINDS, URGENCY_CRITERIA
from tests import strategies

TERMS = Terms(
    commitments=(Commitment(id="C1", nature="continuing", text={"en": "Answer in time."}),),
    kinds=frozenset(("preservation",)),
    clocks=(),
    grounds=frozenset(("other",)),
    subjects=frozenset(("cyber",)),
)


def rule(amount: int, **which: str) -> ClockRule:
    return ClockRule(name="answer", unit="hours", amount=amount, **which)


@given(strategies.terms())
def test_terms_come_back_from_their_form_unchanged(terms: Terms) -> None:
    assert parse_terms(encode_terms(terms)) == terms


@given(strategies.json_values)
def test_any_value_gives_terms_or_an_error_of_ours(value: JsonValue) -> None:
    with pytest.raises(InvalidTermsError):
        parse_terms(value)


@given(strategies.terms())
def test_the_clock_found_applies_and_none_that_applies_names_more(terms: Terms) -> None:
    for kind, urgency in product(sorted(KINDS), URGENCY_CRITERIA):
        found = terms.clock_for("answer", kind=kind, urgency=urgency, access="direct")
        fitting = [
            each
            for each in terms.clocks
            if each.name == "answer" and each.applies(kind=kind, urgency=urgency, access="direct")
        ]
        assert (found is None) is (not fitting)
        if found is not None:
            assert found in fitting
            assert sum(each.rank >= found.rank for each in fitting) == 1


def test_the_more_a_clock_rule_names_the_sooner_it_is_taken() -> None:
    terms = replace(
        TERMS,
        clocks=(
            rule(1),
            rule(2, access="direct"),
            rule(3, urgency="urgent"),
            rule(4, kind="preservation"),
            rule(5, urgency="urgent", access="direct"),
        ),
    )

    def amount(kind: str, urgency: str, access: str) -> int:
        found = terms.clock_for("answer", kind=kind, urgency=urgency, access=access)
        assert found is not None
        return found.amount

    assert amount("mitigation", "routine", "indirect") == 1
    assert amount("mitigation", "routine", "direct") == 2
    assert amount("mitigation", "urgent", "indirect") == 3
    assert amount("preservation", "urgent", "indirect") == 4
    assert amount("preservation", "urgent", "direct") == 5


def test_where_no_rule_is_there_is_no_clock() -> None:
    assert TERMS.clock_for("decision", kind="mitigation", urgency="urgent", access=ANY) is None


@pytest.mark.parametrize(
    ("clocks", "message"),
    [
        ((rule(1), rule(2)), "one rule"),
        ((rule(0),), "0 exactly with unit none"),
        ((replace(rule(1), unit="none"),), "0 exactly with unit none"),
        ((replace(rule(1), roll="next_working_day"),), "no roll"),
        ((rule(1, kind="sabotage"),), "kind"),
        ((replace(rule(1), name="worry"),), "name"),
        ((rule(1), replace(rule(2), name="feedback"), rule(3)), r"clocks\[2\]: expected one rule"),
        ((rule(10_001),), "amount"),
    ],
)
def test_clock_rules_that_cannot_be_computed_are_refused(
    clocks: tuple[ClockRule, ...], message: str
) -> None:
    with pytest.raises(InvalidTermsError, match=message):
        parse_terms(encode_terms(replace(TERMS, clocks=clocks)))


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (Commitment(id="C1", nature="continuing", text={"en": "Twice."}), "once"),
        (Commitment(id="C2", nature="continuing", text={"zh-Hans": "及时答复。"}), "in en"),
        (Commitment(id="C2", nature="continuing", text={"fr": "Dans les délais."}), "text"),
        (Commitment(id="C2", nature="vague", text={"en": "Be good."}), "nature"),
        (Commitment(id="C2", nature="continuing"), "text"),
    ],
)
def test_commitments_that_do_not_match_the_first_are_refused(
    second: Commitment, message: str
) -> None:
    terms = replace(TERMS, commitments=(*TERMS.commitments, second))

    with pytest.raises(InvalidTermsError, match=message):
        parse_terms(encode_terms(terms))


@given(strategies.terms())
def test_terms_have_a_canonical_form(terms: Terms) -> None:
    assert encode(encode_terms(terms))


def written(**members: JsonValue) -> JsonValue:
    """The short terms in their written form, with some members beside or instead."""
    return {**encode_terms(TERMS), **members}


def test_terms_that_say_nothing_more_have_the_stated_defaults() -> None:
    terms = parse_terms(encode_terms(TERMS))

    assert terms == TERMS
    assert encode_terms(terms).keys().isdisjoint(OPTIONAL_MEMBERS)
    assert terms.languages == {"en"}
    assert terms.extension_grounds == frozenset()
    assert (terms.clarification_rounds, terms.reopening_days, terms.enquiry_days) == (2, 90, 3)
    assert (terms.written_hours, terms.confirmation_hours) == (24, 72)
    assert (terms.stages, terms.series, terms.service_levels) == ((), (), ())
    assert terms.hotline is None
    assert terms.check_months == 0


@pytest.mark.parametrize("name", OPTIONAL_MEMBERS)
def test_what_stands_at_its_default_is_refused_so_that_one_meaning_has_one_hash(name: str) -> None:
    with pytest.raises(InvalidTermsError, match=name):
        parse_terms(written(**{name: OPTIONAL_MEMBERS[name]}))


@given(strategies.terms())
def test_terms_of_one_meaning_have_one_form(terms: Terms) -> None:
    form = encode_terms(terms)

    assert encode_terms(parse_terms(form)) == form


@given(strategies.terms())
def test_terms_that_can_be_parsed_contradict_nothing(terms: Terms) -> None:
    assert not list(find_contradictions(terms))


LEVEL: dict[str, JsonValue] = {"kind": "*", "urgency": "*", "percent": 80, "hours": 120}


def stage(name: str, start: str, **more: JsonValue) -> JsonValue:
    return {"name": name, "start": start, "unit": "hours", "amount": 24, "roll": "none", **more}


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"languages": []}, "languages: expected a list"),
        ({"languages": ["zh-Hans", "en"]}, "languages: expected rising order"),
        ({"languages": ["EN"]}, r"languages\[0\]: expected a language tag"),
        ({"languages": ["zh-hans"]}, r"languages\[0\]: expected a language tag"),
        ({"extension_grounds": ["weather"]}, r"extension_grounds\[0\]: expected one of complexity"),
        ({"extension_grounds": ["other", "complexity"]}, "extension_grounds: expected rising"),
        ({"clarification_rounds": 101}, "clarification_rounds: expected a whole number"),
        ({"enquiry_days": 0}, "enquiry_days: expected a whole number from 1"),
        ({"written_hours": 1.5}, "written_hours: expected a whole number"),
        ({"reopening_days": -1}, "reopening_days: expected a whole number"),
        ({"confirmation_hours": "72"}, "confirmation_hours: expected a whole number"),
        ({"sources": {"grace_seconds": "[S]"}}, "sources.grace_seconds: expected one of"),
        ({"sources": {"reopening_days": ""}}, "sources.reopening_days: expected text"),
        ({"service_levels": [LEVEL, LEVEL]}, r"service_levels\[1\]: expected .* once"),
        ({"service_levels": [{**LEVEL, "percent": 101}]}, r"service_levels\[0\]\.percent"),
        (
            {"service_levels": [{**LEVEL, "kind": "mitigation"}]},
            r"levels\[0\]\.kind: expected one of p",
        ),
        ({"stages": [stage("notification", "receipt")]}, r"stages\[0\]\.start: expected one of"),
        (
            {"stages": [stage("notification", "stage")]},
            "before notification, found none",
        ),
        (
            {"stages": [stage("notification", "stage", after="early_warning")]},
            r"stages\[0\]\.after: expected a stage that stands before notification",
        ),
        (
            {"stages": [stage("notification", "stage", after="notification")]},
            r"stages\[0\]\.after: expected a stage that stands before",
        ),
        (
            {"stages": [stage("notification", "awareness", after="early_warning")]},
            r"stages\[0\]\.after: expected only with start stage",
        ),
        (
            {"stages": [stage("notification", "awareness"), stage("notification", "awareness")]},
            r"stages\[1\]\.name: expected each one once",
        ),
        ({"stages": [stage("notification", "awareness", amount=0)]}, "0 exactly with unit none"),
        ({"stages": [stage("notification", "awareness", roll="next_working_day")]}, "no roll"),
        ({"series": [{"name": "dialogue", "interval_months": 0}]}, r"series\[0\].interval_months"),
        (
            {"series": [{"name": "a", "interval_months": 6}, {"name": "a", "interval_months": 12}]},
            r"series\[1\]\.name: expected each one once",
        ),
        (
            {"series": [{"name": "a", "interval_months": 6, "first_by": "2015-02-30"}]},
            r"series\[0\]\.first_by: expected a day",
        ),
        ({"hotline": {"reading": "sometimes"}}, "hotline.reading: expected one of"),
        ({"check_months": 121}, "check_months: expected a whole number"),
        (
            {"check_source": "agreed [S]"},
            "check_source: expected only with check_months",
        ),
    ],
)
def test_a_member_that_does_not_fit_is_refused_and_named(
    members: dict[str, JsonValue], message: str
) -> None:
    with pytest.raises(InvalidTermsError, match=message):
        parse_terms(written(**members))


def commitment(**only: str) -> Commitment:
    text = {"en": "Answer in time.", "zh-Hans": "坦诚务实，及时答复。"}
    return Commitment(
        id="C1",
        nature="continuing",
        text=text,
        only={name.replace("_", "-"): passage for name, passage in only.items()},
    )


def test_a_passage_of_one_text_alone_is_kept() -> None:
    terms = replace(TERMS, commitments=(commitment(zh_Hans="坦诚务实"),))

    assert parse_terms(encode_terms(terms)).commitments[0].only == {"zh-Hans": "坦诚务实"}


@pytest.mark.parametrize(
    ("only", "message"),
    [
        ({"zh_Hans": "对等"}, r"commitments\[0\]\.only\.zh-Hans: .* found none"),
        ({"en": "坦诚务实"}, r"only\.en: .* found .*zh-Hans"),
        ({"fr": "temps"}, r"only\.fr: expected one of"),
    ],
)
def test_a_passage_said_to_stand_in_one_text_alone_must_stand_there_and_only_there(
    only: dict[str, str], message: str
) -> None:
    terms = replace(TERMS, commitments=(commitment(**only),))

    with pytest.raises(InvalidTermsError, match=message):
        parse_terms(encode_terms(terms))


def test_a_passage_that_both_texts_have_is_in_neither_alone() -> None:
    both = Commitment(
        id="C1",
        nature="process",
        text={"en": "CERT answers.", "zh-Hans": "CERT答复。"},
        only={"en": "CERT"},
    )

    with pytest.raises(InvalidTermsError, match=r"found .*en.*zh-Hans"):
        parse_terms(encode_terms(replace(TERMS, commitments=(both,))))


def test_every_contradiction_is_found_not_only_the_first() -> None:
    terms = replace(
        TERMS,
        clocks=(rule(1), rule(0)),
        preservation_days=90,
        preservation_longest_days=60,
        stages=(Stage(name="notification", start="stage", unit="hours", amount=72),),
        series=(Series(name="a", interval_months=6), Series(name="a", interval_months=12)),
        service_levels=(ServiceLevel(kind="mitigation", percent=80, hours=120),),
        hotline=Hotline(reading="any_time"),
        check_source="agreed [S]",
    )

    assert [found.path for found in find_contradictions(terms)] == [
        "clocks[1]",
        "clocks[1].amount",
        "service_levels[0].kind",
        "stages[0].after",
        "series[1].name",
        "preservation_longest_days",
        "check_source",
    ]


def test_a_stage_is_found_by_its_name() -> None:
    warning = Stage(name="early_warning", start="awareness", unit="hours", amount=24)
    terms = replace(TERMS, stages=(warning,))

    assert terms.stage("early_warning") == warning
    assert terms.stage("notification") is None
