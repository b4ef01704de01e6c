"""What a legal move writes into its case, one function for each event that writes something.

What every move has in common (its state, the clocks it stops and restarts) is in the row of the
transition table; the fold does that. Here is the rest.

Source: docs/spec/casework.md, "The table".
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from sys import intern
from typing import TypeAlias

from servanda.core.canonical import JsonValue
from servanda.core.casework.case import (
    DIRECT,
    INDIRECT,
    Access,
    AccessDeclared,
    Case,
    FinalResponse,
    Generation,
    ItemResults,
    Postponement,
    with_one,
)
from servanda.core.casework.clarifications import Round, read_answers, read_questions
from servanda.core.casework.clocks import within_reach
from servanda.core.casework.conditions import PRESERVATION, PRESERVED, open_proposal
from servanda.core.casework.extensions import Extension
from servanda.core.casework.feedback import read_feedback
from servanda.core.casework.transitions import State
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import parse_instant

Effect: TypeAlias = Callable[[Case, Counted], None]


def apply_effect(event: str, case: Case, counted: Counted) -> None:
    """Let a legal `event` write what is its own into `case`, before the state changes."""
    effect = EFFECTS.get(event)
    if effect is not None:
        effect(case, counted)


def _acknowledge(case: Case, counted: Counted) -> None:
    facts = counted.statement.header.facts
    access = INDIRECT if facts.get("access") == INDIRECT else DIRECT
    case.current.declared = _declared(access, counted.received_at)
    _contest(case, counted)


def _contest(case: Case, counted: Counted) -> None:
    contested = counted.statement.header.facts.get("contests")
    if isinstance(contested, str) and contested != case.urgency:
        case.contested_urgency = intern(contested)


def _enquire(case: Case, counted: Counted) -> None:
    case.current.enquired_at = case.current.enquired_at or counted.received_at


def _postpone(case: Case, counted: Counted) -> None:
    review_at = within_reach(parse_instant(str(counted.statement.header.facts["until"])))
    held = Postponement(start=counted.received_at, review_at=review_at)
    case.current.postponements = with_one(case.current.postponements, held)


def _reclassify(case: Case, counted: Counted) -> None:
    case.urgency = intern(str(counted.statement.header.facts["urgency"]))
    if case.contested_urgency == case.urgency:
        case.contested_urgency = ""


def _ask(case: Case, counted: Counted) -> None:
    statement, generation = counted.statement, case.current
    asked = Round(
        leaf=statement.digest,
        asked_at=counted.received_at,
        questions=read_questions(statement.header.facts, elements=case.elements),
    )
    generation.rounds = with_one(generation.rounds, asked)
    if asked.is_blocking:
        generation.state_before = case.state


def _answer_questions(case: Case, counted: Counted) -> None:
    answers = read_answers(counted.statement.header.facts)
    generation = case.current
    for asked in generation.rounds:
        for question in asked.questions:
            if question.number in answers:
                question.result = intern(answers[question.number])
    blocking = generation.open_round
    if blocking is not None and blocking.is_answered:
        blocking.ended_at = counted.received_at
        case.state = generation.state_before


def _consent_to_questions(case: Case, _counted: Counted) -> None:
    case.current.consents += 1


def _remind(case: Case, counted: Counted) -> None:
    asked = case.current.open_round
    if asked is not None:
        asked.reminded_at = counted.received_at


def _extend(case: Case, counted: Counted, *, is_notice: bool) -> None:
    statement = counted.statement
    extension = Extension(
        leaf=statement.digest,
        received_at=counted.received_at,
        is_notice=is_notice,
        ground=intern(str(statement.header.facts.get("ground", ""))),
        until_day=date.fromisoformat(str(statement.header.facts["until_day"])),
    )
    case.current.extensions = with_one(case.current.extensions, extension)


def _consent_to_extension(case: Case, counted: Counted) -> None:
    until_day = date.fromisoformat(str(counted.statement.header.facts["until_day"]))
    proposal = open_proposal(case, until_day)
    if proposal is not None:
        proposal.consented_at = counted.received_at


def _respond(case: Case, counted: Counted) -> None:
    statement = counted.statement
    facts, generation = statement.header.facts, case.current
    generation.response = FinalResponse(
        leaf=statement.digest,
        outcome=intern(str(facts["outcome"])),
        ground=intern(str(facts.get("ground", ""))),
        items=_item_results(facts.get("items"), most=case.items),
        partial_possible=_truth(facts.get("partial_possible")),
        ask_again=_truth(facts.get("ask_again")),
        carriage_seconds=carriage_seconds(counted),
    )
    if case.kind == PRESERVATION and generation.outcome in PRESERVED:
        said = facts.get("expires_at")
        case.expires_at = (
            within_reach(parse_instant(said))
            if isinstance(said, str)
            else within_reach(counted.received_at) + timedelta(days=case.terms.preservation_days)
        )


def _end(case: Case, counted: Counted, *, ending: State) -> None:
    case.current.ended_at, case.current.ending = counted.received_at, ending


def _give_feedback(case: Case, counted: Counted) -> None:
    case.current.feedback = read_feedback(
        counted.statement.header.facts,
        leaf=counted.statement.digest,
        received_at=counted.received_at,
    )


def _reply_to_feedback(case: Case, counted: Counted) -> None:
    feedback = case.current.feedback
    if feedback is not None:
        feedback.replied_at = counted.received_at
        feedback.position = intern(str(counted.statement.header.facts["position"]))


def _renew(case: Case, counted: Counted) -> None:
    case.expires_at = parse_instant(str(counted.statement.header.facts["until"]))


def _reopen(case: Case, counted: Counted) -> None:
    """Begin a new generation; it is under review at once, so nobody acknowledges it again."""
    at = counted.received_at
    case.generations.append(
        Generation(
            number=len(case.generations),
            leaf=counted.statement.digest,
            started_at=at,
            answer_started_at=at,
            acknowledged_at=at,
            updated_at=at,
            declared=case.current.declared,
        )
    )


EFFECTS: Mapping[str, Effect] = {
    "acknowledgement": _acknowledge,
    "status.under_review": _contest,
    "status.update": _contest,
    "status.enquiry": _enquire,
    "status.postponed": _postpone,
    "status.reclassified": _reclassify,
    "clarification.ask": _ask,
    "clarification.ask_blocking": _ask,
    "clarification.answer": _answer_questions,
    "clarification.consent": _consent_to_questions,
    "status.reminder": _remind,
    "extension.notice": partial(_extend, is_notice=True),
    "extension.proposal": partial(_extend, is_notice=False),
    "extension.consent": _consent_to_extension,
    "response.final": _respond,
    "withdrawal": partial(_end, ending=State.WITHDRAWN),
    "status.lapsed": partial(_end, ending=State.LAPSED),
    "feedback.given": _give_feedback,
    "feedback.reply": _reply_to_feedback,
    "renewal": _renew,
    "status.reopened": _reopen,
}


def carriage_seconds(counted: Counted) -> int:
    """Return the time from a statement's claimed time to its time of receipt, in seconds."""
    return int((counted.received_at - counted.statement.header.time).total_seconds())


@lru_cache(maxsize=256)  # statements of one batch share their time, and so one object here
def _declared(access: Access, at: datetime) -> AccessDeclared:
    return AccessDeclared(access=access, received_at=at)


def _item_results(value: JsonValue, *, most: int) -> ItemResults:
    """Count what became of the items, in their order; a result beyond the last is about none."""
    results = Counter(value[:most] if isinstance(value, list | tuple) else ())
    return _results(results["supplied"], results["nil"], results["refused"], results["missing"])


@lru_cache(maxsize=4_096)  # few combinations, many responses: one object for all of them
def _results(supplied: int, nil: int, refused: int, missing: int) -> ItemResults:
    return ItemResults(supplied=supplied, nil=nil, refused=refused, missing=missing)


def _truth(value: JsonValue) -> bool | None:
    return value if isinstance(value, bool) else None
