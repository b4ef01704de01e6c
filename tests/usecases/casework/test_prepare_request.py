"""A request is held to the form with what we asked before; what has ended is not in its way."""

from dataclasses import replace

from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject
from servanda.core.forms.checklist import Checklist
from servanda.simulation.accord import simulated_terms
from servanda.usecases.casework.check_request import check_request
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast

# Without the reason for which the others of the cast set the rule aside.
BODY: JsonObject = {name: item for name, item in REQUEST_BODY.items() if name != "overrides"}
TEXT: JsonObject = {"text": "x"}
QUESTION: JsonObject = {
    "step": "ask",
    "questions": [{"number": 1, "element": "E10", "defect": "missing", "blocking": True}],
    "tlp": "amber",
}


def with_a_clock_for_answers_to_questions() -> JsonObject:
    terms = parse_terms(simulated_terms())
    rule = replace(terms.clocks[0], name="clarification", amount=7)
    return encode_terms(replace(terms, clocks=(*terms.clocks, rule)))


def asked_again(cast: Cast) -> list[str]:
    checklist: Checklist = check_request(REQUEST, BODY, services=cast.alice.services)
    return [problem.code for problem in checklist.problems]


def test_what_an_open_request_asks_for_is_not_asked_again_until_it_has_lapsed() -> None:
    cast = agreed_cast(terms=with_a_clock_for_answers_to_questions())
    request = cast.alice.send("request", REQUEST, body=BODY)
    cast.settle()
    assert asked_again(cast) == ["same-request-open"]
    texts: JsonObject = {"texts": [{"number": 1, "text": "Which account?"}]}
    cast.bob.send("clarification", QUESTION, body=texts, ref=request)
    cast.settle()
    cast.wait(days=60)
    cast.bob.send("status", {"step": "reminder", "tlp": "amber"}, body=TEXT, ref=request)
    cast.settle()
    assert asked_again(cast) == ["same-request-open"]
    cast.wait(days=60)

    cast.bob.send("status", {"step": "lapsed", "tlp": "amber"}, body=TEXT, ref=request)
    cast.settle()

    assert asked_again(cast) == []
