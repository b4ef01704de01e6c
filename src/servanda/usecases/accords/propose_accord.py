"""Propose a version of an accord to the counterpart; opens the pair's logs if it is the first.

Source: docs/spec/statements/proposal.md.
"""

from servanda.core.accords.accord import Accord, accord_id
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId
from servanda.core.statements.body import SALT_BYTES
from servanda.usecases.accords.amend_accord import require_amendable
from servanda.usecases.accords.draft_accord import read_own_accord
from servanda.usecases.exchange.own_leaves import Draft
from servanda.usecases.exchange.queue_statement import QueueResult, queue_draft
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import (
    Services,
    origin_of,
    require_counterpart_card,
    require_node,
)


def propose_accord(*, document: bytes, services: Services) -> QueueResult:
    """Queue the proposal of `document`, whose bytes both parties will sign for.

    Raises:
        InvalidInputError: It is no accord, of other parties, of another mode, its cards are not
            the ones that were compared, or it is no amendment of the version in force.
    """
    accord = read_own_accord(document)
    counterpart = require_own_accord(accord, services=services)
    require_amendable(accord, counterpart=counterpart, services=services)
    own = origin_of(services, counterpart=counterpart, accord_name=accord.name)
    pair = PairRecord(own=own, opened_at=services.clock.now())
    services.store.open_pair(pair)
    facts: JsonObject = {} if accord.replaces is None else {"replaces": accord.replaces}
    draft = Draft(
        type="proposal",
        facts=facts,
        accord=accord_id(document),
        salt=services.randomness.token(SALT_BYTES),
        body=document,
    )
    ticket = f"proposal {own} {accord_id(document)}"[-64:]
    return queue_draft(
        draft, pair=services.store.pair(own) or pair, ticket=ticket, services=services
    )


def require_own_accord(accord: Accord, *, services: Services) -> PartyId:
    """Return the counterpart of an accord that we may be party to.

    Raises:
        InvalidInputError: As for `propose_accord`.
    """
    node = require_node(services)
    if node.party not in accord.parties:
        raise InvalidInputError(f"parties: expected {node.party} among them")
    if accord.mode != node.mode:
        raise InvalidInputError(f"mode: expected {node.mode}, as of this home, found {accord.mode}")
    counterpart = next(party for party in accord.parties if party != node.party)
    theirs = require_counterpart_card(services, counterpart)
    for card in accord.cards:
        if card.party == counterpart and card.sheets[0] != theirs.sheets[0]:
            raise InvalidInputError(
                f"cards: expected the card of {counterpart} whose words were compared"
            )
        if card.party == counterpart and card.newest.serial < theirs.newest.serial:
            raise InvalidInputError(
                f"cards: expected sheet {theirs.newest.serial} of {counterpart}, found sheet "
                f"{card.newest.serial}: an accord that names replaced keys would let whoever "
                f"stole them speak for {counterpart}"
            )
    return counterpart
