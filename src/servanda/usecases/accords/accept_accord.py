"""Accept the counterpart's open proposal; from then on the accord's version can be in force.

Source: docs/spec/statements/acceptance.md.
"""

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, PartyId
from servanda.usecases.accords.accord_state import ProposedVersion, read_accord_state
from servanda.usecases.accords.amend_accord import require_amendable
from servanda.usecases.accords.draft_accord import read_own_accord
from servanda.usecases.accords.propose_accord import require_own_accord
from servanda.usecases.exchange.own_leaves import Draft
from servanda.usecases.exchange.queue_statement import QueueResult, queue_draft
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_pair


def accept_accord(
    *,
    accord_name: str | None = None,
    counterpart: PartyId | None = None,
    accord: Digest | None = None,
    services: Services,
) -> QueueResult:
    """Queue the acceptance of a proposal of theirs.

    Args:
        accord_name: The accord's name; may be left out where there is one.
        counterpart: Whose proposal; likewise.
        accord: The id that our people have read; None: whatever is proposed last.
        services: The node's ports.

    Raises:
        InvalidInputError: Nothing is proposed, something else is, it is not for us to accept, or
            it can never come into force.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    proposed = _require_proposal(pair, accord, services=services)
    if proposed.document is None:
        raise InvalidInputError("expected the proposal's accord, but its body did not arrive")
    meant = read_own_accord(proposed.document)
    require_own_accord(meant, services=services)
    require_amendable(meant, counterpart=pair.counterpart, services=services)
    draft = Draft(type="acceptance", facts={}, ref=proposed.leaf, accord=proposed.accord)
    ticket = f"acceptance {proposed.leaf}"[-64:]
    return queue_draft(draft, pair=pair, ticket=ticket, services=services)


def _require_proposal(
    pair: PairRecord, accord: Digest | None, *, services: Services
) -> ProposedVersion:
    theirs = [
        one for one in read_accord_state(pair, services=services).open if one.by == pair.counterpart
    ]
    fitting = [one for one in theirs if accord in (None, one.accord)]
    if not fitting:
        found = ", ".join(one.accord for one in theirs) or "none"
        raise InvalidInputError(
            f"expected an open proposal of {pair.counterpart}"
            f"{'' if accord is None else f' for {accord}'}, found {found}"
        )
    return fitting[-1]
