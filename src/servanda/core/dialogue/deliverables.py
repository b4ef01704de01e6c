"""What was promised in an outcome, and what became of it.

Delivered is the owner's word, accepted the other side's. The acceptance test is stated
beforehand. Only both together carry over or drop it, or else a debtor could end its own debt;
carrying over moves the due day, keeps the first one, and is counted.

Source: docs/spec/dialogue.md, "Deliverables".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from servanda.core.identifiers import PartyId


class DeliverableState(StrEnum):
    """Where a deliverable stands."""

    OPEN = "open"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    DROPPED = "dropped"


class Mover(StrEnum):
    """Whose word a step is."""

    OWNER = "owner"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row of the table.

    Attributes:
        by: Whose word it is.
        states: In which it has an effect.
        next_state: What follows.
    """

    by: Mover
    states: frozenset[DeliverableState]
    next_state: DeliverableState


_OPEN, _DELIVERED, _DISPUTED = (
    DeliverableState.OPEN,
    DeliverableState.DELIVERED,
    DeliverableState.DISPUTED,
)
_UNSETTLED = frozenset((_OPEN, _DELIVERED, _DISPUTED))

MOVES: Mapping[str, Move] = {
    "delivered": Move(by=Mover.OWNER, states=frozenset((_OPEN, _DISPUTED)), next_state=_DELIVERED),
    "accepted": Move(
        by=Mover.OTHER,
        states=frozenset((_DELIVERED, _DISPUTED)),
        next_state=DeliverableState.ACCEPTED,
    ),
    "disputed": Move(by=Mover.OTHER, states=frozenset((_DELIVERED,)), next_state=_DISPUTED),
    "carried_over": Move(by=Mover.BOTH, states=_UNSETTLED, next_state=_OPEN),
    "dropped": Move(by=Mover.BOTH, states=_UNSETTLED, next_state=DeliverableState.DROPPED),
}
CARRIED_OVER = "carried_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One thing said about a deliverable.

    Attributes:
        step: One of `MOVES`.
        by: Who says it; None for both together.
        on: The day; None where it is not known.
        due: With `carried_over`, the new due day; None where none was named.
        text: Why, or what was done, by language.
        source: Where it was found, with its mark; empty for what came as a statement.
    """

    step: str
    by: PartyId | None
    on: date | None = None
    due: date | None = None
    text: Mapping[str, str]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """One promise with a date and a test.

    Attributes:
        key: Names it in the dialogue.
        round_key: The round whose outcome has it.
        owner: Who owes it; None where both do, so that each takes the other's word.
        text: What is promised, by language.
        acceptance_test: What will show that it was kept, by language; empty where none was
            stated, which is shown.
        first_due: As first agreed; None where no day was named.
        source: Where it was found, with its mark; empty for what came as a statement.
        due: As it is now.
        state: Where it stands.
        last_by: Who said that last.
        carried_over: How often the due day was moved.
        progress: All that was said and had an effect, in its order.
        without_effect: What was said and had none.
    """

    key: str
    round_key: str
    owner: PartyId | None
    text: Mapping[str, str]
    acceptance_test: Mapping[str, str]
    first_due: date | None
    source: str = ""
    due: date | None = None
    state: DeliverableState = DeliverableState.OPEN
    last_by: PartyId | None = None
    carried_over: int = 0
    progress: tuple[Progress, ...] = ()
    without_effect: tuple[Progress, ...] = ()

    def __post_init__(self) -> None:
        if not self.progress and self.due is None:
            object.__setattr__(self, "due", self.first_due)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed any more."""
        return self.state in {DeliverableState.ACCEPTED, DeliverableState.DROPPED}

    def is_overdue(self, today: date) -> bool:
        """Say whether the owner has not delivered though the due day is past."""
        is_owed = self.state in {DeliverableState.OPEN, DeliverableState.DISPUTED}
        return is_owed and self.due is not None and self.due < today


def advance(deliverable: Deliverable, said: Progress) -> Deliverable:
    """Return `deliverable` after `said`; what is not legal is kept and has no effect."""
    move = MOVES.get(said.step)
    if (
        move is None
        or deliverable.state not in move.states
        or not _may(move.by, said, deliverable=deliverable)
    ):
        return replace(deliverable, without_effect=(*deliverable.without_effect, said))
    is_moved = said.step == CARRIED_OVER
    return replace(
        deliverable,
        state=move.next_state,
        last_by=said.by,
        due=said.due if is_moved else deliverable.due,
        carried_over=deliverable.carried_over + is_moved,
        progress=(*deliverable.progress, said),
    )


def advance_all(deliverable: Deliverable, said: Sequence[Progress]) -> Deliverable:
    """Return `deliverable` after everything in `said`, in its order."""
    for one in said:
        deliverable = advance(deliverable, one)
    return deliverable


def _may(mover: Mover, said: Progress, *, deliverable: Deliverable) -> bool:
    if said.by is None or mover is Mover.BOTH:
        return said.by is None
    if deliverable.owner is None:
        # Both owe it: whoever says "delivered" cannot accept it too.
        return mover is Mover.OWNER or said.by != deliverable.last_by
    return (said.by == deliverable.owner) is (mover is Mover.OWNER)
