"""Fold the counted statements, in their one order, into what they come to between the parties.

Both parties run this over the same list, and so does whoever checks a bundle. It decides
nothing about validity: a statement that is not legal in the state reached has no effect here,
and stays in its log.

Source: docs/spec/casework.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from sys import intern

from servanda.core.accords.accord import Accord
from servanda.core.accords.terms import Terms
from servanda.core.casework.calendars import CalendarVersion
from servanda.core.casework.case import Case, Generation, UpdateRun, with_one
from servanda.core.casework.casework import Casework, empty_casework, terms_for
from servanda.core.casework.clarifications import read_elements
from servanda.core.casework.conditions import PRESERVATION, is_allowed
from servanda.core.casework.effects import apply_effect, carriage_seconds
from servanda.core.casework.fold_other_types import (
    apply_call,
    apply_check,
    apply_information,
    apply_to_information,
)
from servanda.core.casework.known_dues import KnownDues
from servanda.core.casework.transitions import (
    TRANSITIONS,
    Actor,
    Clock,
    State,
    Transition,
    event_of,
    is_about_a_request,
)
from servanda.core.exchange.leaf import CLOCK_CONFLICT
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId
from servanda.core.statements.codes import REFUSED_OUTCOMES

_FORMAL = frozenset(("information_request", "investigation"))


def fold_casework(
    counted: Iterable[Counted],
    *,
    terms: Mapping[Digest, Terms],
    parties: Sequence[PartyId],
    known_dues: KnownDues | None = None,
) -> Casework:
    """Return what the counted statements come to.

    Args:
        counted: In the order of their effect.
        terms: Of every version in force for one of them, by its id.
        parties: Both, in the order of the accord.
        known_dues: As for `empty_casework`.
    """
    casework = empty_casework(terms=terms, parties=parties, known_dues=known_dues)
    for item in counted:
        apply_counted(casework, item)
    return casework


def apply_counted(casework: Casework, counted: Counted) -> None:
    """Let one more counted statement take its effect on `casework`."""
    header = counted.statement.header
    opening = _OPENING.get(header.type)
    if opening is not None:
        opening(casework, counted)
        return
    event = event_of(header)
    if not is_about_a_request(event):
        return
    case = None if header.ref is None else casework.cases.get(header.ref)
    if case is None:
        if not apply_to_information(event, casework, counted):
            casework.note_without_effect(counted.statement)
        return
    if CLOCK_CONFLICT in counted.marks:
        case.clock_conflicts = with_one(case.clock_conflicts, counted.statement.digest)
    row = TRANSITIONS[event]
    if _is_legal(case, row, counted, casework):
        _apply(case, row, counted)
    else:
        casework.out_of_state.append(counted.statement.digest)
        case.out_of_state.append(counted.statement.digest)


def terms_of(accords: Mapping[Digest, Accord]) -> Mapping[Digest, Terms]:
    """Return the terms of each version of the accord, by its id."""
    return {digest: accord.terms for digest, accord in accords.items()}


def _open_case(casework: Casework, counted: Counted) -> None:
    header, digest = counted.statement.header, counted.statement.digest
    facts, at = header.facts, counted.received_at
    items = facts.get("items")
    case = Case(
        leaf=digest,
        requester=PartyId(intern(header.from_party)),
        responder=PartyId(intern(header.to_party)),
        terms=terms_for(casework, counted.statement),
        # Few words, many requests: one copy of each word for all of them.
        kind=intern(str(facts["kind"])),
        urgency=intern(str(facts["urgency"])),
        subject=intern(str(facts.get("subject", ""))),
        commitment=intern(str(facts.get("commitment", ""))),
        items=items if isinstance(items, int) else 1,
        elements=read_elements(facts.get("elements"), kind=str(facts["kind"])),
        carriage_seconds=carriage_seconds(counted),
        generations=[
            Generation(number=0, leaf=digest, started_at=at, answer_started_at=at, updated_at=at)
        ],
        clock_conflicts=[digest] if CLOCK_CONFLICT in counted.marks else (),
    )
    casework.cases[digest] = case
    if header.ref is not None:
        _relate(case, header.ref, casework, at=at)


def _relate(case: Case, ref: Digest, casework: Casework, *, at: datetime) -> None:
    """Note what a request follows: a call, a preservation, a refused request of its own."""
    call = casework.calls.get(ref)
    if call is not None:
        if case.requester == call.caller and call.written_at is None:
            call.written_at = at
        began = call.starts_answer_of(requester=case.requester, received_at=at)
        if began is not None and case.urgency == call.basis:
            call.request, case.call = case.leaf, ref
            case.current.answer_started_at = began
        return
    before = casework.cases.get(ref)
    if before is None or before.requester != case.requester:
        return
    if before.kind == PRESERVATION and case.kind in _FORMAL:
        if before.expires_at is not None and at > before.expires_at:
            return  # what may be gone already nobody holds
        case.converts = ref
        before.conversions = with_one(before.conversions, case.leaf)
    elif before.current.outcome in REFUSED_OUTCOMES:
        case.resubmits = ref


def _sign_calendar(casework: Casework, counted: Counted) -> None:
    calendar = casework.known_dues.calendar_of(counted.statement)
    casework.calendars[counted.statement.header.from_party].append(
        CalendarVersion(received_at=counted.received_at, calendar=calendar)
    )


def _is_legal(case: Case, row: Transition, counted: Counted, casework: Casework) -> bool:
    actor = case.requester if row.actor is Actor.REQUESTER else case.responder
    return (
        counted.statement.header.from_party == actor
        and case.state in row.states
        and is_allowed(row.event, case, counted, casework)
    )


def _apply(case: Case, row: Transition, counted: Counted) -> None:
    at, generation = counted.received_at, case.current
    _stop_clocks(generation, row, at=at)
    if Clock.UPDATE in row.restarts and case.is_open:
        run = UpdateRun(
            started_at=generation.updated_at, enquired_at=generation.enquired_at, stopped_at=at
        )
        generation.updates = with_one(generation.updates, run)
        generation.updated_at, generation.enquired_at = at, None
    if row.next_state is not None:
        _leave(case, generation, at=at)
    apply_effect(row.event, case, counted)
    if row.next_state is not None:
        case.state = row.next_state


def _stop_clocks(generation: Generation, row: Transition, *, at: datetime) -> None:
    if Clock.ACKNOWLEDGEMENT in row.stops:
        generation.acknowledged_at = generation.acknowledged_at or at
    if Clock.DECISION in row.stops:
        generation.decided_at = generation.decided_at or at
    if Clock.ANSWER in row.stops:
        generation.answered_at = at


def _leave(case: Case, generation: Generation, *, at: datetime) -> None:
    """End what lasts as long as the state that is left: a hold, or an open clarification."""
    if case.state is State.POSTPONED:
        generation.postponements[-1].end = at
    blocking = generation.open_round
    if blocking is not None:
        blocking.ended_at = at


# The types that open something of their own; every other type is about what these opened.
_OPENING: Mapping[str, Callable[[Casework, Counted], None]] = {
    "request": _open_case,
    "calendar": _sign_calendar,
    "check": apply_check,
    "information": apply_information,
    "call": apply_call,
}

# The statement types that the fold takes notice of; all others change nothing here.
CASEWORK_TYPES = frozenset({*_OPENING, *(event.partition(".")[0] for event in TRANSITIONS)})
