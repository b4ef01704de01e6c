"""A counterpart goes round its own form check: what it left out is seen, and costs us nothing."""

from copy import deepcopy
from typing import Any

from servanda.core.forms.checklist import Checklist
from servanda.core.identifiers import digest_from_hash
from servanda.simulation.accord import REQUEST, REQUEST_BODY
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.reading.show_statement import show_statement
from tests.attacks.stage import Attacked, attacked


def asked(attack: Attacked, body: dict[str, Any]) -> Checklist:
    """Let Bob ask with `body`, his header saying that all is given; return Alice's checklist."""
    leaf = attack.bob.say("request", REQUEST, body=body)
    attack.send()
    shown = show_statement(name=digest_from_hash(leaf), services=attack.alice.services)
    assert shown.checklist is not None
    return shown.checklist


def whole() -> dict[str, Any]:
    return deepcopy(dict(REQUEST_BODY))


def test_what_the_header_claims_and_the_body_lacks_is_on_the_checklist() -> None:
    attack = attacked()
    body = whole()
    del body["elements"]["E13"]

    found = {(one.element, one.code) for one in asked(attack, body).problems}

    assert found == {("E13", "element-missing"), ("E13", "header-disagrees")}
    assert attack.copied().verdict == "valid"  # it is kept, receipted, and its clocks run


def test_a_rule_that_was_broken_silently_is_on_the_checklist() -> None:
    attack = attacked()
    body = whole()
    body["items"][0]["until"] = "2030-01-01T00:00:00Z"
    body["overrides"] = {"R10": "This rule only."}

    checklist = asked(attack, body)

    assert {one.rule for one in checklist.problems} == {"R04"}
    assert checklist.set_aside == body["overrides"]


def test_a_complete_request_has_nothing_on_its_checklist() -> None:
    assert asked(attacked(), whole()).problems == ()


def test_a_request_whose_element_is_blank_is_refused_and_starts_no_clock() -> None:
    attack = attacked()
    body = whole()
    body["elements"]["E13"] = " \u3000\u200b"  # what the header calls given shows nothing

    leaf = attack.bob.say("request", REQUEST, body=body)
    attack.send()

    facts = attack.alice.store.facts(leaf)
    assert facts is not None
    assert facts.refused == "body_mismatch"
    assert list(show_queue(services=attack.alice.services).deadlines) == []
