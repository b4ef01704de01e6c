"""A log reduced to what counting and ordering need of it: some twenty bytes a leaf.

A review asks of most leaves only when and after what they were said. The outline of a log is
made in one pass, or while the log is judged; the leaves themselves are then read again only
where they matter. So a log of millions can be reviewed without being held in memory.

Used by `order`, and filled by the verifier of a bundle on its way.

Source: docs/spec/cut-and-order.md, "Counted statements".
"""

from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from servanda.core.exchange.leaf import (
    RECEIPT,
    REFUSAL,
    JudgedLeaf,
    RejectedLeaf,
    VerifiedStatement,
)
from servanda.core.identifiers import Digest
from servanda.core.statements.refusal import BODY_CODES

# Bits of `LogOutline.flags`.
VALID = 1
STATEMENT = 2
CONFLICT = 4
HAS_BODY = 8
HAS_ATTACHMENTS = 16

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class LogOutline:
    """The outline of one log; grows leaf by leaf, owned by whoever feeds it.

    Attributes:
        flags: For each leaf the bits above; 0 for one without effect.
        types: For each leaf the place of its type in `type_names`; 0 for one without effect.
        type_names: The types met, in the order met; the first stands for none.
        times: For each leaf its time, in seconds from 1970 on.
        seen_sizes: For each leaf its `seen.size`.
        covering: For each leaf of the other log that is receipted: the index of the first leaf
            here that covers it. As `seen.size` never falls, those without receipt come at the
            end.
        listing: For each attachment: the index of the first receipt here that lists it.
        refusals: For each refusal for a body here, by statement and `seen.size`: its index.
    """

    __slots__ = (
        "_type_numbers",
        "covering",
        "flags",
        "listing",
        "refusals",
        "seen_sizes",
        "times",
        "type_names",
        "types",
    )

    def __init__(self) -> None:
        """Start with an empty log."""
        self.flags = bytearray()
        self.types = bytearray()
        self.type_names: list[str] = [""]
        self.times: array[int] = array("q")
        # 32 bits: places in logs, which do not come near that many leaves.
        self.seen_sizes: array[int] = array("I")
        self.covering: array[int] = array("I")
        self.listing: dict[str, int] = {}
        self.refusals: dict[tuple[Digest, int], int] = {}
        self._type_numbers: dict[str, int] = {}

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self.flags)

    def take(self, leaf: JudgedLeaf) -> None:
        """Add the next leaf."""
        if isinstance(leaf, RejectedLeaf):
            self.flags.append(0)
            self.types.append(0)
            self.times.append(0)
            self.seen_sizes.append(0)
            return
        header = leaf.header
        type_name, seen_size = header.type, header.seen.size
        number = self._type_numbers.get(type_name)
        if number is None:
            number = self._number_type(type_name)
        self.types.append(number)
        self.times.append(seconds_of(header.time))
        self.seen_sizes.append(seen_size)
        new = seen_size - len(self.covering)
        if new > 0:
            self.covering.extend([leaf.index] * new)
        flags = VALID
        if type_name != RECEIPT:
            flags |= STATEMENT
        if leaf.marks:
            flags |= CONFLICT
        if header.body is not None:
            flags |= HAS_BODY
        if header.att:
            flags |= HAS_ATTACHMENTS
        self.flags.append(flags)
        if type_name in (RECEIPT, REFUSAL):
            self._take_answer(leaf)

    def type_at(self, index: int) -> str:
        """Return the type of a leaf; empty for one without effect."""
        return self.type_names[self.types[index]]

    def restore_types(self, names: list[str], types: bytearray) -> None:
        """Put the types back, as they were kept."""
        self.type_names, self.types = names, types
        self._type_numbers = {name: number for number, name in enumerate(names) if name}

    def _number_type(self, type_name: str) -> int:
        number = len(self.type_names)
        self.type_names.append(type_name)
        self._type_numbers[type_name] = number
        return number

    def _take_answer(self, leaf: VerifiedStatement) -> None:
        header = leaf.header
        if header.type == RECEIPT:
            attachments = header.facts.get("attachments")
            if isinstance(attachments, list | tuple):
                for attachment in attachments:
                    self.listing.setdefault(str(attachment), leaf.index)
        elif header.ref is not None and header.facts.get("code") in BODY_CODES:
            self.refusals.setdefault((header.ref, header.seen.size), leaf.index)


def outline_of(leaves: Iterable[JudgedLeaf]) -> LogOutline:
    """Return the outline of a log."""
    outline = LogOutline()
    for leaf in leaves:
        outline.take(leaf)
    return outline


def seconds_of(instant: datetime) -> int:
    """Return `instant`, of whole seconds, as seconds from 1970 on."""
    return (instant - _EPOCH) // _SECOND


@lru_cache(maxsize=1_024)  # what one receipt covers shares its time, and so one object for it
def instant_of(seconds: int) -> datetime:
    """Return the UTC instant that is `seconds` from 1970 on."""
    return _EPOCH + timedelta(seconds=seconds)
