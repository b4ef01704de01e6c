"""Where the threads that receive envelopes wait for the one thread that appends.

Opening an envelope needs no lock, so many threads do it. What comes out waits here; the
sequencer takes all that waits at once, which makes one commit of many envelopes. Memory is
bounded: beyond the limits nothing is taken, and the carrier says so.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock
from typing import ClassVar

from servanda.core.errors import ServandaError
from servanda.usecases.pair_step import OpenedRun
from servanda.usecases.sequence_statements import RunOutcome

MAX_BATCH = 256  # of one step; more only makes the first one wait longer
MAX_WAITING = 1_024
MAX_WAITING_BYTES = 128 * 1024 * 1024  # eight of the largest envelopes


class IntakeFullError(ServandaError):
    """More waits than memory is kept for; nothing was taken, and the sender tries again."""

    code: ClassVar[str] = "intake-full"


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
    _count: int = 0
    _bytes: int = 0

    def put(self, opened: OpenedRun, *, size: int) -> "Future[RunOutcome]":
        """Let `opened` wait for the sequencer.

        Raises:
            IntakeFullError: Too much waits already.
        """
        with self._lock:
            if self._count >= MAX_WAITING or self._bytes + size > MAX_WAITING_BYTES:
                raise IntakeFullError(f"{self._count} envelopes wait for the sequencer")
            self._count += 1
            self._bytes += size
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
            self._count -= len(taken)
            self._bytes -= sum(waiting.size for waiting in taken)
        return taken
