"""Take a decision on evidence: checked against what stands, then signed and appended.

Source: docs/spec/evidence/decisions.md.
"""

from servanda.core.canonical import JsonObject
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.decisions.standing import require_fit, stand
from servanda.evidence.incidents.coding import parse_coding
from servanda.evidence.incidents.grading import parse_grade
from servanda.evidence.incidents.incident import PREFIX, require_codable
from servanda.evidence.incidents.measures import MEASURE_PREFIX, parse_measure
from servanda.evidence.proposals.confirmed import require_confirmable
from servanda.usecases.evidence.record_decision import record_decision, verified_decisions
from servanda.usecases.services import Services


def decide(
    *, verb: Verb, target: str, value: JsonObject, reason: str, by: str, services: Services
) -> Decision:
    """Record a decision that its verb can use.

    Args:
        verb: What is decided.
        target: What it is about.
        value: What the verb needs.
        reason: Why, in the person's words.
        by: Id of the person.
        services: The node's ports.

    Raises:
        MalformedProposalError: It confirms a proposal and does not hold that one.
        UnfitDecisionError: Target or value is not what the verb needs.
        InvalidCodingError: A coding does not fit, or this person may not give it now.
        InvalidGradeError: A grade is none of its scale.
        InvalidDecisionError: A text is missing or too long.
        DecisionsDamagedError: The decisions before are not whole.
    """
    before = verified_decisions(services)
    require_fit(before, verb, target, value)
    require_confirmable(verb, target, value)
    if verb is Verb.CODE and target.startswith(PREFIX):
        in_force = stand(before).in_force
        require_codable(in_force, target=target, by=by, coding=parse_coding(value))
    elif verb is Verb.CODE and target.startswith(MEASURE_PREFIX):
        parse_measure(value)
    elif verb is Verb.GRADE:
        parse_grade(target, value)
    return record_decision(
        verb=verb, target=target, value=value, reason=reason, by=by, services=services
    )
