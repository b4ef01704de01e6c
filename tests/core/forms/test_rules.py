"""Each of the twelve rules refuses what it is there for, and lets the rest pass."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from servanda.core.forms.element_fields import OVERRIDABLE_RULES
from servanda.core.forms.problems import SENTENCES
from servanda.core.forms.rules import RULES
from tests.core.forms.requests import KIND_NAMES, TERMS, Request, arrest, complete, urgent

LEAF = "sha256:" + "ab" * 32


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_complete_request_of_every_kind_is_right_first_time(kind: str) -> None:
    assert complete(kind).codes() == []


def test_a_complete_request_that_is_urgent_or_for_an_arrest_is_right() -> None:
    urgently = complete("mitigation", urgency="urgent", criterion="harm_to_critical_service")

    assert urgent().codes() == []
    assert urgently.codes() == []
    assert arrest().codes() == []


def test_there_are_twelve_rules_and_each_has_its_sentence() -> None:
    assert list(RULES) == [f"R{number:02d}" for number in range(1, 13)]
    assert {sentence.rule for sentence in SENTENCES.values()} == {"", *RULES}


# R04
@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("2025-11-03T00:00:00Z", "2025-11-03T00:00:00Z", []),
        ("2025-11-03T00:00:01Z", "2025-11-03T00:00:00Z", ["period-reversed"]),
        ("2026-01-10T08:00:00Z", "2026-01-10T08:00:00Z", []),
        ("2026-01-10T08:00:00Z", "2026-01-10T08:00:01Z", ["period-in-future"]),
        ("2027-01-01T00:00:00Z", "2026-12-01T00:00:00Z", ["period-reversed", "period-in-future"]),
    ],
)
def test_a_period_ends_after_it_begins_and_by_now(start: str, end: str, codes: list[str]) -> None:
    request = complete()
    request.body["items"][0] |= {"from": start, "until": end}

    assert [code for _, code in request.codes()] == codes


def test_an_identifier_was_in_use_in_the_past() -> None:
    request = complete()
    request.elements["E11"][0]["at"] = "2026-01-10T08:00:01Z"

    assert request.codes() == [("E11", "identifier-in-future")]


# R06
def test_urgency_needs_its_criterion_its_facts_and_a_duty_contact() -> None:
    assert urgent().codes() == []
    assert urgent(criterion="risk_to_life_or_safety").codes() == [("E14", "criterion-missing")]
    without = urgent()
    del without.facts["criterion"]
    assert without.codes() == [("E14", "criterion-missing")]
    assert complete(criterion="loss_of_data").codes() == [("E14", "criterion-with-routine")]
    no_facts = urgent()
    del no_facts.elements["E14"]
    assert no_facts.codes() == [("E14", "urgency-without-facts")]
    nobody = urgent()
    nobody.elements["E25"]["duty"] = False
    assert nobody.codes() == [("E25", "officer-not-on-duty")]


@pytest.mark.parametrize("urgency", ["", "soon"])
def test_no_criterion_is_asked_for_where_the_urgency_is_not_known(urgency: str) -> None:
    request = complete(criterion="loss_of_data", urgency=urgency)

    assert not [code for _, code in request.codes() if code.startswith(("criterion", "urgency"))]


@pytest.mark.parametrize("member", ["whose_risk", "by_when"])
def test_an_emergency_says_whose_life_is_at_risk_and_by_when(member: str) -> None:
    emergency = {"urgency": "emergency", "criterion": "risk_to_life_or_safety"}
    request = complete(**emergency)
    assert request.codes() == []

    del request.elements["E14"][member]

    assert request.codes() == [("E14", "emergency-incomplete")]


def test_the_officer_can_be_reached_until_the_answer_is_due() -> None:
    request = urgent()
    request.elements["E25"]["until"] = "2026-01-10T16:00:00Z"
    assert request.codes() == []

    request.elements["E25"]["until"] = "2026-01-10T15:59:59Z"

    assert request.codes() == [("E25", "officer-gone")]


# R07
@pytest.mark.parametrize(("days", "is_right"), [(1, True), (180, True), (181, False)])
def test_preservation_lasts_no_longer_than_the_accord_allows(days: int, is_right: bool) -> None:  # noqa: FBT001 - of a table
    request = complete("preservation")
    request.elements["E17"]["days"] = days

    assert request.codes() == ([] if is_right else [("E17", "preservation-days")])


def test_no_day_of_preservation_is_none() -> None:
    request = complete("preservation")
    request.elements["E17"]["days"] = 0

    assert request.codes() == [("E17", "misfit")]


# R08
@pytest.mark.parametrize("use", ["evidential", "evidential_with_consent"])
def test_an_answer_is_no_evidence_where_the_request_is_intelligence_only(use: str) -> None:
    request = complete(use=use)
    assert request.codes() == []

    request.elements["E21"]["use"] = "intelligence_only"

    assert request.codes() == [("E20", "use-beyond-marking")]


def test_personal_data_are_not_marked_for_everybody() -> None:
    request = complete(tlp="clear")
    assert request.codes() == [("E21", "clear-with-personal-data")]

    request.elements["E21"]["personal_data"] = False

    assert request.codes() == []


# R09
def test_a_request_is_written_in_a_language_of_the_accord() -> None:
    request = complete()
    request.elements["E22"]["language"] = "fr"

    assert request.codes() == [("E22", "language-not-notified")]
    assert request.check(replace(TERMS, languages=frozenset(("en", "fr")))).problems == ()


# R10
def test_what_an_open_request_asks_for_is_not_asked_again() -> None:
    request = complete()
    request.same_open = (LEAF,)

    (problem,) = request.check().problems

    assert problem.rule == "R10"
    assert LEAF in problem.sentence()


# R11
@pytest.mark.parametrize("member", ["warrant_authority", "warrant_date", "offence"])
def test_an_arrest_needs_its_warrant(member: str) -> None:
    request = arrest()
    del request.elements["E26"][member]

    assert request.codes() == [("E26", "warrant-missing")]


@pytest.mark.parametrize(
    "text",
    [
        "The hacker was seen.",
        "these Criminals",
        "She is guilty of it.",
        "该黑客已离境。",
        "他是罪犯。",
    ],
)
def test_nobody_is_called_guilty_before_a_court_did(text: str) -> None:
    request = arrest()
    request.body["brief_facts"] = text

    assert request.codes() == [("E26", "person-called-guilty")]


@pytest.mark.parametrize("text", ["Suspected of theft.", "Charged with fraud.", "嫌疑人已离境。"])
def test_words_that_presume_innocence_pass(text: str) -> None:
    request = arrest()
    request.body["brief_facts"] = text

    assert request.codes() == []


# R12
@pytest.mark.parametrize(
    "text",
    ["A" * 256, "TVqQAAMAAAAEAAAA//8AALgA" * 20, "\n".join(["QUJD" * 19] * 4), "4d5a" * 80],
)
def test_a_sample_does_not_travel_as_text(text: str) -> None:
    request = complete()
    request.elements["E07"] = text

    (problem,) = request.check().problems

    assert (problem.rule, problem.values["place"]) == ("R12", "elements.E07")


@pytest.mark.parametrize("text", ["A" * 255, "\n".join(["0123456789abcdef" * 4] * 9), "字" * 300])
def test_words_and_lists_of_hashes_are_no_sample(text: str) -> None:
    request = complete()
    request.elements["E07"] = text

    assert request.codes() == []


# Rules that are set aside
def broken(rule: str) -> Request:  # one request for each rule, which breaks it alone
    request = arrest() if rule == "R11" else complete("preservation")
    spoilt: dict[str, Callable[[], Any]] = {
        "R01": lambda: request.elements.pop("E07"),
        "R02": lambda: request.body["items"][0].pop("link"),
        "R03": lambda: request.elements.update(E11=[{"type": "address", "value": "8.8.8.8"}]),
        "R04": lambda: request.body["items"][0].update(until="2030-01-01T00:00:00Z"),
        "R05": lambda: request.elements.update(E11=[{"type": "hash", "value": "1"}]),
        "R06": lambda: request.facts.update(criterion="loss_of_data"),
        "R07": lambda: request.elements["E17"].update(days=999),
        "R08": lambda: request.facts.update(tlp="clear"),
        "R09": lambda: request.elements["E22"].update(language="fr"),
        "R10": lambda: setattr(request, "same_open", (LEAF,)),
        "R11": lambda: request.elements["E26"].pop("offence"),
        "R12": lambda: request.body.update(brief_facts="A" * 300),
    }
    spoilt[rule]()
    return request


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_broken_alone(rule: str) -> None:
    assert broken(rule).rules() == {rule}


@pytest.mark.parametrize("rule", sorted(OVERRIDABLE_RULES))
def test_three_rules_may_be_set_aside_with_a_reason_that_is_shown(rule: str) -> None:
    request = broken(rule)
    request.body["overrides"] = {rule: "There is no other way."}

    checked = request.check()

    assert checked.problems == ()
    assert checked.set_aside == {rule: "There is no other way."}


@pytest.mark.parametrize("rule", sorted(RULES.keys() - OVERRIDABLE_RULES))
def test_no_other_rule_can_be_set_aside(rule: str) -> None:
    request = broken(rule)
    request.body["overrides"] = {rule: "We are in a hurry."}

    assert rule in request.rules()


def test_setting_one_rule_aside_leaves_the_others() -> None:
    request = complete()
    request.elements["E11"] = [{"type": "address", "value": "10.0.0.1"}]
    request.body["overrides"] = {"R05": "Inside the network of both."}

    assert request.rules() == {"R03"}
