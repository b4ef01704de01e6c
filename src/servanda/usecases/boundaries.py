"""The points between the steps of sending and receiving, where a node may die.

Everything durable a node does lies between two of these. The simulator stops at each, tests
kill a real process at each, and a demonstration shows one: whatever had been done before the
point is found again, whatever had not is done by start-up or by a resend.

Source: docs/reference/step-boundaries.md, which says what is durable at each.
"""

from typing import Final, Protocol

from typing_extensions import override

QUEUED: Final = "statement.queued"
OPENED: Final = "envelope.opened"
JUDGED: Final = "step.judged"
SIGNED: Final = "step.signed"
COMMITTED: Final = "step.committed"
HEAD_SIGNED: Final = "head.signed"
HEAD_FILED: Final = "head.filed"
HEAD_STORED: Final = "head.stored"
ANSWER_SEALED: Final = "answer.sealed"
ANSWER_OWED: Final = "answer.owed"
DELIVERY_SEALED: Final = "delivery.sealed"
DELIVERY_HANDED_OVER: Final = "delivery.handed_over"
DELIVERY_RECORDED: Final = "delivery.recorded"
KEYS_SAVED: Final = "keys.saved"
SHEET_DRAFTED: Final = "sheet.drafted"
CARD_SAVED: Final = "card.saved"
KEYS_REPLACED: Final = "keys.replaced"
SEEDS_DESTROYED: Final = "seeds.destroyed"

# In the order in which one statement passes them, from its sender to its answer.
BOUNDARIES: Final[tuple[str, ...]] = (
    QUEUED,  # the statement waits in the queue; nothing is signed
    OPENED,  # nothing new: the envelope is with its carrier
    JUDGED,  # nothing new: the verdicts are in memory
    SIGNED,  # nothing new: our leaves are signed in memory, and shown to nobody
    COMMITTED,  # leaves, bodies, projections and what the outbox owes; no head covers them
    HEAD_SIGNED,  # the same: the head is signed in memory
    HEAD_FILED,  # the head stands in the head file, not in the store
    HEAD_STORED,  # the head stands in both; what it covers may leave the node
    ANSWER_SEALED,  # the same: the answer is sealed in memory
    ANSWER_OWED,  # the outbox knows that an answer is owed
    DELIVERY_SEALED,  # nothing new: the envelope is in memory
    DELIVERY_HANDED_OVER,  # the carrier has the envelope; the outbox does not know it yet
    DELIVERY_RECORDED,  # the outbox knows when to send again
)

# In the order in which a rotation of keys passes them, beside those of the step that it takes.
ROTATION_BOUNDARIES: Final[tuple[str, ...]] = (
    KEYS_SAVED,  # the seed of a new KEM key; no leaf names it
    SHEET_DRAFTED,  # the seeds of a new sheet, beside those in use; nothing names them
    CARD_SAVED,  # our card has the new sheet; its seeds wait beside those in use
    KEYS_REPLACED,  # the new seeds are in use; a copy of them still waits
    SEEDS_DESTROYED,  # seeds that nobody seals to any more are gone
)


class Boundaries(Protocol):
    """Is told of each boundary reached.

    Every implementation must return at once or not at all, and be usable from several threads.
    """

    def reached(self, name: str) -> None:
        """Take note that the boundary `name`, of one of the lists above, is reached."""
        ...


class NoStop(Boundaries):
    """Goes on at every boundary: what every node does that is not being tried."""

    @override
    def reached(self, name: str) -> None:
        """Do nothing."""
