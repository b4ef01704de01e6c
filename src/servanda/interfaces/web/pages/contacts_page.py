"""The page of contacts: where each channel stands and how it answers, and never an address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, PartyId
from servanda.core.suspension.fold import CHANNEL, Suspensions
from servanda.interfaces.contact_words import ContactRow, contact_row, duty_of
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.read_suspensions import read_suspensions
from servanda.usecases.people.read_people import duty_shift
from servanda.usecases.services import Services, require_node

PAGE_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsSection:
    """The directory of one pair on the page.

    Attributes:
        own: Origin of our log.
        rows: In the order of their proposal, at most `PAGE_ROWS`.
        without_effect: How many statements about it had no effect.
    """

    own: Origin
    rows: Sequence[ContactRow]
    without_effect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each pair with an accord.
    """

    party: PartyId
    mode: str
    sections: Sequence[ContactsSection]


@page("contacts")
def contacts_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_contacts_page(visit.services, language=visit.language)


def read_contacts_page(services: Services, *, language: str) -> ContactsPage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    return ContactsPage(
        party=node.party, mode=node.mode, sections=list(_sections(services, language=language))
    )


def _sections(services: Services, *, language: str) -> Iterator[ContactsSection]:
    now, duty = services.clock.now(), duty_shift(services)
    for pair in services.store.pairs():
        found = read_contacts(pair, services=services)
        if found is not None:
            suspended = read_suspensions(pair, services=services) or Suspensions()
            rows = [
                contact_row(
                    one,
                    found,
                    now=now,
                    suspensions=suspended.of(CHANNEL, one.leaf),
                    duty=duty_of(one, duty, us=pair.own.from_party),
                    language=language,
                )
                for one in found.by_leaf.values()
            ]
            yield ContactsSection(
                own=pair.own, rows=rows[:PAGE_ROWS], without_effect=len(found.out_of_state)
            )
