"""Reckon the verdicts of a case from its statements alone, as the maker and any reader do.

Source: docs/spec/dossier.md, "The verdicts"; docs/spec/deadlines.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from servanda.core.accords.terms import Terms
from servanda.core.casework.answer_clock import answer_state, extended_answer_state
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.fold import fold_casework
from servanda.core.casework.transitions import Clock
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    clarification_state,
    decision_state,
    feedback_state,
    right_of_reply_state,
    update_state,
)
from servanda.core.dossier.parts import DossierClock
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId, format_instant

EXTENDED_ANSWER = "extended_answer"


def reckon_clocks(
    case: Digest,
    counted: Iterable[Counted],
    *,
    terms: Mapping[Digest, Terms],
    parties: Sequence[PartyId],
    at: datetime,
) -> tuple[DossierClock, ...]:
    """Return the verdicts of the clocks of `case`.

    Args:
        case: Leaf hash of a request; an information or a call has no such clocks.
        counted: The statements of the case, of those it follows, and the calendars, in order.
        terms: Of every version that one of them names.
        parties: In the order of the accord.
        at: For clocks that run: when they are looked at.
    """
    casework = fold_casework(counted, terms=terms, parties=parties)
    return tuple(clocks_of(case, casework, at=at))


def difference(stated: Sequence[DossierClock], found: Sequence[DossierClock]) -> str:
    """Say where stated verdicts first differ from those that the statements give."""
    for one, other in zip(stated, found, strict=False):
        if one != other:
            return (
                f"expected {_told(other)}, as the statements of the dossier give, "
                f"found {_told(one)}"
            )
    return (
        f"expected {len(found)} verdicts, as the statements of the dossier give, "
        f"found {len(stated)}"
    )


def _told(one: DossierClock) -> str:
    told = [
        f"{one.clock} due {one.due_at or 'never'}",
        f"stopped {one.stopped_at}" if one.stopped_at else "running",
        f"margin {one.margin_seconds} s",
    ]
    told += [f"reopened {one.generation}"] if one.generation else []
    told += ["held"] if one.is_held else []
    told += ["provisional"] if one.is_provisional else []
    return ", ".join(told)


def clocks_of(leaf: Digest, casework: Casework, *, at: datetime) -> Iterator[DossierClock]:
    """Yield the verdicts of all clocks of a case that began, generation by generation."""
    case = casework.cases.get(leaf)
    if case is None:
        return
    for generation in case.generations:
        for clock, state in _states(case, generation, casework=casework, at=at):
            if state is not None:
                yield _shown_clock(clock, generation.number, state)


def _states(
    case: Case, generation: Generation, *, casework: Casework, at: datetime
) -> Sequence[tuple[str, ClockState | None]]:
    """Return every clock of a generation; None where it never began."""
    answer = answer_state(case, generation, casework=casework, at=at)
    extended = extended_answer_state(case, generation, casework=casework, at=at)
    return [
        (Clock.ACKNOWLEDGEMENT, acknowledgement_state(case, generation, casework=casework, at=at)),
        (Clock.DECISION, decision_state(case, generation, casework=casework, at=at)),
        (Clock.ANSWER, answer),
        (EXTENDED_ANSWER, extended if extended != answer else None),
        (Clock.UPDATE, update_state(case, generation, casework=casework, at=at)),
        *(
            (Clock.CLARIFICATION, clarification_state(case, asked, casework=casework, at=at))
            for asked in generation.rounds
            if asked.is_blocking
        ),
        (Clock.FEEDBACK, feedback_state(case, generation, casework=casework, at=at)),
        (Clock.RIGHT_OF_REPLY, right_of_reply_state(case, generation, casework=casework, at=at)),
    ]


def _shown_clock(clock: str, number: int, state: ClockState) -> DossierClock:
    verdict = state.verdict
    return DossierClock(
        clock=str(clock),
        generation=number,
        due_at="" if verdict is None else format_instant(verdict.due.at),
        stopped_at="" if verdict is None or verdict.stop is None else format_instant(verdict.stop),
        margin_seconds=0 if verdict is None else verdict.margin_seconds,
        is_held=state.is_held,
        is_provisional=verdict is not None and verdict.due.provisional,
    )
