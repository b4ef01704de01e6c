"""Fold the counted statements, in their one order, into the requests and their states.

Both parties run this over the same list, and so does whoever checks a bundle. It decides
nothing about validity: a statement that is not legal in the state reached has no effect here,
and stays in its log.

Source: docs/spec/casework.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from sys import intern

from servanda.core.accords.accord import Accord
from servanda.core.accords.terms import Terms
from servanda.core.casework.calendars import CalendarVersion, read_calendar
from servanda.core.casework.case import (
    DIRECT,
    INDIRECT,
    Access,
    AccessDeclared,
    Case,
    Generation,
    Postponement,
)
from servanda.core.casework.transitions import (
    TRANSITIONS,
    Actor,
    Clock,
    State,
    Transition,
    event_of,
    is_about_a_request,
)
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId, parse_instant

REOPENING_TIME = timedelta(days=90)

_REQUEST = "request"
_CALENDAR = "calendar"

# The statement types that the fold takes notice of; all others change nothing here.
CASEWORK_TYPES = frozenset(
    {_REQUEST, _CALENDAR, *(event.partition(".")[0] for event in TRANSITIONS)}
)


@dataclass(slots=True, kw_only=True)
class Casework:
    """All requests between two parties, and what their clocks need.

    Attributes:
        terms: Of every version of the accord that a request may name, by its id.
        cases: By the request's leaf hash, in the order in which they count.
        calendars: Each party's calendars, in the order in which they count.
        out_of_state: Statements about a request that had no effect, in their order; also those
            that refer to a request that does not count.
    """

    terms: Mapping[Digest, Terms]
    cases: dict[Digest, Case] = field(default_factory=dict)
    calendars: Mapping[PartyId, list[CalendarVersion]]
    out_of_state: list[Digest] = field(default_factory=list)


def fold_casework(
    counted: Iterable[Counted], *, terms: Mapping[Digest, Terms], parties: Sequence[PartyId]
) -> Casework:
    """Return the requests as the counted statements leave them.

    Args:
        counted: In the order of their effect.
        terms: Of every version in force for one of them, by its id.
        parties: Both, in the order of the accord.
    """
    casework = empty_casework(terms=terms, parties=parties)
    for item in counted:
        apply_counted(casework, item)
    return casework


def empty_casework(*, terms: Mapping[Digest, Terms], parties: Sequence[PartyId]) -> Casework:
    """Return what there is before anything counts."""
    return Casework(terms=terms, calendars={party: [] for party in parties})


def apply_counted(casework: Casework, counted: Counted) -> None:
    """Let one more counted statement take its effect on `casework`."""
    statement = counted.statement
    header = statement.header
    if header.type == _REQUEST:
        _open_case(casework, counted)
        return
    if header.type == _CALENDAR:
        casework.calendars[header.from_party].append(
            CalendarVersion(received_at=counted.received_at, calendar=read_calendar(header.facts))
        )
        return
    event = event_of(header)
    if not is_about_a_request(event):
        return
    case = None if header.ref is None else casework.cases.get(header.ref)
    row = TRANSITIONS[event]
    if case is None:
        casework.out_of_state.append(statement.digest)
    elif not _is_legal(case, row, counted):
        casework.out_of_state.append(statement.digest)
        case.out_of_state.append(statement.digest)
    else:
        _apply(case, row, counted)


def terms_of(accords: Mapping[Digest, Accord]) -> Mapping[Digest, Terms]:
    """Return the terms of each version of the accord, by its id."""
    return {digest: accord.terms for digest, accord in accords.items()}


def terms_for(casework: Casework, statement: VerifiedStatement) -> Terms:
    """Return the terms that a valid statement stands under: those of the version it names."""
    accord = statement.header.accord
    if accord is None:
        raise TypeError(f"a {statement.header.type} that names no accord is not valid")
    return casework.terms[accord]


def _open_case(casework: Casework, counted: Counted) -> None:
    header = counted.statement.header
    digest = counted.statement.digest
    casework.cases[digest] = Case(
        leaf=digest,
        requester=PartyId(intern(header.from_party)),
        responder=PartyId(intern(header.to_party)),
        terms=terms_for(casework, counted.statement),
        # Few words, many requests: one copy of each word for all of them.
        kind=intern(str(header.facts["kind"])),
        urgency=intern(str(header.facts["urgency"])),
        generations=[
            Generation(
                number=0,
                leaf=digest,
                started_at=counted.received_at,
                updated_at=counted.received_at,
            )
        ],
    )


def _is_legal(case: Case, row: Transition, counted: Counted) -> bool:
    actor = case.requester if row.actor is Actor.REQUESTER else case.responder
    if counted.statement.header.from_party != actor or case.state not in row.states:
        return False
    if row.event != "status.reopened":
        return True
    ended_at = case.current.answered_at or case.current.ended_at
    return ended_at is not None and counted.received_at - ended_at <= REOPENING_TIME


def _apply(case: Case, row: Transition, counted: Counted) -> None:
    header, at = counted.statement.header, counted.received_at
    generation = case.current
    _stop_clocks(generation, row, counted)
    if Clock.UPDATE in row.restarts:
        generation.updated_at, generation.enquired_at = at, None
    if case.state is State.POSTPONED and row.next_state is not None:
        generation.postponements[-1].end = at
    match row.event:
        case "acknowledgement":
            access = INDIRECT if header.facts.get("access") == INDIRECT else DIRECT
            generation.declared = _declared(access, at)
        case "status.enquiry":
            generation.enquired_at = generation.enquired_at or at
        case "status.postponed":
            held = Postponement(start=at, review_at=parse_instant(str(header.facts["until"])))
            generation.postponements.append(held)
        case "response.final":
            generation.outcome = str(header.facts["outcome"])
        case "withdrawal" | "status.lapsed":
            generation.ended_at, generation.ending = at, row.next_state
        case "status.reopened":
            _reopen(case, counted)
        case _:
            pass  # the row says all there is
    if row.next_state is not None:
        case.state = row.next_state


@lru_cache(maxsize=256)  # statements of one batch share their time, and so one object here
def _declared(access: Access, at: datetime) -> AccessDeclared:
    return AccessDeclared(access=access, received_at=at)


def _stop_clocks(generation: Generation, row: Transition, counted: Counted) -> None:
    at = counted.received_at
    if Clock.ACKNOWLEDGEMENT in row.stops:
        generation.acknowledged_at = generation.acknowledged_at or at
    if Clock.DECISION in row.stops:
        generation.decided_at = generation.decided_at or at
    if Clock.ANSWER in row.stops and row.event == "response.final":
        generation.answered_at = at


def _reopen(case: Case, counted: Counted) -> None:
    """Begin a new generation; it is under review at once, so nobody acknowledges it again."""
    case.generations.append(
        Generation(
            number=len(case.generations),
            leaf=counted.statement.digest,
            started_at=counted.received_at,
            acknowledged_at=counted.received_at,
            updated_at=counted.received_at,
            declared=case.current.declared,
        )
    )
