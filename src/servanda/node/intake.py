"""Where the threads that receive envelopes wait for the one thread that appends.

Opening an envelope needs no lock, so many threads do it. What comes out waits here; the
sequencer takes all that waits at once, which makes one commit of many envelopes. Memory is
bounded: beyond the limits nothing is taken, and the carrier says so. One counterpart has a share
of it, so that a flood of one leaves room, and threads of the listener, to the others.

Whose envelope it is follows from the name in it, which at this point nobody has signed. A
counterpart that floods in another's name takes from that one's share what it would otherwise take
from everybody.
"""

from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock
from typing import ClassVar

from servanda.core.errors import ServandaError
from servanda.core.identifiers import PartyId
from servanda.usecases.exchange.pair_step import OpenedRun
from servanda.usecases.exchange.sequence_statements import RunOutcome

MAX_BATCH = 256  # of one step; more only makes the first one wait longer
MAX_WAITING = 1_024
MAX_WAITING_BYTES = 128 * 1024 * 1024  # eight of the largest envelopes
# Of one counterpart. A node sends to each from one thread, so a share that is used up is a flood;
# and as each waits with a thread of the listener, half of those stay free for the others.
MAX_WAITING_OF_ONE = 32
MAX_WAITING_BYTES_OF_ONE = MAX_WAITING_BYTES // 2


class IntakeFullError(ServandaError):
    """More waits than memory is kept for; nothing was taken, and the sender tries again."""

    code: ClassVar[str] = "intake-full"


class IntakeShareError(ServandaError):
    """One counterpart has sent more than its share; nothing was taken, and it is told to wait."""

    code: ClassVar[str] = "intake-share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One opened run and whom to tell what became of it.

    Attributes:
        opened: The run.
        size: Bytes of its envelope, as counted against the limit.
        outcome: Set by the sequencer after its commit, or its failure.
    """

    opened: OpenedRun
    size: int
    outcome: "Future[RunOutcome]"


@dataclass(slots=True)
class Intake:
    """The queue; `put` from any thread, `take` from the sequencer's alone."""

    _queue: "SimpleQueue[Waiting]" = field(default_factory=SimpleQueue)
    _lock: Lock = field(default_factory=Lock)
    _count: "Counter[PartyId]" = field(default_factory=Counter)
    _bytes: "Counter[PartyId]" = field(default_factory=Counter)

    def put(self, opened: OpenedRun, *, size: int) -> "Future[RunOutcome]":
        """Let `opened` wait for the sequencer.

        Raises:
            IntakeFullError: Too much waits already.
            IntakeShareError: Too much of this counterpart waits already.
        """
        party = opened.run.origin.from_party
        with self._lock:
            self._require_room(party, size)
            self._count[party] += 1
            self._bytes[party] += size
        waiting = Waiting(opened=opened, size=size, outcome=Future())
        self._queue.put(waiting)
        return waiting.outcome

    def take(self, *, timeout_seconds: float) -> list[Waiting]:
        """Return all that waits, at most a batch; wait for the first one up to the timeout."""
        taken: list[Waiting] = []
        try:
            taken.append(self._queue.get(timeout=timeout_seconds))
            while len(taken) < MAX_BATCH:
                taken.append(self._queue.get_nowait())
        except Empty:
            pass
        with self._lock:
            for waiting in taken:
                self._forget(waiting)
        return taken

    def _require_room(self, party: PartyId, size: int) -> None:
        count, waiting_bytes = self._count[party], self._bytes[party]
        if count >= MAX_WAITING_OF_ONE or waiting_bytes + size > MAX_WAITING_BYTES_OF_ONE:
            raise IntakeShareError(f"{count} envelopes of {party} wait for the sequencer")
        if self._count.total() >= MAX_WAITING or self._bytes.total() + size > MAX_WAITING_BYTES:
            raise IntakeFullError(f"{self._count.total()} envelopes wait for the sequencer")

    def _forget(self, waiting: Waiting) -> None:
        party = waiting.opened.run.origin.from_party
        self._count[party] -= 1
        self._bytes[party] -= waiting.size
        if not self._count[party]:  # any confirmed counterpart, but not for ever
            del self._count[party], self._bytes[party]
