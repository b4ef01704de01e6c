"""What became of a statement that was sent: it waits for a second person, for its leaf, or is said.

Source: docs/spec/desk.md, "Checking the answers".
"""

from dataclasses import dataclass

from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.web.requests.addresses import request_address
from servanda.interfaces.words import word
from servanda.usecases.people.approve_draft import NoDraftError, waiting_draft
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.reading.show_request import NotThereError
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        ticket: The name of the wish.
        what: What is said, in words.
        to: To whom.
        is_held: Whether a second person has to approve it first.
        leaf: What it became; empty while it waits.
        trouble: Why it can never become a leaf; empty if nothing is in its way.
        request: The page of the request that it is, or is about; empty without one.
    """

    party: PartyId
    mode: str
    ticket: str
    what: str
    to: PartyId
    is_held: bool
    leaf: str
    trouble: str
    request: str


@page("ticket")
def ticket_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    services, ticket = visit.services, visit.named["ticket"]
    node = require_node(services)
    found, is_held = _found(ticket, services=services)
    leaf = "" if found.leaf_hash is None else digest_from_hash(found.leaf_hash)
    return TicketPage(
        party=node.party,
        mode=node.mode,
        ticket=ticket,
        what=word(found.type, language=visit.language),
        to=found.own.to_party,
        is_held=is_held,
        leaf=leaf,
        trouble=found.trouble,
        request=_request(found, language=visit.language),
    )


def _found(ticket: str, *, services: Services) -> tuple[QueuedStatement, bool]:
    queued = services.store.ticket(ticket)
    if queued is not None:
        return queued, False
    try:
        return waiting_draft(ticket, services=services).statement, True
    except NoDraftError as error:
        raise NotThereError("nothing was sent under this name") from error


def _request(found: QueuedStatement, *, language: str) -> str:
    own: Origin = found.own
    about: Digest | None = None
    if found.ref is not None:
        about = digest_from_hash(found.ref)
    elif found.type == REQUEST and found.leaf_hash is not None:
        about = digest_from_hash(found.leaf_hash)
    return "" if about is None else request_address(own.to_party, about, language=language)
