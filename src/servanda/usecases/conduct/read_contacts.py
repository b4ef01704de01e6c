"""Read the directory of contacts of one pair, and refuse steps without effect.

Addresses are read apart, one body at a time, by whoever asks for them.

Source: docs/spec/contacts.md; docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Mapping, Sequence

from servanda.core.canonical import JsonObject
from servanda.core.contacts.contact import STEPS, Contact, ContactSide
from servanda.core.contacts.fold import CONTACT, CONTACT_TYPES, Contacts, fold_contacts
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.conduct.counted_statements import bodies_of, counted_with_fresh, in_order
from servanda.usecases.conduct.require_effect import require_effect
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def read_contacts(
    pair: PairRecord, *, services: Services, fresh: Sequence[VerifiedStatement] = ()
) -> Contacts | None:
    """Return the directory between a pair, without addresses; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    counted = counted_with_fresh(pair, CONTACT_TYPES, services=services, fresh=fresh)
    return fold_contacts(in_order(counted, parties=terms.parties))


def addresses_of(contacts: Sequence[Contact], *, services: Services) -> Mapping[Digest, JsonObject]:
    """Return what the sealed bodies say of contacts: office, address, holder, mandate."""
    return bodies_of((contact.leaf for contact in contacts), services=services)


def require_legal_contact(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that a statement about a contact, or a check of one, would have an effect."""
    require_effect(
        leaf,
        types=CONTACT_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=lambda fresh: read_contacts(pair, services=services, fresh=fresh),
        standing=_standing,
    )


def _standing(leaf: VerifiedStatement, found: Contacts) -> tuple[str, Sequence[str]]:
    contact = found.by_leaf.get(Digest(leaf.header.ref or ""))
    if contact is None:
        return "", ()
    own = leaf.header.from_party == contact.holder
    side = ContactSide.HOLDER if own else ContactSide.OTHER
    return contact.state.value, [
        f"{CONTACT}.{step}"
        for step, row in STEPS.items()
        if row.side is side and contact.state in row.states
    ]
