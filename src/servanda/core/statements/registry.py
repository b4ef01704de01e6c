"""All statement types that this software knows, by name. To add one: a file and a line here.

The parts that go with it are in CONTRIBUTING.md; tests/core/statements/ runs over this table.
"""

from collections.abc import Mapping

from servanda.core.statements import (
    acceptance,
    acknowledgement,
    assessment,
    calendar,
    call,
    check,
    clarification,
    concern,
    contact,
    custody,
    cut,
    deliverable,
    dispute,
    escalation,
    extension,
    feedback,
    information,
    key,
    outcome,
    proposal,
    receipt,
    refusal,
    renewal,
    reply,
    request,
    response,
    review,
    round,
    status,
    suspension,
    withdrawal,
)
from servanda.core.statements.types import StatementType

STATEMENT_TYPES: Mapping[str, StatementType] = {
    "proposal": proposal.TYPE,
    "acceptance": acceptance.TYPE,
    "key": key.TYPE,
    "calendar": calendar.TYPE,
    "contact": contact.TYPE,
    "check": check.TYPE,
    "request": request.TYPE,
    "acknowledgement": acknowledgement.TYPE,
    "clarification": clarification.TYPE,
    "status": status.TYPE,
    "extension": extension.TYPE,
    "renewal": renewal.TYPE,
    "response": response.TYPE,
    "feedback": feedback.TYPE,
    "withdrawal": withdrawal.TYPE,
    "information": information.TYPE,
    "call": call.TYPE,
    "escalation": escalation.TYPE,
    "concern": concern.TYPE,
    "reply": reply.TYPE,
    "round": round.TYPE,
    "outcome": outcome.TYPE,
    "deliverable": deliverable.TYPE,
    "suspension": suspension.TYPE,
    "custody": custody.TYPE,
    "assessment": assessment.TYPE,
    "receipt": receipt.TYPE,
    "refusal": refusal.TYPE,
    "cut": cut.TYPE,
    "review": review.TYPE,
    "dispute": dispute.TYPE,
}


def full_profile() -> dict[str, int]:
    """Return the profile of an accord under which every known type is in use."""
    return {name: known.version for name, known in STATEMENT_TYPES.items()}
