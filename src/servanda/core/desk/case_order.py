"""In which order the queue is read, and where in it one page ends and the next begins.

A place is the time and the name of the last row shown, never a count: rows that come or go while
somebody reads on are neither skipped nor shown twice.

Source: docs/spec/desk.md, "Queue".
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from typing_extensions import override

from servanda.core.errors import InvalidInputError

# Later than any clock: where none runs. 9999-12-31T23:59:59Z, the last instant that is written.
NO_CLOCK: Final = 253_402_300_799
_PLACE: Final = re.compile(r"(-?[0-9]{1,12})\.([0-9a-f]{64})")


class InvalidPlaceError(InvalidInputError):
    """Where a page of a list is to begin is no place in it."""

    code: ClassVar[str] = "invalid-place"


class CaseOrder(StrEnum):
    """In which order requests are listed."""

    DUE = "due"  # by the clock that runs out next; where none runs, last
    NEWEST = "newest"  # by receipt of the request
    OLDEST = "oldest"
    CHANGED = "changed"  # by receipt of the last statement about it, newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlace:
    """After which row a page begins.

    Attributes:
        seconds: The time that the row is ordered by, since 1970.
        leaf_hash: The row's request, which tells apart rows of one second.
    """

    seconds: int
    leaf_hash: bytes

    @override
    def __str__(self) -> str:
        """Return it as it stands in an address."""
        return f"{self.seconds}.{self.leaf_hash.hex()}"


def parse_order(name: str) -> CaseOrder:
    """Return the order that is named; the usual one where none is known by that name."""
    return CaseOrder(name) if name in {order.value for order in CaseOrder} else CaseOrder.DUE


def parse_place(written: str) -> CasePlace:
    """Return the place that `str` wrote.

    Raises:
        InvalidPlaceError: It is none.
    """
    found = _PLACE.fullmatch(written)
    if found is None:
        raise InvalidPlaceError(f"expected SECONDS.HASH, found {written!r:.100}")
    return CasePlace(seconds=int(found[1]), leaf_hash=bytes.fromhex(found[2]))
