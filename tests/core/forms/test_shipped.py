"""Every request that is shipped is complete by the form; of practice: tests/simulation/practice."""

from typing import Any

import pytest

from servanda.core.accords.terms_form import parse_terms
from servanda.core.forms.checklist import check_before_sending
from servanda.simulation.accord import REQUEST, REQUEST_BODY, START, simulated_terms
from servanda.simulation.demo.script import scenario
from tests.core.forms.requests import NOW, TERMS
from tests.samples import NOON, SAMPLES

STORY = scenario()


def problems(facts: Any, body: Any, **changes: Any) -> list[str]:  # noqa: ANN401 - any JSON
    given: dict[str, Any] = {
        "has_files": False,
        "terms": TERMS,
        "now": NOW,
        "same_open": (),
        **changes,
    }
    found = check_before_sending(facts=facts, body=body, **given).problems
    return [problem.sentence() for problem in found]


@pytest.mark.parametrize("name", [name for name, one in STORY.items() if one["type"] == "request"])
def test_a_request_of_the_demonstration_is_right_first_time(name: str) -> None:
    assert problems(STORY[name]["facts"], STORY[name]["body"]) == []


def test_the_simulated_request_is_right_first_time() -> None:
    terms = parse_terms(simulated_terms())

    assert problems(REQUEST, REQUEST_BODY, terms=terms, now=START) == []


def test_the_sample_of_the_vectors_is_right_first_time() -> None:
    sample = SAMPLES["request"]

    assert problems(sample.facts, sample.body, now=NOON) == []
