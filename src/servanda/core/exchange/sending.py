"""How one's own statement comes to be receipted or refused: the sender's half of the exchange.

The states and the events between them are one table. What the counterpart's copy says about a
statement is read off its leaves here, and nowhere else.

Source: docs/spec/exchange.md, "Sending a statement".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from servanda.core.exchange.leaf import RECEIPT, REFUSAL, JudgedLeaf, VerifiedStatement
from servanda.core.identifiers import Digest
from servanda.core.statements.refusal import BODY_CODES

_FIRST_DELAY = timedelta(minutes=1)
_LONGEST_DELAY = timedelta(hours=6)
_DOUBLINGS = 9  # after these the longest delay is reached


class SendState(Enum):
    """Where one's own statement stands."""

    QUEUED = "queued"
    APPENDED = "appended"
    HEADED = "headed"
    HANDED_OVER = "handed_over"
    RECEIPTED = "receipted"
    REFUSED = "refused"


class SendEvent(Enum):
    """What happens to one's own statement.

    `COMMITTED`: its leaf is durable. `HEAD_SIGNED`: so is a signed head over it. `CARRIED`: some
    carrier took an envelope with it, which proves nothing. `COVERED`: the copy holds its
    receipt, and a receipt for each attachment. `TURNED_DOWN`: the copy holds a refusal of it
    that counts.
    """

    COMMITTED = "committed"
    HEAD_SIGNED = "head_signed"
    CARRIED = "carried"
    COVERED = "covered"
    TURNED_DOWN = "turned_down"


# What is not in the table cannot happen. A receipt may come before our own note of handing over
# (a crash between the two), and handing over goes on after it for the sake of other statements.
SEND_TRANSITIONS: Mapping[tuple[SendState, SendEvent], SendState] = {
    (SendState.QUEUED, SendEvent.COMMITTED): SendState.APPENDED,
    (SendState.APPENDED, SendEvent.HEAD_SIGNED): SendState.HEADED,
    (SendState.HEADED, SendEvent.CARRIED): SendState.HANDED_OVER,
    (SendState.HEADED, SendEvent.COVERED): SendState.RECEIPTED,
    (SendState.HEADED, SendEvent.TURNED_DOWN): SendState.REFUSED,
    (SendState.HANDED_OVER, SendEvent.CARRIED): SendState.HANDED_OVER,
    (SendState.HANDED_OVER, SendEvent.COVERED): SendState.RECEIPTED,
    (SendState.HANDED_OVER, SendEvent.TURNED_DOWN): SendState.REFUSED,
    (SendState.RECEIPTED, SendEvent.CARRIED): SendState.RECEIPTED,
    (SendState.RECEIPTED, SendEvent.COVERED): SendState.RECEIPTED,
    (SendState.RECEIPTED, SendEvent.TURNED_DOWN): SendState.REFUSED,
    (SendState.REFUSED, SendEvent.CARRIED): SendState.REFUSED,
    (SendState.REFUSED, SendEvent.COVERED): SendState.REFUSED,
    (SendState.REFUSED, SendEvent.TURNED_DOWN): SendState.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the counterpart's log says about one statement.

    Attributes:
        receipt: The first leaf that covers it; None: unreceipted since its own `time`.
        received_at: Time of receipt, UTC, as stated; with attachments the latest of all its
            receipts. None while anything is missing.
        missing: Attachments that no receipt lists.
        refusal: The refusal that takes effect, if any.
    """

    receipt: VerifiedStatement | None
    received_at: datetime | None
    missing: tuple[Digest, ...]
    refusal: VerifiedStatement | None

    @property
    def event(self) -> SendEvent | None:
        """What this means for the statement's state; None: nothing yet."""
        if self.refusal is not None:
            return SendEvent.TURNED_DOWN
        return None if self.received_at is None else SendEvent.COVERED


def next_send_state(state: SendState, event: SendEvent) -> SendState:
    """Return the state after `event`.

    Raises:
        ValueError: The event cannot happen in this state; a bug, or a store that was altered.
    """
    following = SEND_TRANSITIONS.get((state, event))
    if following is None:
        raise ValueError(f"expected no {event.value} in state {state.value}")
    return following


def receipt_of(statement: VerifiedStatement, others: Iterable[JudgedLeaf]) -> Delivery:
    """Return what the counterpart's leaves say about `statement`.

    Args:
        statement: One's own.
        others: Leaves of the counterpart's log by index, from any on that is not above the first
            that covers the statement and, with attachments, the first that lists one.
    """
    receipt: VerifiedStatement | None = None
    refusal: VerifiedStatement | None = None
    listed: dict[Digest, datetime] = {}
    for leaf in others:
        if not isinstance(leaf, VerifiedStatement):
            continue
        if receipt is None and leaf.header.seen.size > statement.index:
            receipt = leaf
        if statement.header.att and leaf.header.type == RECEIPT:
            for attachment in attachments_listed(leaf):
                listed.setdefault(attachment, leaf.header.time)
        if receipt is not None and refusal is None and _refuses(leaf, statement, receipt):
            refusal = leaf
    missing = tuple(digest for digest in statement.header.att if digest not in listed)
    received_at = None
    if receipt is not None and not missing:
        times = [listed[digest] for digest in statement.header.att]
        received_at = max([receipt.header.time, *times])
    return Delivery(receipt=receipt, received_at=received_at, missing=missing, refusal=refusal)


def attachments_listed(receipt: VerifiedStatement) -> tuple[Digest, ...]:
    """Return the attachments that a receipt says have come whole."""
    listed = receipt.header.facts.get("attachments", ())
    if not isinstance(listed, list | tuple):  # the schema allows nothing else
        return ()
    return tuple(Digest(str(digest)) for digest in listed)


def resend_after(attempts: int, *, asked: timedelta = timedelta(0)) -> timedelta:
    """Return how long to wait before sending again.

    Args:
        attempts: Sendings in vain so far.
        asked: How long the counterpart asks us to wait; nobody's signed word, so it counts up
            to the longest delay that we would come to by ourselves.
    """
    delay = _FIRST_DELAY * (1 << min(attempts, _DOUBLINGS))
    return min(max(delay, asked), _LONGEST_DELAY)


def is_resent_on_timer(leaves: Iterable[JudgedLeaf]) -> bool:
    """Return whether unreceipted leaves are sent again unasked: not if all are receipts."""
    return any(leaf.is_statement for leaf in leaves)


def _refuses(
    leaf: VerifiedStatement, statement: VerifiedStatement, receipt: VerifiedStatement
) -> bool:
    """Return whether `leaf` is a refusal of `statement` that takes effect by itself.

    Only for the body, which nobody else can judge, and only beside the first receipt: what was
    let stand cannot be refused later.
    """
    return (
        leaf.header.type == REFUSAL
        and leaf.header.ref == statement.digest
        and leaf.header.facts.get("code") in BODY_CODES
        and statement.header.body is not None
        and leaf.header.seen.size == receipt.header.seen.size
    )
