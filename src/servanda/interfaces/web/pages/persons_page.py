"""The page of persons of concern: numbered entries with their events, and never a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, PartyId
from servanda.interfaces.person_words import PersonRow, person_row
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.conduct.erase_person import still_named
from servanda.usecases.conduct.read_persons import documents_of, read_persons
from servanda.usecases.services import Services, require_node

PAGE_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsSection:
    """The register of one pair on the page.

    Attributes:
        own: Origin of our log.
        rows: In the order of the list, at most `PAGE_ROWS`.
        without_effect: How many statements about it had no effect.
    """

    own: Origin
    rows: Sequence[PersonRow]
    without_effect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each pair with an accord.
    """

    party: PartyId
    mode: str
    sections: Sequence[PersonsSection]


@page("persons")
def persons_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_persons_page(visit.services, language=visit.language)


def read_persons_page(services: Services, *, language: str) -> PersonsPage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    return PersonsPage(
        party=node.party, mode=node.mode, sections=list(_sections(services, language=language))
    )


def _sections(services: Services, *, language: str) -> Iterator[PersonsSection]:
    today = services.clock.now().date()
    for pair in services.store.pairs():
        found = read_persons(pair, services=services)
        if found is not None:
            kept = documents_of(found.by_leaf.values(), services=services).keys()
            named = still_named(found.by_leaf.values(), services=services)
            rows = [
                person_row(one, number, today=today, kept=kept, named=named, language=language)
                for number, one in enumerate(found.by_leaf.values(), start=1)
            ]
            yield PersonsSection(
                own=pair.own, rows=rows[:PAGE_ROWS], without_effect=len(found.out_of_state)
            )
