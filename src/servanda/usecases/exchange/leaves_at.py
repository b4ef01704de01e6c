"""Read many leaves that stand here and there in the logs with few questions to the store."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import LeafRecord
from servanda.usecases.upkeep.integrity import damaged_leaf

# One question costs as much as some leaves read in vain, and a range is held in memory whole.
_MAX_GAP = 16
_MAX_RANGE = 1_000


class LeafSource(Protocol):
    """Whatever gives ranges of leaves."""

    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        """Return leaves of a log, in order."""
        ...


def leaves_at(
    places: Iterable[tuple[Origin, int]], *, logs: LeafSource
) -> Iterator[tuple[Origin, LeafRecord]]:
    """Yield the leaves at `places`, log by log and in order, each once.

    Args:
        places: Log and index, in any order.
        logs: Where they are.

    Raises:
        LogDamagedError: One of them is not there.
    """
    in_order = sorted(set(places), key=lambda place: (str(place[0]), place[1]))
    for origin, of_log in groupby(in_order, key=lambda place: place[0]):
        for wanted in _ranges(index for _, index in of_log):
            records = {one.index: one for one in logs.leaves(origin, wanted[0], wanted[-1] + 1)}
            for index in wanted:
                if index not in records:
                    raise damaged_leaf(origin, index)
                yield origin, records[index]


def _ranges(indexes: Iterable[int]) -> Iterator[list[int]]:
    """Yield ascending indexes in groups that are worth one question."""
    group: list[int] = []
    for index in indexes:
        if group and (index - group[-1] > _MAX_GAP or index - group[0] >= _MAX_RANGE):
            yield group
            group = []
        group.append(index)
    if group:
        yield group
