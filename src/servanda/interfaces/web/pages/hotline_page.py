"""The page of the hotline: calls with both records, ladders, and how both were used."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, PartyId
from servanda.interfaces.hotline_words import (
    CallRow,
    LadderRow,
    call_rows,
    ladder_rows,
    reading_words,
    report_rows,
)
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.conduct.show_hotline import Hotline, read_hotlines
from servanda.usecases.services import Services, require_node

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineSection:
    """The hotline of one pair on the page.

    Attributes:
        own: Origin of our log.
        reading: Which reading of it binds.
        ladders: Open ones first, at most `PAGE_ROWS`.
        calls: The newest first, at most `PAGE_ROWS`.
        report: What is counted, and how many.
        without_effect: How many statements about it had no effect.
    """

    own: Origin
    reading: str
    ladders: Sequence[LadderRow]
    calls: Sequence[CallRow]
    report: Sequence[tuple[str, str]]
    without_effect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlinePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each pair with an accord.
    """

    party: PartyId
    mode: str
    sections: Sequence[HotlineSection]


@page("hotline")
def hotline_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_hotline_page(visit.services, language=visit.language)


def read_hotline_page(services: Services, *, language: str) -> HotlinePage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    hotlines = read_hotlines(services.store.pairs(), services=services)
    return HotlinePage(
        party=node.party,
        mode=node.mode,
        sections=[_section(one, language=language) for one in hotlines],
    )


def _section(hotline: Hotline, *, language: str) -> HotlineSection:
    return HotlineSection(
        own=hotline.own,
        reading=reading_words(hotline.reading, language=language),
        ladders=ladder_rows(hotline, language=language)[:PAGE_ROWS],
        calls=call_rows(hotline, language=language)[:PAGE_ROWS],
        report=report_rows(hotline.report, language=language),
        without_effect=len(hotline.found.out_of_state),
    )
