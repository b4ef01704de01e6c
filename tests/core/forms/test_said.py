"""The header says of each element what the body shows."""

from typing import Any

import pytest
from hypothesis import given

from servanda.core.canonical import JsonValue
from servanda.core.forms.elements import FORM_KINDS
from servanda.core.forms.said import said_elements
from servanda.core.statements.body import Body, encode_body, parse_body
from servanda.core.statements.codes import ELEMENT_VALUES, ELEMENTS
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.simulation.filled_form import filled_body
from tests import strategies
from tests.samples import SAMPLES
from tests.strategies import json_objects

REQUEST = STATEMENT_TYPES["request"]
assert REQUEST.body is not None
FACTS, BODY = SAMPLES["request"].facts, SAMPLES["request"].body or {}


def said(**changes: JsonValue) -> dict[str, str]:
    return said_elements(facts=FACTS, body={**BODY, **changes}, has_files=False)


def test_the_sample_says_what_its_body_shows() -> None:
    assert said() == FACTS["elements"]


def test_an_element_that_is_left_open_is_not_said() -> None:
    assert "E15" not in said()
    assert "E09" not in said(items=[{"sought": "Everything"}])
    assert "E28" not in said()


def test_attachments_are_said_where_there_are_some() -> None:
    assert said_elements(facts=FACTS, body=BODY, has_files=True)["E28"] == "given"


def test_urgency_above_routine_is_given_only_with_its_facts() -> None:
    without = {key: value for key, value in BODY.items() if key != "elements"}

    urgent = said_elements(facts=FACTS, body=without, has_files=False)
    routine = said_elements(facts={**FACTS, "urgency": "routine"}, body=without, has_files=False)

    assert "E14" not in urgent
    assert routine["E14"] == "given"


def test_what_is_given_is_not_called_unknown() -> None:
    assert said(not_known={"E07": "No purpose."})["E07"] == "given"


@given(facts=json_objects, body=json_objects)
def test_any_facts_and_body_say_words_of_the_form_alone(
    facts: dict[str, Any], body: dict[str, Any]
) -> None:
    found = said_elements(facts=facts, body=body, has_files=False)

    assert found.keys() <= ELEMENTS
    assert set(found.values()) <= ELEMENT_VALUES


@given(body=strategies.objects_of(REQUEST.body))
def test_any_body_that_fits_says_elements_that_fit_the_header(body: dict[str, Any]) -> None:
    found = said_elements(facts=FACTS, body=body, has_files=False)

    REQUEST.facts.validate({**FACTS, "elements": found})


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_a_simulated_request_of_every_kind_fits(kind: str) -> None:
    body = filled_body(
        kind=kind,
        title="t",
        authority="a",
        file_number="f",
        brief_facts="b",
        sought=("one", "two"),
    )

    read = parse_body(
        encode_body(Body(members=body)), statement_type=REQUEST, facts={}, attachments=()
    ).members

    assert read == body
