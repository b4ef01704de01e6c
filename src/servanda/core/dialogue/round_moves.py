"""What may be said of a round in which state, as a table.

Source: docs/spec/dialogue.md, "Between two nodes".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from servanda.core.dialogue.rounds import COMING, RoundState

_HELD = frozenset((RoundState.HELD, RoundState.OUTCOMES_PUBLISHED))
_NOT_OVER = COMING | _HELD
_PLANNED = frozenset((RoundState.PLANNED, RoundState.AGENDA_AGREED))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMove:
    """One row of the table.

    Attributes:
        states: Of the round, in which it has an effect.
        next_state: What follows; None where the state stays, or follows from what both said.
        is_once: Whether each side may say it only once.
    """

    states: frozenset[RoundState]
    next_state: RoundState | None = None
    is_once: bool = False


# By the `step` of the statement; `proposed` opens a round.
MOVES: Mapping[str, RoundMove] = {
    "confirmed": RoundMove(states=COMING),
    "agenda": RoundMove(states=COMING),
    "agenda_agreed": RoundMove(states=_PLANNED, next_state=RoundState.AGENDA_AGREED),
    "delegation": RoundMove(states=_NOT_OVER),
    "postponed": RoundMove(states=COMING, next_state=RoundState.POSTPONED),
    "cancelled": RoundMove(states=COMING, next_state=RoundState.CANCELLED),
    "held": RoundMove(states=_NOT_OVER, is_once=True),
    "followed_up": RoundMove(
        states=frozenset((RoundState.OUTCOMES_PUBLISHED,)), next_state=RoundState.FOLLOWED_UP
    ),
}
