"""Work on many items, one by itself: here, or spread over machines; always in their order.

Source: docs/decisions/0028-dask-spreads-work-over-machines.md.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from typing_extensions import override

Item = TypeVar("Item")
Shared = TypeVar("Shared")
Result = TypeVar("Result")


class Spread(Protocol):
    """Where work is done.

    Every implementation must return the results in the order of the items, and raise what the
    work raised; the work is a function of a module, and all that it is given can be pickled
    (tests/cluster/test_spread_contract.py).
    """

    def each(
        self,
        work: Callable[[Item, Shared], Result],
        items: Iterable[Item],
        *,
        shared: Shared,
    ) -> Iterator[Result]:
        """Yield `work(item, shared)` for each item.

        Args:
            work: A pure function.
            items: Read as results are taken, a few ahead.
            shared: Sent once to each machine.
        """
        ...


class Here(Spread):
    """One after the other, in this process."""

    @override
    def each(
        self,
        work: Callable[[Item, Shared], Result],
        items: Iterable[Item],
        *,
        shared: Shared,
    ) -> Iterator[Result]:
        for item in items:
            yield work(item, shared)
