"""Decide what the simulated counterpart of a practice does next.

A pure function of the time and of what both sides have said, so that a practice that was
stopped, or whose process died, goes on as if nothing had happened.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.forms.said import said_elements
from servanda.core.identifiers import PartyId
from servanda.simulation.filled_form import filled_body
from servanda.simulation.practice.habits import (
    ACKNOWLEDGED_WITHIN,
    ANSWERED_WITHIN,
    ASKS,
    CHECK_ANSWERED_AFTER,
    DESK,
    HABITS,
    MARK,
    ROUND,
    SILENCES,
    Ask,
    Habit,
)
from servanda.simulation.practice.judging import judgements
from servanda.simulation.practice.move import Move, ticket_for
from servanda.simulation.practice.unasked import concerns_settled, told_unasked
from servanda.usecases.reading.views import StatementView

_VALID = "valid"


def next_moves(
    now: datetime, statements: Sequence[StatementView], *, us: PartyId
) -> tuple[Move, ...]:
    """Return what is due at `now` and was not said yet.

    Args:
        now: By the clock of the practice.
        statements: Of both logs.
        us: The simulated counterpart.
    """
    began_at = _began_at(statements)
    if began_at is None or now < began_at or is_silent(now - began_at):
        return ()
    theirs = [view for view in statements if view.by != us and view.verdict == _VALID]
    ours = [view for view in statements if view.by == us]
    asked = sum(view.type == "request" for view in ours)
    return (
        *_asks(now - began_at, asked=asked),
        *told_unasked(now, began_at=began_at, ours=ours),
        *_requests_treated(now, theirs, ours=ours),
        *judgements(now, [view for view in ours if view.type == "request"], ours=ours),
        *concerns_settled(theirs, ours=ours),
        *_checks_answered(now, [view for view in theirs if view.type == "check"], statements),
    )


def is_silent(since_start: timedelta) -> bool:
    """Return whether nobody is at the counterpart's desk."""
    in_round = since_start % ROUND
    return any(silence.after <= in_round < silence.after + silence.lasts for silence in SILENCES)


def _began_at(statements: Sequence[StatementView]) -> datetime | None:
    """Return when the accord was accepted, from which the table counts; None before that."""
    accepted = [view.sent_at for view in statements if view.type == "acceptance"]
    return min((moment for moment in accepted if moment is not None), default=None)


def _asks(since_start: timedelta, *, asked: int) -> Iterator[Move]:
    """Yield the request whose turn it is, if its time has come; one at a time."""
    round_number, place = divmod(asked, len(ASKS))
    ask = ASKS[place]
    if since_start >= round_number * ROUND + ask.after:
        yield _request(ask, number=asked + 1)


def _requests_treated(
    now: datetime, theirs: Sequence[StatementView], *, ours: Sequence[StatementView]
) -> Iterator[Move]:
    requests = [view for view in theirs if view.type == "request"]
    for number, request in enumerate(sorted(requests, key=lambda view: view.index)):
        if request.received_at is None or request.refused or request.withdrawn_at is not None:
            continue
        habit = HABITS[number % len(HABITS)]
        within = ANSWERED_WITHIN[str(request.facts["urgency"])]
        acknowledge_after = min(ACKNOWLEDGED_WITHIN, within) * habit.acknowledged / 100
        if request.answered_at is not None:
            continue
        if request.acknowledged_at is None:
            if now - request.received_at >= acknowledge_after:
                yield _acknowledgement(request)
            continue
        asked = _clarified(ours, request, step="ask")
        if habit.question and asked is None:
            yield _question(request, habit)
            continue
        given = _clarified(theirs, request, step="answer")
        if asked is not None and given is None:
            continue  # a blocking question stops the clock, so nobody is late but who must answer
        if now - request.received_at - _paused(asked, given) >= within * habit.answered / 100:
            yield _response(request, habit)


def _clarified(
    said: Sequence[StatementView], request: StatementView, *, step: str
) -> StatementView | None:
    """Return the first step of this kind that was said about a request and arrived."""
    found = (
        view
        for view in said
        if view.type == "clarification"
        and view.ref == request.leaf
        and view.facts["step"] == step
        and view.received_at is not None
    )
    return next(found, None)


def _paused(asked: StatementView | None, given: StatementView | None) -> timedelta:
    if asked is None or given is None or asked.received_at is None or given.received_at is None:
        return timedelta(0)
    return max(given.received_at - asked.received_at, timedelta(0))


def _checks_answered(
    now: datetime, checks: Sequence[StatementView], statements: Sequence[StatementView]
) -> Iterator[Move]:
    answered = {view.ref for view in statements if view.type == "check"}
    for check in checks:
        is_due = check.received_at is not None and now - check.received_at >= CHECK_ANSWERED_AFTER
        if check.facts["step"] == "ask" and check.leaf not in answered and is_due:
            yield Move(
                ticket=ticket_for("check", check),
                type="check",
                facts={"step": "answer"},
                body=None,
                ref=check.leaf,
            )


def _request(ask: Ask, *, number: int) -> Move:
    body = filled_body(
        kind=ask.kind,
        title=MARK + ask.title,
        authority=DESK,
        file_number=f"PRACTICE-{number}",
        brief_facts=MARK + ask.brief_facts,
        sought=ask.sought,
    )
    facts: dict[str, JsonValue] = {
        "kind": ask.kind,
        "urgency": ask.urgency,
        "commitment": "C1.2",
        "subject": "cyber",
        "items": len(ask.sought),
        "use": "investigative",
        "tlp": "amber",
    }
    if ask.criterion:
        facts["criterion"] = ask.criterion
    facts["elements"] = dict(said_elements(facts=facts, body=body, has_files=False))
    return Move(ticket=f"practice-ask-{number}", type="request", facts=facts, body=body, ref=None)


def _acknowledgement(request: StatementView) -> Move:
    return Move(
        ticket=ticket_for("taken", request),
        type="acknowledgement",
        facts={"access": "direct", "tlp": "amber"},
        body={"desk": DESK, "file_number": f"PRACTICE-IN-{request.index}"},
        ref=request.leaf,
    )


def _question(request: StatementView, habit: Habit) -> Move:
    facts: JsonObject = {
        "step": "ask",
        "questions": [{"number": 1, "element": "E11", "defect": "unclear", "blocking": True}],
        "tlp": "amber",
    }
    return Move(
        ticket=ticket_for("question", request),
        type="clarification",
        facts=facts,
        body={"texts": [{"number": 1, "text": MARK + habit.question}]},
        ref=request.leaf,
    )


def _response(request: StatementView, habit: Habit) -> Move:
    items = request.facts["items"]
    facts: dict[str, JsonValue] = {
        "step": "final",
        "outcome": habit.outcome,
        "items": [habit.item] * (items if isinstance(items, int) else 1),
        "tlp": "amber",
    }
    if habit.ground:
        facts |= {"ground": habit.ground, "partial_possible": False, "ask_again": True}
    return Move(
        ticket=ticket_for("answer", request),
        type="response",
        facts=facts,
        body={"text": MARK + habit.words},
        ref=request.leaf,
    )
