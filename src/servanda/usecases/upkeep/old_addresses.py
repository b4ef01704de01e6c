"""Find mail addresses in use that the directory of contacts says are old.

An address that was replaced or retired still receives, and never sends. The directory is signed
and both sides hold it, so whoever still writes to the old one is told by the own node which contact
took its place. No address is shown: they stand in sealed bodies.

Source: docs/spec/contacts.md; docs/decisions/0031-an-old-address-still-receives.md.
"""

from collections.abc import Iterator, Mapping

from servanda.core.contacts.contact import Contact, ContactState
from servanda.core.identifiers import PartyId
from servanda.usecases.conduct.read_contacts import addresses_of, read_contacts
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services
from servanda.usecases.upkeep.findings import Finding

_CARRIER = "mail"


def check_addresses(
    *, theirs: Mapping[PartyId, str], ours: str, services: Services
) -> Iterator[Finding]:
    """Give a finding for each old address that is in use.

    Args:
        theirs: Where mail to each counterpart goes.
        ours: From where we send; empty: we send none.
        services: The node's ports.
    """
    for pair in services.store.pairs():
        told = theirs.get(pair.counterpart, "")
        for holder, used in ((pair.counterpart, told), (pair.own.from_party, ours)):
            contact = _old_contact(pair, holder, used, services=services) if used else None
            if contact is not None:
                yield _finding(pair, contact)


def _old_contact(
    pair: PairRecord, holder: PartyId, used: str, *, services: Services
) -> Contact | None:
    """Return the contact whose old address `used` is; None where a current one has it too."""
    directory = read_contacts(pair, services=services)
    if directory is None:
        return None
    listed = [
        contact
        for contact in directory.by_leaf.values()
        if contact.holder == holder and contact.carrier == _CARRIER
    ]
    said = addresses_of(listed, services=services)
    same = [
        contact
        for contact in listed
        if _plain(str(said.get(contact.leaf, {}).get("address", ""))) == _plain(used)
    ]
    if not all(_is_old(contact) for contact in same):
        return None
    return next(iter(same), None)


def _is_old(contact: Contact) -> bool:
    return contact.replaced_by is not None or contact.state is ContactState.RETIRED


def _plain(address: str) -> str:
    return address.strip().casefold()


def _finding(pair: PairRecord, contact: Contact) -> Finding:
    what = (
        "retired" if contact.replaced_by is None else f"replaced by contact {contact.replaced_by}"
    )
    if contact.holder == pair.counterpart:
        message = (
            f"mail to {contact.holder} goes to an address that was {what}: "
            "`servanda contact list --addresses` shows the new one, `servanda counterpart add` "
            "with --mail uses it"
        )
    else:
        message = (
            f"our mail is sent from an address that was {what}, and an old address never sends: "
            "`servanda mail --address`"
        )
    return Finding(level="warning", code="old-address", subject=str(pair.own), message=message)
