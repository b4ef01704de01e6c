"""Ask the counterparts' contacts for a sign of life when a check of them is due.

Asking again queues nothing: the ticket is made of the contact and of how often it was asked, so
a check that is on its way, or that nobody could receive yet, is not asked a second time.

Source: docs/spec/contacts.md, "Communication checks".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from servanda.core.contacts.contact import Contact
from servanda.core.contacts.fold import CHECK
from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.core.identifiers import Origin
from servanda.core.suspension.fold import ACCORD, CHANNEL
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.read_suspensions import standing_suspensions
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

_TICKET_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedContacts:
    """What came of one look.

    Attributes:
        queued: The checks that are on their way now.
        refused: Why nothing could be asked of a pair, by our log of it; the others were asked.
    """

    queued: Sequence[QueueResult]
    refused: Mapping[Origin, str]


def ask_contacts(*, services: Services) -> AskedContacts:
    """Queue a check of every contact of a counterpart for which one is due.

    Under an accord that is suspended or left nobody is asked, for it opens no new matter; nor is
    a channel that is suspended or left.
    """
    standing = standing_suspensions(services=services)
    closed = {own for own, one in standing if one.scope == ACCORD}
    silent = {(own, one.name) for own, one in standing if one.scope == CHANNEL}
    queued: list[QueueResult] = []
    refused: dict[Origin, str] = {}
    for pair in services.store.pairs():
        if pair.own in closed:
            continue
        try:
            queued += [
                _ask(contact, pair, services)
                for contact in _due(pair, services=services)
                if (pair.own, contact.leaf) not in silent
            ]
        except (InvalidInputError, MisconfiguredError) as error:
            refused[pair.own] = f"{error.code}: {error}"
    return AskedContacts(queued=queued, refused=refused)


def _ask(contact: Contact, pair: PairRecord, services: Services) -> QueueResult:
    return queue_statement(
        type=CHECK,
        facts={"step": "ask", "contact": contact.leaf},
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=_ticket(contact),
        services=services,
    )


def _due(pair: PairRecord, *, services: Services) -> Iterator[Contact]:
    known, now = read_pair_terms(pair, services=services), services.clock.now()
    if known is None or not known.in_force.check_months:
        return
    found = read_contacts(pair, services=services)
    if found is None:
        return
    for contact in found.by_leaf.values():
        if contact.holder != pair.counterpart:
            continue
        due = contact.check_due(months=known.in_force.check_months, at=now)
        if due is not None and due <= now and services.store.ticket(_ticket(contact)) is None:
            yield contact


def _ticket(contact: Contact) -> str:
    digits = contact.leaf.removeprefix("sha256:")[:_TICKET_DIGITS]
    return f"{CHECK}-{digits}-{len(contact.checks) + 1}"
