"""What a move needs beside the right party and the right state.

The transition table says who may say what in which state. Some moves depend on more: on what was
asked, on a clock that has run out, on the accord. Each such event has its condition here; every
other event has none. A hostile counterpart gains nothing by a move whose condition fails: it is
`out_of_state`.

Source: docs/spec/casework.md, "Conditions".
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias

from servanda.core.casework.case import Case
from servanda.core.casework.casework import Casework
from servanda.core.casework.clarifications import read_answers, read_questions
from servanda.core.casework.clocks import within_reach
from servanda.core.casework.extensions import Extension
from servanda.core.casework.verdicts import clarification_state
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, parse_instant

PRESERVATION = "preservation"
DUPLICATE = "duplicate"
# Of a preservation: with these outcomes something is kept, until `expires_at`.
PRESERVED = frozenset(("fulfilled_full", "fulfilled_part", "conditional"))

# How urgent, for one direction alone is open: whoever raised the class of a request could make
# the other side late at once.
_URGENCY_RANKS = {"routine": 0, "urgent": 1, "emergency": 2}

Condition: TypeAlias = Callable[[Case, Counted, Casework], bool]


def is_allowed(event: str, case: Case, counted: Counted, casework: Casework) -> bool:
    """Return whether what `event` needs beside party and state is there."""
    condition = CONDITIONS.get(event)
    return condition is None or condition(case, counted, casework)


def open_proposal(case: Case, until_day: date) -> Extension | None:
    """Return the last proposed extension to that date which waits for consent; None if none."""
    for extension in reversed(case.current.extensions):
        if (
            not extension.is_notice
            and extension.consented_at is None
            and extension.until_day == until_day
        ):
            return extension
    return None


def preserved_since(case: Case) -> datetime | None:
    """Return when the first answer came by which data are kept; None if there is none.

    An answer before a reopening may have been a refusal, and a lapse has no answer at all.
    """
    kept = (one.answered_at for one in case.generations if one.outcome in PRESERVED)
    return next(kept, None)


def _asks_anew(case: Case, counted: Counted, _casework: Casework) -> bool:
    """Numbers name questions for as long as the request is worked on, so none is used twice."""
    asked = read_questions(counted.statement.header.facts, elements="")
    known = {question.number for each in case.current.rounds for question in each.questions}
    return known.isdisjoint(question.number for question in asked)


def _may_block(case: Case, counted: Counted, casework: Casework) -> bool:
    """So many blocking rounds as agreed; else a responder could pause its own clock for ever."""
    generation = case.current
    rounds = sum(asked.is_blocking for asked in generation.rounds)
    allowed = case.terms.clarification_rounds + generation.consents
    return rounds < allowed and _asks_anew(case, counted, casework)


def _answers_what_is_open(case: Case, counted: Counted, _casework: Casework) -> bool:
    answered = read_answers(counted.statement.header.facts).keys()
    return answered <= {
        question.number
        for asked in case.current.rounds
        for question in asked.questions
        if question.result is None
    }


def _may_lapse(case: Case, counted: Counted, casework: Casework) -> bool:
    """The requester's time is over, and it was reminded after that."""
    asked = case.current.open_round
    if asked is None or asked.reminded_at is None:
        return False
    state = clarification_state(case, asked, casework=casework, at=counted.received_at)
    return state.verdict is not None and asked.reminded_at > state.verdict.due.at


def _lowers_urgency(case: Case, counted: Counted, _casework: Casework) -> bool:
    urgency = str(counted.statement.header.facts["urgency"])
    return _URGENCY_RANKS[urgency] < _URGENCY_RANKS[case.urgency]


def _consents_to_a_proposal(case: Case, counted: Counted, _casework: Casework) -> bool:
    until_day = date.fromisoformat(str(counted.statement.header.facts["until_day"]))
    return open_proposal(case, until_day) is not None


def _names_what_is_kept(case: Case, counted: Counted, casework: Casework) -> bool:
    """A duplicate is left out of every rate, so it needs the request that keeps the clock.

    Of the same requester and kind, and received before, so that no two are duplicates of each
    other; else a responder could call whatever it is late with a duplicate of nothing.
    """
    facts = counted.statement.header.facts
    if facts.get("outcome") != DUPLICATE:
        return True
    kept = casework.cases.get(Digest(str(facts.get("retained"))))
    return (
        kept is not None
        and (kept.requester, kept.kind) == (case.requester, case.kind)
        and kept.generations[0].started_at < case.generations[0].started_at
    )


def _keeps_beyond_the_request(case: Case, counted: Counted) -> bool:
    """What was gone before anybody asked was not preserved: such an answer fulfils nothing.

    Held against the request's receipt, not the answer's: the requester times that, and by waiting
    could make a good answer void.
    """
    facts = counted.statement.header.facts
    said = facts.get("expires_at")
    if case.kind != PRESERVATION or facts.get("outcome") not in PRESERVED:
        return True
    return not isinstance(said, str) or parse_instant(said) > case.current.started_at


def _answers(case: Case, counted: Counted, casework: Casework) -> bool:
    return _names_what_is_kept(case, counted, casework) and _keeps_beyond_the_request(case, counted)


def _is_first_reply(case: Case, _counted: Counted, _casework: Casework) -> bool:
    feedback = case.current.feedback
    return feedback is not None and feedback.replied_at is None


def _renews(case: Case, counted: Counted, _casework: Casework) -> bool:
    """In time, forwards, and within what the accord allows from when data were first kept."""
    expires_at, kept_since = case.expires_at, preserved_since(case)
    if case.kind != PRESERVATION or expires_at is None or kept_since is None:
        return False
    until = parse_instant(str(counted.statement.header.facts["until"]))
    longest = within_reach(kept_since) + timedelta(days=case.terms.preservation_longest_days)
    return counted.received_at <= expires_at < until <= longest


def _reopens_in_time(case: Case, counted: Counted, _casework: Casework) -> bool:
    ended_at: datetime | None = case.current.answered_at or case.current.ended_at
    limit = timedelta(days=case.terms.reopening_days)
    return ended_at is not None and counted.received_at - ended_at <= limit


CONDITIONS: Mapping[str, Condition] = {
    "clarification.ask": _asks_anew,
    "clarification.ask_blocking": _may_block,
    "clarification.answer": _answers_what_is_open,
    "status.lapsed": _may_lapse,
    "status.reclassified": _lowers_urgency,
    "extension.consent": _consents_to_a_proposal,
    "response.final": _answers,
    "feedback.reply": _is_first_reply,
    "renewal": _renews,
    "status.reopened": _reopens_in_time,
}
