from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from servanda.core.accords.terms import ANY, ClockRule, Commitment, Terms
from servanda.core.accords.terms_form import InvalidTermsError, encode_terms, parse_terms
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
        ((replace(rule(1), name="concern"),), "name"),
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
