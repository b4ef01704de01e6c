"""Spread work over a Dask cluster: the extra `cluster`.

A cluster runs whatever is sent to it, so it is as trusted as the node: use it on machines and a
network of your own, with `tls://` addresses between machines.

Source: docs/decisions/0028-dask-spreads-work-over-machines.md; docs/how-to/cluster.md.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.evidence.corpus.spread import Item, Result, Shared, Spread

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local:"
MAX_LOCAL_WORKERS = 256
AHEAD = 4  # batches for each worker that are under way: no worker waits, no corpus is in memory
WAIT_SECONDS = 20  # for a scheduler that does not answer


class NoClusterError(MisconfiguredError):
    """The engine is not installed, or the cluster does not answer."""

    code: ClassVar[str] = "no-cluster"


class DaskSpread(Spread):
    """Fills the port from a connected client."""

    def __init__(self, client: "Client", *, workers: int) -> None:
        super().__init__()
        self._client = client
        self._under_way = AHEAD * max(1, workers)

    @override
    def each(
        self,
        work: Callable[[Item, Shared], Result],
        items: Iterable[Item],
        *,
        shared: Shared,
    ) -> Iterator[Result]:
        # The engine ships types for some of its functions and not for this one.
        sent = self._client.scatter(  # type: ignore[no-untyped-call]
            shared, broadcast=True, hash=False
        )
        rest = iter(items)
        # pure=False: two equal items are two pieces of work, and nothing is kept between runs.
        waiting = deque(
            self._client.submit(work, item, sent, pure=False)
            for item in islice(rest, self._under_way)
        )
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(
                self._client.submit(work, item, sent, pure=False) for item in islice(rest, 1)
            )


@contextmanager
def dask_spread(address: str) -> Iterator[DaskSpread]:
    """Return a context with the cluster at `address`.

    Args:
        address: `tls://HOST:PORT` or `tcp://HOST:PORT` of a scheduler; or `local:N`, a cluster of
            N workers on this machine, on the loopback interface alone, gone at the end.

    Raises:
        InvalidInputError: It is no such address.
        NoClusterError: The engine is not installed, or nothing answers there.
    """
    workers = _local_workers(address)
    if workers is None and not address.startswith(("tls://", "tcp://")):
        raise InvalidInputError(f"expected tls://, tcp:// or {LOCAL}N, found {address!r:.60}")
    if find_spec("distributed") is None:
        raise NoClusterError("the engine is not installed; install servanda[cluster]")
    distributed = import_module("distributed")
    try:
        if workers is None:
            with distributed.Client(address, timeout=WAIT_SECONDS) as client:
                yield DaskSpread(client, workers=len(client.scheduler_info()["workers"]))
            return
        with (
            distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield DaskSpread(client, workers=workers)
    except OSError as error:
        raise NoClusterError(f"no cluster answers at {address}: {error}") from error


def _local_workers(address: str) -> int | None:
    """Return the workers of `local:N`, or None for another address."""
    if not address.startswith(LOCAL):
        return None
    number = address.removeprefix(LOCAL)
    if not number.isdecimal() or not 1 <= int(number) <= MAX_LOCAL_WORKERS:
        raise InvalidInputError(
            f"expected {LOCAL} and 1 to {MAX_LOCAL_WORKERS} workers, found {address!r:.60}"
        )
    return int(number)
