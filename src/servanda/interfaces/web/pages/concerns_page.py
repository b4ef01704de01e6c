"""The page of concerns and disputes: what was issued, replied, settled, and what stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, PartyId
from servanda.interfaces.concern_words import ConcernRow, DisputeRow, concern_rows, dispute_rows
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.conduct.show_concerns import PairConcerns, read_pair_concerns
from servanda.usecases.services import Services, require_node

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernSection:
    """The concerns of one pair on the page.

    Attributes:
        own: Origin of our log.
        concerns: Open ones first, at most `PAGE_ROWS`.
        disputes: Standing ones first, at most `PAGE_ROWS`.
        without_effect: How many statements about them had no effect.
    """

    own: Origin
    concerns: Sequence[ConcernRow]
    disputes: Sequence[DisputeRow]
    without_effect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernsPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each pair with an accord.
    """

    party: PartyId
    mode: str
    sections: Sequence[ConcernSection]


@page("concerns")
def concerns_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_concerns_page(visit.services, language=visit.language)


def read_concerns_page(services: Services, *, language: str) -> ConcernsPage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    found = read_pair_concerns(services.store.pairs(), services=services)
    return ConcernsPage(
        party=node.party,
        mode=node.mode,
        sections=[_section(one, language=language) for one in found],
    )


def _section(found: PairConcerns, *, language: str) -> ConcernSection:
    return ConcernSection(
        own=found.own,
        concerns=concern_rows(found, language=language)[:PAGE_ROWS],
        disputes=dispute_rows(found, language=language)[:PAGE_ROWS],
        without_effect=len(found.concerns.out_of_state) + len(found.disputes.out_of_state),
    )
