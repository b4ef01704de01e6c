"""The checklist: every fault at once, whatever is given, and the same on both sides."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.forms.checklist import check_form, with_derived_facts
from servanda.core.forms.elements import FORM_ELEMENTS, elements_of
from servanda.core.forms.filled import FilledForm
from servanda.core.forms.problems import SENTENCES, Problem
from servanda.core.statements.registry import STATEMENT_TYPES
from tests import strategies
from tests.core.forms.requests import KIND_NAMES, NOW, TERMS, Request, complete

REQUEST = STATEMENT_TYPES["request"]
assert REQUEST.body is not None


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_checklist_has_a_row_for_all_that_the_kind_is_asked_for(kind: str) -> None:
    rows = complete(kind).check().rows

    assert {element.id for element, _ in elements_of(kind)} <= {row.element.id for row in rows}
    assert [row.element.id for row in rows] == sorted(row.element.id for row in rows)


def test_all_faults_are_told_at_once() -> None:
    request = complete()
    del request.elements["E07"]
    del request.body["items"][0]["link"]
    request.elements["E25"] = {"name": "N.", "reach": "x", "duty": "yes", "until": "soon"}
    request.facts["tlp"] = "blue"
    request.body["remarks"] = "none"

    found = {(problem.element, problem.code) for problem in request.check().problems}

    assert found == {
        ("E07", "element-missing"),
        ("E09", "item-without-link"),
        ("E25", "misfit"),
        ("E21", "misfit"),
        ("", "misfit"),
    }


def test_a_problem_says_what_was_expected_what_was_found_and_the_cure() -> None:
    request = complete()
    del request.elements["E07"]

    (problem,) = request.check().problems

    assert problem.sentence() == (
        "E07 Purpose of the request: expected in every request of this kind "
        "(information request), found none (R01). Fill in elements.E07."
    )


def test_a_sentence_is_translated_with_the_names_in_it() -> None:
    problem = Problem(
        code="condition-open",
        element="E06",
        values={"element": "E06", "place": "x", "condition": "if the matter is criminal"},
    )
    seen: list[str] = []

    def noted(text: str) -> str:
        seen.append(text)
        return text

    problem.sentence(noted)

    assert "if the matter is criminal" in seen
    assert FORM_ELEMENTS["E06"].title in seen
    assert SENTENCES["condition-open"].cure in seen


@given(facts=strategies.json_objects, body=strategies.json_objects)
def test_whatever_is_given_there_is_a_checklist(
    facts: dict[str, Any], body: dict[str, Any]
) -> None:
    checked = Request(facts=facts, body=body).check()

    assert checked.problems
    assert all(problem.sentence() for problem in checked.problems)


@given(
    facts=strategies.facts_of(REQUEST),
    body=strategies.objects_of(REQUEST.body),
    has_files=st.booleans(),
)
def test_whatever_fits_the_schemas_has_a_checklist_without_misfits(
    facts: dict[str, Any],
    body: dict[str, Any],
    has_files: bool,  # noqa: FBT001 - drawn
) -> None:
    facts |= {"commitment": "C1.1", "subject": "cyber"}  # the accord has these

    checked = Request(facts=facts, body=body, has_files=has_files).check()

    assert "misfit" not in {problem.code for problem in checked.problems}
    assert all(problem.sentence() for problem in checked.problems)


@given(
    kind=st.sampled_from(KIND_NAMES),
    member=st.sampled_from(["title", "items", "elements", "not_known", "not_applicable"]),
    value=strategies.json_values,
)
def test_any_value_in_a_member_of_a_good_request_gives_a_checklist(
    kind: str,
    member: str,
    value: Any,  # noqa: ANN401 - any JSON
) -> None:
    request = complete(kind)
    request.body[member] = value

    assert request.check().kind == kind


@given(kind=st.sampled_from(KIND_NAMES), items=st.integers(1, 5))
def test_derived_facts_agree_with_the_body(kind: str, items: int) -> None:
    request = complete(kind)
    request.body["items"] = request.body["items"][:1] * items

    derived = with_derived_facts(request.facts, request.body, has_files=False)

    assert derived["items"] == items
    assert Request(facts=dict(derived), body=request.body).check().problems == ()
    REQUEST.facts.validate(derived)


def test_what_the_sender_says_itself_is_not_derived_over_it() -> None:
    request = complete(items=9, elements={"E01": "given"})

    derived = with_derived_facts(request.facts, request.body, has_files=False)

    assert derived["items"] == 9
    assert derived["elements"] == {"E01": "given"}


def received(facts: dict[str, Any], body: dict[str, Any] | None) -> FilledForm:
    return FilledForm(facts=facts, body=body, has_files=False, terms=TERMS, at=NOW)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_receiver_sees_the_rows_that_the_sender_saw(kind: str) -> None:
    request = complete(kind)
    facts = dict(with_derived_facts(request.facts, request.body, has_files=False))

    arrived = check_form(received(facts, request.body))

    assert arrived.rows == Request(facts=facts, body=request.body).check().rows
    assert arrived.problems == ()


def test_without_the_body_the_header_alone_is_looked_at() -> None:
    request = complete()
    facts: dict[str, Any] = dict(with_derived_facts(request.facts, request.body, has_files=False))
    del facts["elements"]["E07"]

    arrived = check_form(received(facts, None))

    assert not arrived.has_body
    assert [(one.element, one.code) for one in arrived.problems] == [("E07", "element-missing")]


def test_a_header_that_hides_what_the_body_lacks_is_seen_on_arrival() -> None:
    request = complete()
    facts = dict(with_derived_facts(request.facts, request.body, has_files=False))
    del request.elements["E07"]

    arrived = check_form(received(facts, request.body))

    assert {(one.element, one.code) for one in arrived.problems} == {
        ("E07", "element-missing"),
        ("E07", "header-disagrees"),
    }


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_last_instant_that_a_requester_can_claim_stops_no_checklist(kind: str) -> None:
    request = complete(kind)
    last = datetime.max.replace(microsecond=0, tzinfo=UTC)

    claimed = replace(received(request.facts, request.body), at=last)

    assert claimed.earliest_due() == last
    assert "officer-gone" in {problem.code for problem in check_form(claimed).problems}


def test_a_code_that_the_accord_does_not_have_is_told_with_all_else() -> None:
    request = complete()
    request.facts["commitment"] = "C99"
    del request.elements["E07"]

    found = {(problem.element, problem.code) for problem in request.check().problems}

    assert found == {("E04", "misfit"), ("E07", "element-missing")}
