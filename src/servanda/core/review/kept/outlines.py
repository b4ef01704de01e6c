"""An outline of a log, and what its leaves name, as bytes to keep.

Made by us and read by us alone; a format that is not this one is not read, and the outline is
made again from the leaves.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

import struct
import sys
from array import array
from dataclasses import dataclass, field

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.errors import CounterpartError
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.exchange.outline import LogOutline
from servanda.core.identifiers import Digest
from servanda.core.review.kept.naming import LogNaming

_FORMAT = "servanda-outline/1"
_LENGTH = struct.Struct("<Q")
_IS_SWAPPED = sys.byteorder == "big"  # what is kept is little-endian


@dataclass(frozen=True, slots=True)
class KeptOutline:
    """What is kept of a log.

    Attributes:
        outline: When and after what its leaves were said.
        naming: What they name.
    """

    outline: LogOutline = field(default_factory=LogOutline)
    naming: LogNaming = field(default_factory=LogNaming)

    def take(self, leaf: JudgedLeaf) -> None:
        """Add the next leaf."""
        self.outline.take(leaf)
        self.naming.take(leaf)


def encode_outline(kept: KeptOutline) -> bytes:
    """Return the bytes to keep."""
    outline, naming = kept.outline, kept.naming
    head: JsonObject = {
        "v": _FORMAT,
        "last": naming.last.hex(),
        "type_names": outline.type_names,
        "listing": outline.listing,
        "refusals": [[leaf, size, at] for (leaf, size), at in outline.refusals.items()],
        "openings": [[at, leaf.hex()] for at, leaf in naming.openings.items()],
        "others": [[at, leaf.hex()] for at, leaf in naming.others.items()],
    }
    parts = [
        canonical.encode(head),
        bytes(outline.flags),
        bytes(outline.types),
        _little(outline.times),
        _little(outline.seen_sizes),
        _little(outline.covering),
        bytes(naming.refs),
    ]
    return b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def decode_outline(data: bytes) -> KeptOutline | None:
    """Return what was kept; None if it is of another format, or damaged."""
    try:
        head, flags, types, times, seen_sizes, covering, refs = _parts(data)
        value = canonical.parse_object(head)
        if value.get("v") != _FORMAT:
            return None
        kept = KeptOutline()
        outline, naming = kept.outline, kept.naming
        outline.restore_types([str(name) for name in _list(value["type_names"])], bytearray(types))
        outline.flags = bytearray(flags)
        outline.times = _array("q", times)
        outline.seen_sizes = _array("I", seen_sizes)
        outline.covering = _array("I", covering)
        listing = value["listing"]
        if not isinstance(listing, dict):
            return None
        outline.listing = {str(name): _int(at) for name, at in listing.items()}
        for leaf, size, at in map(_list, _list(value["refusals"])):
            outline.refusals[Digest(str(leaf)), _int(size)] = _int(at)
        naming.last = bytes.fromhex(str(value["last"]))
        naming.refs = bytearray(refs)
        for kept_in, name in ((naming.openings, "openings"), (naming.others, "others")):
            for at, leaf in map(_list, _list(value[name])):
                kept_in[_int(at)] = bytes.fromhex(str(leaf))
    except (CounterpartError, ValueError, KeyError, TypeError, struct.error):
        return None
    return kept


def _parts(data: bytes) -> list[bytes]:
    parts, at = list[bytes](), 0
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        at += length
        if at > len(data):
            raise ValueError("expected as many bytes as were kept")
        parts.append(data[at - length : at])
    return parts


def _little(numbers: "array[int]") -> bytes:
    if not _IS_SWAPPED:
        return numbers.tobytes()
    swapped = array(numbers.typecode, numbers)
    swapped.byteswap()
    return swapped.tobytes()


def _array(typecode: str, data: bytes) -> "array[int]":
    numbers: array[int] = array(typecode, data)
    if _IS_SWAPPED:
        numbers.byteswap()
    return numbers


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("expected a list")
    return value


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("expected a number")
    return value
