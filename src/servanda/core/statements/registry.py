"""All statement types that this software knows, by name. To add one: a file and a line here.

The parts that go with it are in CONTRIBUTING.md; tests/core/statements/ runs over this table.
"""

from collections.abc import Mapping

from servanda.core.statements import (
    acceptance,
    acknowledgement,
    calendar,
    check,
    cut,
    dispute,
    key,
    proposal,
    receipt,
    refusal,
    request,
    response,
    review,
    status,
    withdrawal,
)
from servanda.core.statements.types import StatementType

STATEMENT_TYPES: Mapping[str, StatementType] = {
    "proposal": proposal.TYPE,
    "acceptance": acceptance.TYPE,
    "key": key.TYPE,
    "calendar": calendar.TYPE,
    "check": check.TYPE,
    "request": request.TYPE,
    "acknowledgement": acknowledgement.TYPE,
    "status": status.TYPE,
    "response": response.TYPE,
    "withdrawal": withdrawal.TYPE,
    "receipt": receipt.TYPE,
    "refusal": refusal.TYPE,
    "cut": cut.TYPE,
    "review": review.TYPE,
    "dispute": dispute.TYPE,
}


def full_profile() -> dict[str, int]:
    """Return the profile of an accord under which every known type is in use."""
    return {name: known.version for name, known in STATEMENT_TYPES.items()}
