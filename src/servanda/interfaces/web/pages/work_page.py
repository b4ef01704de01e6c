"""The page of my work: what waits for whom, overdue first.

Three lists: what waits for us, what waits for a second person, what waits for the other party. Of
the first two it says which of it the reader themselves may do by their roles.

Source: docs/spec/desk.md, "My work".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from servanda.core.identifiers import Digest, PartyId, digest_from_hash, hash_from_digest
from servanda.core.people.actor import Actor
from servanda.core.people.handovers import HandOver
from servanda.core.people.people import People
from servanda.interfaces.clocks import clock_words, due_words
from servanda.interfaces.people_words import change_words
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.may_call import may_call
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.web.requests.addresses import request_address
from servanda.interfaces.words import word
from servanda.usecases.casework.show_queue import MAX_SHOWN, Queue, read_queue
from servanda.usecases.casework.undelivered_requests import UndeliveredRequest
from servanda.usecases.people.approve_draft import waiting_drafts
from servanda.usecases.people.hand_over import all_handovers
from servanda.usecases.people.read_people import read_people
from servanda.usecases.ports.casework import CaseRecord
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One thing that runs out.

    Attributes:
        due_at: When.
        clock: The clock in words, with the absolute time.
        is_overdue: Whether it has run out.
        what: Kind and state of what it is about, in words.
        urgency: Of it; empty where it has none.
        title: Out of the body, where the reader may read it; else empty.
        party: With whom.
        leaf: What it is about.
        address: The page of the request that it is about; empty where it is about none.
    """

    due_at: datetime
    clock: str
    is_overdue: bool
    what: str
    urgency: str
    title: str
    party: PartyId
    leaf: Digest
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRow:
    """One thing that waits for a second person.

    Attributes:
        name: A ticket, or the number of an entry.
        what: What it is, in words.
        by: Who wrote or proposed it.
        since: Since when.
        is_mine: Whether the reader may be the second person.
        is_refused: Whether it went back to who wrote it.
        link: Leads to where it is answered.
    """

    name: str
    what: str
    by: str
    since: datetime
    is_mine: bool
    is_refused: bool
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        acts: Whether the reader may say things to the counterpart, so that "us" is them too.
        ours: Waits for us, the first to run out first.
        seconds: Waits for a second person; what the reader may do first.
        theirs: Waits for the other party, the first to run out first.
        undelivered: Requests of ours without a receipt.
        handover: One that waits for the reader to confirm it; None without any.
        overdue: How much of ours is overdue.
        is_cut_off: Whether more runs than is shown.
    """

    party: PartyId
    mode: str
    acts: bool
    ours: Sequence[WorkRow]
    seconds: Sequence[SecondRow]
    theirs: Sequence[WorkRow]
    undelivered: Sequence[UndeliveredRequest]
    handover: HandOver | None
    overdue: int
    is_cut_off: bool


@page("work")
def work_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_work_page(
        visit.services,
        actor=visit.actor,
        language=visit.language,
        reads_bodies=visit.reads_bodies,
    )


def read_work_page(
    services: Services, *, actor: Actor, language: str, reads_bodies: bool
) -> WorkPage:
    """Return what waits now, as `actor` sees it, with or without words of bodies."""
    node, people = require_node(services), read_people(services)
    queue = read_queue(services=services)
    rows = _rows(queue, reads_bodies=reads_bodies, language=language, services=services)
    ours = [row for is_ours, row in rows if is_ours]
    seconds = [
        *_drafts(actor, language=language, services=services),
        *_changes(people, actor=actor, language=language),
    ]
    return WorkPage(
        party=node.party,
        mode=node.mode,
        acts=may_call("send", actor),
        ours=ours,
        seconds=sorted(seconds, key=lambda one: (not one.is_mine, one.since)),
        theirs=[row for is_ours, row in rows if not is_ours],
        undelivered=queue.undelivered,
        handover=_handover(actor, services=services),
        overdue=sum(row.is_overdue for row in ours),
        is_cut_off=len(queue.deadlines) >= MAX_SHOWN,
    )


def _rows(
    queue: Queue, *, reads_bodies: bool, language: str, services: Services
) -> list[tuple[bool, WorkRow]]:
    """Return every clock that runs, with whether it is ours; what runs out first comes first."""
    rows = [*_clocks(queue, language=language), *_levels(queue, language=language)]
    titles = _titles([row.leaf for _, row in rows], services=services) if reads_bodies else {}
    named = [(is_ours, _titled(row, titles)) for is_ours, row in rows]
    return sorted(named, key=lambda one: (one[1].due_at, one[1].leaf))


def _clocks(queue: Queue, *, language: str) -> Iterator[tuple[bool, WorkRow]]:
    cases = {case.leaf_hash: case for case in queue.cases}
    for one in queue.deadlines:
        case = cases.get(one.case)
        yield (
            one.is_ours,
            WorkRow(
                due_at=one.due_at,
                clock=due_words(one, now=queue.now, language=language),
                is_overdue=one.due_at < queue.now,
                what="" if case is None else _case_words(case, language=language),
                urgency="" if case is None else word(case.urgency, language=language),
                title="",
                party=one.own.to_party,
                leaf=digest_from_hash(one.case),
                address=""
                if case is None
                else request_address(
                    one.own.to_party, digest_from_hash(one.case), language=language
                ),
            ),
        )


def _levels(queue: Queue, *, language: str) -> Iterator[tuple[bool, WorkRow]]:
    for one in queue.levels:
        if one.clock.verdict is None:
            continue
        due_at = one.clock.verdict.due.at
        parts = ("escalation", one.rung.level, one.rung.state)
        yield (
            one.is_ours,
            WorkRow(
                due_at=due_at,
                clock=clock_words(one.clock, language=language),
                is_overdue=due_at < queue.now,
                what=" · ".join(word(part, language=language) for part in parts),
                urgency="",
                title="",
                party=one.own.to_party,
                leaf=one.about,
            ),
        )


def _case_words(case: CaseRecord, *, language: str) -> str:
    return " · ".join(word(one, language=language) for one in (case.kind, case.state))


def _titles(leaves: Sequence[Digest], *, services: Services) -> Mapping[Digest, str]:
    hashes = [hash_from_digest(leaf) for leaf in dict.fromkeys(leaves)]
    found = services.store.filings_about(hashes) if hashes else ()
    return {digest_from_hash(one.leaf_hash): one.title for one in found if one.title}


def _titled(row: WorkRow, titles: Mapping[Digest, str]) -> WorkRow:
    return replace(row, title=titles.get(row.leaf, ""))


def _drafts(actor: Actor, *, language: str, services: Services) -> Iterator[SecondRow]:
    for one in waiting_drafts(services):
        is_second = may_call("approve give", actor) and not one.record.eyes & actor.eyes
        yield SecondRow(
            name=one.record.ticket,
            what=word(one.statement.type, language=language),
            by=", ".join(sorted(one.record.eyes)),
            since=one.record.written_at,
            is_mine=bool(one.record.eyes & actor.eyes) if one.record.refusal else is_second,
            is_refused=bool(one.record.refusal),
            link=f"/approvals?{urlencode({'draft': one.record.ticket})}",
        )


def _changes(people: People, *, actor: Actor, language: str) -> Iterator[SecondRow]:
    for one in people.waiting.values():
        yield SecondRow(
            name=str(one.entry),
            what=change_words(one, language=language),
            by=one.by.name,
            since=one.at,
            is_mine=may_call("staff confirm", actor) and not one.by.eyes & actor.eyes,
            is_refused=False,
            link="/people?",
        )


def _handover(actor: Actor, *, services: Services) -> HandOver | None:
    handovers = all_handovers(services)
    last = handovers[-1] if handovers else None
    if last is None or last.confirmed_by is not None or not may_call("handover confirm", actor):
        return None
    is_for_me = last.to in {"", actor.name} and not last.by.eyes & actor.eyes
    return last if is_for_me else None
