"""The page of the desk's persons: roles, cover, roster, and what waits for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from servanda.core.identifiers import PartyId, format_instant
from servanda.core.people.handovers import HandOver
from servanda.core.people.people import People, Stretch
from servanda.core.people.roster import Shift, shifts
from servanda.interfaces.people_words import change_words, role_words
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.words import word
from servanda.usecases.people.approve_draft import waiting_drafts
from servanda.usecases.people.hand_over import all_handovers
from servanda.usecases.people.read_people import read_people
from servanda.usecases.services import Services, require_node

ROSTER_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """Something that waits for a second person.

    Attributes:
        name: A ticket, or the number of an entry.
        what: What it is, in words.
        by: Who wrote or proposed it.
        since: Since when, as written.
        is_refused: Whether it goes back to who wrote it.
    """

    name: str
    what: str
    by: str
    since: str
    is_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        persons: Name and roles in words of who is at the desk.
        covers: Those that hold now.
        on_duty: Who is on duty now.
        roster: The shifts of the next days; empty where nobody is on the roster.
        four_eyes: Types that need two persons, in words.
        waiting: What waits for a second person.
        handover: The newest hand-over, without its words; None before the first.
    """

    party: PartyId
    mode: str
    persons: Sequence[tuple[str, str]]
    covers: Sequence[Stretch]
    on_duty: Sequence[str]
    roster: Sequence[Shift]
    four_eyes: str
    waiting: Sequence[WaitingRow]
    handover: HandOver | None


@page("people")
def people_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_people_page(visit.services, language=visit.language)


def read_people_page(services: Services, *, language: str) -> PeoplePage:
    """Return what the page shows now, in `language`: no word of a body or of a note."""
    node, now = require_node(services), services.clock.now()
    people = read_people(services)
    end = now + timedelta(days=ROSTER_DAYS)
    handovers = all_handovers(services)
    return PeoplePage(
        party=node.party,
        mode=node.mode,
        persons=[
            (one.name, role_words(one.roles, language=language))
            for one in people.persons.values()
            if one.is_active
        ],
        covers=[one for one in people.covers if one.holds(now)],
        on_duty=people.on_duty(now),
        roster=shifts(people, start=now, end=end) if people.duties else (),
        four_eyes=", ".join(word(one, language=language) for one in sorted(people.four_eyes)),
        waiting=[*_waiting(people, services=services, language=language)],
        handover=handovers[-1] if handovers else None,
    )


def _waiting(people: People, *, services: Services, language: str) -> Sequence[WaitingRow]:
    changes = [
        WaitingRow(
            name=str(one.entry),
            what=change_words(one, language=language),
            by=one.by.name,
            since=format_instant(one.at),
        )
        for one in people.waiting.values()
    ]
    drafts = [
        WaitingRow(
            name=one.record.ticket,
            what=word(one.statement.type, language=language),
            by=", ".join(sorted(one.record.eyes)),
            since=format_instant(one.record.written_at),
            is_refused=bool(one.record.refusal),
        )
        for one in waiting_drafts(services)
    ]
    return [*drafts, *changes]
