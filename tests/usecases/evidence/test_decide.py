"""A decision is checked against what stands before it is signed; blind coding stays blind."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Verb
from servanda.evidence.decisions.standing import stand
from servanda.evidence.incidents.incident import fold_incidents
from servanda.usecases.evidence.decide import decide
from servanda.usecases.evidence.record_decision import verified_decisions
from servanda.usecases.services import Services
from tests.evidence.incidents.codings import KEY, coding
from tests.usecases.nodes import make_cast


@pytest.fixture
def services() -> Services:
    return make_cast().alice.services


def take(services: Services, verb: Verb, target: str, value: JsonObject, by: str = "anna") -> None:
    decide(verb=verb, target=target, value=value, reason="As read.", by=by, services=services)


def test_two_codings_and_a_settlement_are_signed_one_after_the_other(services: Services) -> None:
    take(services, Verb.CODE, KEY, coding(), by="anna")
    take(services, Verb.CODE, KEY, coding(nexus="alleged"), by="boris")
    take(services, Verb.CODE, KEY, coding(nexus="alleged", settles=True), by="carla")

    (incident,) = fold_incidents(stand(verified_decisions(services)).in_force)

    assert incident.is_confirmed
    assert [one.by for one in incident.codings] == ["anna", "boris"]


@pytest.mark.parametrize(
    ("verb", "target", "value"),
    [
        (Verb.CODE, KEY, {"title": "half"}),
        (Verb.CODE, "measure:x", {"kind": "war"}),
        (Verb.GRADE, "origin:?1", {"letter": "Z", "is_primary": False}),
        (Verb.RETRACT, "sha256:" + "0" * 64, {}),
        (Verb.MERGE, "unit:unit 1", {"into": "unit:unit 2"}),
    ],
)
def test_what_its_verb_cannot_use_is_never_signed(
    services: Services, verb: Verb, target: str, value: JsonObject
) -> None:
    with pytest.raises(InvalidInputError):
        take(services, verb, target, value)

    assert verified_decisions(services) == ()


def test_nobody_codes_twice_unless_the_first_is_retracted(services: Services) -> None:
    take(services, Verb.CODE, KEY, coding(nexus="alleged"))
    with pytest.raises(InvalidInputError, match="retract"):
        take(services, Verb.CODE, KEY, coding())

    (first,) = verified_decisions(services)
    take(services, Verb.RETRACT, first.digest, {})
    take(services, Verb.CODE, KEY, coding())

    assert len(verified_decisions(services)) == 3
