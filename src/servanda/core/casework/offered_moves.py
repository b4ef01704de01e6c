"""Which moves a desk offers on a request: those that would have an effect now, by name.

The transition table says what is legal in a state. What a move needs beside is offered only where
it is there; what depends on words that are still to be written is found when they are.

Source: docs/spec/desk.md, "Writing".
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from servanda.core.casework.case import Case
from servanda.core.casework.clarifications import Question
from servanda.core.casework.conditions import PRESERVATION
from servanda.core.casework.transitions import Actor, legal_events
from servanda.core.forms.moves import MOVES, Move
from servanda.core.identifiers import PartyId

_Needed: TypeAlias = Callable[[Case, datetime], bool]


def offered_moves(case: Case, *, us: PartyId, at: datetime) -> Iterator[Move]:
    """Yield the moves that `us` may make on `case` at a moment, in the order of the table."""
    actor = Actor.REQUESTER if case.requester == us else Actor.RESPONDER
    legal = frozenset(legal_events(case.state, actor))
    for name, move in MOVES.items():
        needed = _NEEDED.get(name)
        if legal.intersection(move.events) and (needed is None or needed(case, at)):
            yield move


def open_questions(case: Case) -> tuple[Question, ...]:
    """Return the questions without an answer, by number."""
    asked = (one for each in case.current.rounds for one in each.questions)
    return tuple(sorted((one for one in asked if one.result is None), key=lambda one: one.number))


def next_number(case: Case) -> int:
    """Return the number of the next question about a request; none is used twice."""
    asked = (one.number for each in case.current.rounds for one in each.questions)
    return max(asked, default=0) + 1


def _has_proposal(case: Case, _at: datetime) -> bool:
    return any(not one.is_notice and one.consented_at is None for one in case.current.extensions)


def _was_reminded(case: Case, _at: datetime) -> bool:
    asked = case.current.open_round
    return asked is not None and asked.reminded_at is not None


def _awaits_reply(case: Case, _at: datetime) -> bool:
    feedback = case.current.feedback
    return feedback is not None and feedback.replied_at is None


def _is_preserved(case: Case, at: datetime) -> bool:
    return case.kind == PRESERVATION and case.expires_at is not None and at <= case.expires_at


def _may_reopen(case: Case, at: datetime) -> bool:
    ended_at = case.current.answered_at or case.current.ended_at
    limit = timedelta(days=case.terms.reopening_days)
    return ended_at is not None and at - ended_at <= limit


_NEEDED: Final[Mapping[str, _Needed]] = {
    "answer-questions": lambda case, _at: bool(open_questions(case)),
    "consent-extension": _has_proposal,
    "lapse": _was_reminded,
    "reply-to-feedback": _awaits_reply,
    "renew": _is_preserved,
    "reopen": _may_reopen,
    "lower-urgency": lambda case, _at: case.urgency != "routine",
}
