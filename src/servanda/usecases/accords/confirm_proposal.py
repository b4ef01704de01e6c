"""What a decision holds when a person confirms a proposal: the whole of it, as they saw it.

Source: docs/spec/evidence/proposals.md, "Confirmed".
"""

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Verb
from servanda.evidence.proposals.confirmed import PROPOSED
from servanda.evidence.proposals.proposal import PREFIX
from servanda.usecases.ports.proposals import ProposalStore


def value_of(verb: Verb, target: str, value: JsonObject, *, proposals: ProposalStore) -> JsonObject:
    """Return the value of a decision: for a proposal that is confirmed, the proposal.

    Raises:
        InvalidInputError: No proposal of that key is kept.
    """
    if verb is not Verb.CONFIRM or not target.startswith(PREFIX) or value:
        return value
    found = proposals.named(target)
    if found is None:
        raise InvalidInputError(
            f"expected a proposal that is kept, found {target!r:.90}; `servanda evidence model "
            f"proposals` lists them"
        )
    return {PROPOSED: found.as_json()}
