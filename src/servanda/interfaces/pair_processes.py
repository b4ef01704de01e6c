"""Check several pairs at once, each in a process that opens the node for itself.

Pairs have nothing in common but the store. A process holds one pair at a time, so the memory
grows with the number of processes and not with that of the pairs.

Used by `servanda rebuild --check`. Source:
docs/decisions/0055-pairs-are-checked-by-as-many-processes-as-there-are-cores.md.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import ClassVar, TypeAlias

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import Origin
from servanda.interfaces.collector import no_collecting
from servanda.usecases.ports.attachments import Progress
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.upkeep.check_pair import PairCheck, check_pair
from servanda.usecases.upkeep.rebuild_projections import CheckPairs
from servanda.wiring import Node

# A process takes about a second to open the node, in which one core checks so many leaves.
MIN_LEAVES = 5_000

_TOLD_EACH = 256  # leaves judged; each word to the parent costs both of them some microseconds

OpenNode: TypeAlias = Callable[[], Node]  # called in another process, so it must be picklable


class CheckEndedError(MisconfiguredError):
    """A process that checked a pair ended without a result, most likely for want of memory."""

    code: ClassVar[str] = "check-ended"


@dataclass(kw_only=True, eq=False)
class _Worker:
    """One process, and what it is at.

    Attributes:
        process: The process.
        connection: Pairs go out; progress, results and errors come in.
        own: The pair it is checking; None when it is idle.
    """

    process: SpawnProcess
    connection: Connection
    own: Origin | None = None


def checked_by(processes: int, *, open_node: OpenNode) -> CheckPairs:
    """Return what checks pairs in up to so many processes, each of which calls `open_node`."""
    return partial(_check_pairs, processes=processes, open_node=open_node)


def _check_pairs(
    pairs: Sequence[PairRecord], progress: Progress | None, *, processes: int, open_node: OpenNode
) -> Sequence[PairCheck]:
    """Return what was found of each pair, in their order; no process is left over.

    Raises:
        LogDamagedError: As the first process found it; the others are ended.
        CheckEndedError: A process ended before its result.
    """
    # The largest first, so that no core is left alone with a large one at the end.
    waiting = sorted(pairs, key=lambda pair: pair.own_size + pair.copy_size)
    found: dict[Origin, PairCheck] = {}
    with _workers(min(processes, len(pairs)), open_node) as workers:
        while waiting or len(found) < len(pairs):
            for worker in workers:
                if worker.own is None and waiting:
                    worker.own = waiting.pop().own
                    _give(worker, worker.own)
            busy = [worker for worker in workers if worker.own is not None]
            ready = wait([worker.connection for worker in busy])
            for worker in busy:
                if worker.connection in ready:
                    told = _told(worker)
                    if isinstance(told, PairCheck):
                        found[told.own], worker.own = told, None
                    elif progress is not None:
                        progress(told)
    return [found[pair.own] for pair in pairs]


@contextmanager
def _workers(number: int, open_node: OpenNode) -> Iterator[Sequence[_Worker]]:
    """Return a context with so many processes; at its end, however it comes, none is left."""
    # Fresh processes, for what is open here (a database, a thread) must not be used by two.
    context = get_context("spawn")
    workers: list[_Worker] = []
    try:
        for _ in range(number):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, open_node), daemon=True)
            process.start()
            theirs.close()  # so that a process that ends is seen to have ended
            workers.append(_Worker(process=process, connection=ours))
        yield workers
        for worker in workers:
            worker.connection.close()  # the process closes its node and ends
            worker.process.join()
    finally:
        for worker in workers:
            worker.process.terminate()
            worker.process.join()


def _give(worker: _Worker, own: Origin) -> None:
    with suppress(BrokenPipeError):  # it ended; the next word from it says so
        worker.connection.send(own)


def _told(worker: _Worker) -> int | PairCheck:
    try:
        told: int | PairCheck | ServandaError = worker.connection.recv()
    except (EOFError, ConnectionResetError) as error:
        raise CheckEndedError(
            f"{worker.own}: expected the result of its check, but the process ended without; "
            f"if memory was short, run it again with fewer `--processes`"
        ) from error
    if isinstance(told, ServandaError):
        raise told
    return told


def _work(connection: Connection, open_node: OpenNode) -> None:
    """Check one pair after the other, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    node = open_node()
    try:
        while True:
            own = connection.recv()
            connection.send(_checked(own, connection, node))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # whoever started us has all results, or is gone
    finally:
        node.close()


def _checked(own: Origin, connection: Connection, node: Node) -> PairCheck | ServandaError:
    judged = 0

    def tell(done: int) -> None:
        nonlocal judged
        judged += done
        if judged >= _TOLD_EACH:
            connection.send(judged)
            judged = 0

    try:
        with no_collecting():
            found = check_pair(own, progress=tell, services=node.services)
    except ServandaError as error:
        return error
    connection.send(judged)
    return found
