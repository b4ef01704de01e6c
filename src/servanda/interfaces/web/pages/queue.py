"""What the page shows of the queue: open requests, the most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Digest, digest_from_hash
from servanda.interfaces.clocks import due_words
from servanda.usecases.casework.show_queue import Queue
from servanda.usecases.ports.casework import CaseRecord, DeadlineRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One open request on the page.

    Attributes:
        case: The request as it stands.
        leaf: Its leaf hash, as written.
        clock: The clock that runs out next, in words; empty if none runs.
        is_overdue: Whether that clock has run out.
        is_our_turn: Whether we have to act before it does.
        is_escalated: Whether a ladder about it is open.
    """

    case: CaseRecord
    leaf: Digest
    clock: str
    is_overdue: bool
    is_our_turn: bool
    is_escalated: bool


def queue_rows(queue: Queue, *, language: str) -> Sequence[QueueRow]:
    """Return the open requests, each with its clock that runs out first; those without one last."""
    clocks: dict[bytes, DeadlineRecord] = {}
    for deadline in queue.deadlines:
        clocks.setdefault(deadline.case, deadline)
    places = {leaf_hash: place for place, leaf_hash in enumerate(clocks)}
    cases = sorted(queue.cases, key=lambda case: places.get(case.leaf_hash, len(places)))
    return [
        _row(case, clocks.get(case.leaf_hash), queue=queue, language=language) for case in cases
    ]


def _row(
    case: CaseRecord, deadline: DeadlineRecord | None, *, queue: Queue, language: str
) -> QueueRow:
    return QueueRow(
        case=case,
        leaf=digest_from_hash(case.leaf_hash),
        clock="" if deadline is None else due_words(deadline, now=queue.now, language=language),
        is_overdue=deadline is not None and deadline.due_at < queue.now,
        is_our_turn=deadline is not None and deadline.is_ours,
        is_escalated=digest_from_hash(case.leaf_hash) in queue.escalated,
    )
