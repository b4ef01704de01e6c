"""The page of one request: who must do what by when, what was said, and what may be said now.

Words of bodies stand on it for who may read them, and the audit log notes that they were read.

Source: docs/spec/desk.md, "The request".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.case import Case
from servanda.core.casework.offered_moves import offered_moves
from servanda.core.casework.standing import overlays_of, state_at
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    decision_state,
    update_state,
)
from servanda.core.identifiers import Digest, PartyId, digest_from_hash
from servanda.core.people.verb_table import row_of
from servanda.interfaces.clocks import clock_words, due_words
from servanda.interfaces.field_words import move_words
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.web.requests.addresses import write_address
from servanda.interfaces.web.requests.check_page import SaidRow, rows_of_members
from servanda.interfaces.words import word
from servanda.usecases.casework.case_rows import case_deadlines
from servanda.usecases.ports.casework import DeadlineRecord
from servanda.usecases.reading.show_request import (
    CaseEntry,
    RequestView,
    show_request,
)
from servanda.usecases.services import require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One thing that somebody must do, or the clock that says when it was done.

    Attributes:
        clock: In words, with the absolute time.
        is_ours: Whether we have to act.
        is_overdue: Whether it has run out.
    """

    clock: str
    is_ours: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One statement of the timeline.

    Attributes:
        entry: As it stands in its log.
        id: Of its element on the page.
        what: Type and step in words.
        by: Who said it.
        facts: What stands in clear.
        body: What was sealed, where the reader may read it and it is held.
        has_body: Whether something was sealed at all.
        note: The exact bytes that were signed.
    """

    entry: CaseEntry
    id: str
    what: str
    by: PartyId
    facts: Sequence[SaidRow]
    body: Sequence[SaidRow]
    has_body: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLink:
    """A move that the reader may make: what it is called, and where its form is."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        view: What was read.
        leaf: The request.
        title: Out of the body, where the reader may read it; else empty.
        is_ours: Whether we asked.
        kind: In words.
        state: In words; empty before its receipt.
        urgency: In words.
        overlays: What lies over the state, in words.
        duties: Who must do what by when, the first to run out first.
        past: The clocks that have stopped, in words.
        timeline: In the order in which the statements count.
        moves: What the reader may say now.
        hides_bodies: Whether what was sealed is left out, for the reader may not read it.
    """

    party: PartyId
    mode: str
    view: RequestView
    leaf: Digest
    title: str
    is_ours: bool
    kind: str
    state: str
    urgency: str
    overlays: Sequence[str]
    duties: Sequence[DutyRow]
    past: Sequence[str]
    timeline: Sequence[TimelineRow]
    moves: Sequence[MoveLink]
    hides_bodies: bool


@page("request")
def request_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    services, language = visit.services, visit.language
    node, now = require_node(services), services.clock.now()
    view = show_request(
        visit.named["counterpart"],
        bytes.fromhex(visit.named["case"]),
        reads_bodies=visit.reads_bodies,
        services=services,
    )
    asked = view.request
    facts = asked.statement.header.facts
    title = (asked.body or {}).get("title", "")
    return RequestPage(
        party=node.party,
        mode=node.mode,
        view=view,
        leaf=view.leaf,
        title=title if isinstance(title, str) else "",
        is_ours=asked.is_ours,
        kind=word(str(facts.get("kind")), language=language),
        state=_state(view, at=now, language=language),
        urgency=word(
            str(facts.get("urgency")) if view.case is None else view.case.urgency,
            language=language,
        ),
        overlays=_overlays(view, at=now, language=language),
        duties=[*_duties(view, at=now, language=language)],
        past=[*_past(view, at=now, language=language)],
        timeline=[_row(one, language=language) for one in view.entries],
        moves=[*_moves(view, visit)],
        hides_bodies=not visit.reads_bodies,
    )


def _state(view: RequestView, *, at: datetime, language: str) -> str:
    if view.case is None:
        return ""
    state = state_at(view.case, casework=view.casework, at=at)
    return word(state.value, language=language)


def _overlays(view: RequestView, *, at: datetime, language: str) -> list[str]:
    if view.case is None:
        return []
    found = overlays_of(view.case, casework=view.casework, at=at)
    return [word(one.value, language=language) for one in sorted(found)]


def _duties(view: RequestView, *, at: datetime, language: str) -> Iterator[DutyRow]:
    if view.case is None:
        return
    running: Sequence[DeadlineRecord] = sorted(
        case_deadlines(view.case, casework=view.casework, own=view.pair.own, at=at),
        key=lambda one: one.due_at,
    )
    for one in running:
        yield DutyRow(
            clock=due_words(one, now=at, language=language),
            is_ours=one.is_ours,
            is_overdue=one.due_at < at,
        )


def _past(view: RequestView, *, at: datetime, language: str) -> Iterator[str]:
    """Yield the clocks that have stopped, each with how much earlier or later than it was due."""
    case: Case | None = view.case
    if case is None:
        return
    states: Mapping[str, ClockState] = {
        name: state_of(case, case.current, casework=view.casework, at=at)
        for name, state_of in (
            ("acknowledgement", acknowledgement_state),
            ("decision", decision_state),
            ("answer", answer_state),
            ("update", update_state),
        )
    }
    for name, state in states.items():
        if state.verdict is not None and state.verdict.stop is not None:
            yield f"{word(name, language=language)}: {clock_words(state, language=language)}"


def _row(entry: CaseEntry, *, language: str) -> TimelineRow:
    header = entry.statement.header
    step = header.facts.get("step") or header.facts.get("outcome")
    parts = [header.type, *([str(step)] if step else [])]
    body = {name: one for name, one in (entry.body or {}).items() if name != "files"}
    return TimelineRow(
        entry=entry,
        id=f"leaf-{entry.statement.leaf_hash.hex()[:12]}",
        what=" · ".join(word(one, language=language) for one in parts),
        by=header.from_party,
        facts=[*rows_of_members(header.facts, "facts", language=language)],
        body=[*rows_of_members(body, "body", language=language)],
        has_body=header.body is not None,
        note=entry.note.decode(errors="replace"),
    )


def _moves(view: RequestView, visit: Visit) -> Iterator[MoveLink]:
    row = row_of("send", ())
    may_send = row is not None and bool(row.roles & visit.actor.roles)
    if view.case is None or not may_send:
        return
    us = view.pair.own.from_party
    for move in offered_moves(view.case, us=us, at=visit.services.clock.now()):
        yield MoveLink(
            title=move_words(move.name, language=visit.language),
            address=write_address(
                view.pair.own,
                digest_from_hash(bytes.fromhex(visit.named["case"])),
                move.name,
                language=visit.language,
                cover=visit.actor.cover,
            ),
        )
