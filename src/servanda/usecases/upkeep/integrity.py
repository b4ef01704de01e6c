"""Compare stored leaves with their hashes and with what was signed; name the leaf that differs.

An administrator who edits a row cannot also edit the hashes: tiles, the links from leaf to
leaf, the signed heads, the head file and the counterpart's copy all repeat them.

Source: docs/spec/own-safety.md, "What is compared when".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tiles import TILE_WIDTH
from servanda.core.tlog.tree import Frontier
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.ports.outside import Head
from servanda.usecases.ports.records import CheckpointRecord, LeafRecord
from servanda.usecases.ports.store import LogReader

# Leaves of each log compared before each head: a small log whole, a large one in turn.
ROLLING_LEAVES = 64

_HASH_BYTES = 32


class LogDamagedError(MisconfiguredError):
    """Stored leaves are not those that were signed; the message names the first that differs."""

    code: ClassVar[str] = "log-damaged"


def require_extends_head(origin: Origin, *, pair: PairState, head: Head | None) -> None:
    """Require that the log in `pair` begins with the log of `head`.

    Raises:
        BehindHeadError: It is shorter, or another log.
    """
    if head is None:
        return
    roots = pair.log(origin.from_party).roots
    size = roots.size
    if size < head.size:
        raise BehindHeadError(
            f"{origin}: the store ends at leaf {size}, but a head of {head.size} leaves was signed "
            f"or held: leaf {size} is missing; nothing is signed until `servanda refill`"
        )
    root = digest_from_hash(roots.root_at(head.size))
    if root != head.root:
        raise BehindHeadError(
            f"{origin}: the first {head.size} leaves have root {root}, but {head.root} was signed "
            f"or held; `servanda doctor` names the leaf, `servanda refill` restores it"
        )


def check_some_leaves(store: LogReader, origin: Origin, *, pair: PairState, first: int) -> int:
    """Compare `ROLLING_LEAVES` stored leaves with the log in memory; return where to go on.

    Raises:
        LogDamagedError: A leaf is missing or differs.
    """
    size = pair.log(origin.from_party).roots.size
    first = 0 if first >= size or size <= ROLLING_LEAVES else first
    until = min(first + ROLLING_LEAVES, size)
    stored = store.leaves(origin, first, until)
    tiles = {
        number: store.tile(origin, 0, number)
        for number in range(first // TILE_WIDTH, -(-until // TILE_WIDTH))
    }
    for index, leaf in enumerate(stored, start=first):
        number, offset = divmod(index, TILE_WIDTH)
        start = offset * _HASH_BYTES
        # Until a tile is full its hashes stand in the leaves.
        expected = tiles[number][start : start + _HASH_BYTES] or leaf.leaf_hash
        if leaf.index != index or leaf_hash(leaf.note) != expected:
            raise damaged_leaf(origin, index)
    if len(stored) != until - first:
        raise damaged_leaf(origin, first + len(stored))
    return until


def check_log(
    store: LogReader,
    origin: Origin,
    *,
    heads: Mapping[str, Head],
    is_judged_next: bool = False,
    leaves: Sequence[LeafRecord] | None = None,
) -> Frontier:
    """Compare the whole of a stored log with itself, with its newest head and the head file.

    Args:
        store: Holds the log.
        origin: The log.
        heads: From the head file: `logs` for one of ours, `copies` for a copy.
        is_judged_next: The caller reads every leaf itself and requires each to name the one
            before it, so that is left out here as far as a signed head fixes the leaves.
        leaves: All that the store has of the log, if the caller has read it; None to read it.

    Returns:
        The log's right edge.

    Raises:
        LogDamagedError: A leaf, a tile or the end of the log differs.
    """
    marks = _marks(origin, store.checkpoint(origin), heads.get(str(origin)))
    if is_judged_next:
        try:
            return _compared(store, origin, marks, linked_from=max(marks, default=0), leaves=leaves)
        except LogDamagedError:
            pass  # read once more, to name the very leaf
    return _compared(store, origin, marks, linked_from=0, leaves=leaves)


def _compared(
    store: LogReader,
    origin: Origin,
    marks: Mapping[int, bytes],
    *,
    linked_from: int,
    leaves: Sequence[LeafRecord] | None,
) -> Frontier:
    frontier = Frontier.empty()
    batch: list[LeafRecord] = []
    stored = store.iterate_leaves(origin) if leaves is None else leaves
    for leaf in _checked_leaves(store, origin, stored, linked_from=linked_from):
        batch.append(leaf)
        size = frontier.size + len(batch)
        if len(batch) == TILE_WIDTH or size in marks:
            frontier, _ = frontier.extended([leaf.leaf_hash for leaf in batch])
            batch = []
            expected = marks.get(size)
            if expected is not None and frontier.root() != expected:
                raise LogDamagedError(
                    f"{origin}: the first {size} leaves have another root than was signed or "
                    f"held; leaf {size - 1} differs; `servanda refill` restores it"
                )
    frontier, _ = frontier.extended([leaf.leaf_hash for leaf in batch])
    missing = [size for size in marks if size > frontier.size]
    if missing:
        raise damaged_leaf(origin, frontier.size)
    return frontier


def damaged_leaf(origin: Origin, index: int) -> LogDamagedError:
    """Return the error that names one leaf."""
    return LogDamagedError(
        f"{origin}: leaf {index} is not the one that was stored; nothing is signed until "
        f"`servanda refill` has restored it from the counterpart's copy"
    )


def _checked_leaves(
    store: LogReader, origin: Origin, stored: Iterable[LeafRecord], *, linked_from: int
) -> Iterator[LeafRecord]:
    """Yield the leaves, each compared with its hash, its tile and the leaf before it.

    The last is done from leaf `linked_from` on.
    """
    before: LeafRecord | None = None
    tile = b""
    for expected, leaf in enumerate(stored):
        if leaf.index != expected or leaf_hash(leaf.note) != leaf.leaf_hash:
            raise damaged_leaf(origin, expected)
        number, offset = divmod(expected, TILE_WIDTH)
        if offset == 0:
            tile = store.tile(origin, 0, number)
        start = offset * _HASH_BYTES
        if tile and tile[start : start + _HASH_BYTES] != leaf.leaf_hash:
            raise damaged_leaf(origin, expected)
        if before is not None and expected >= linked_from and not _follows(leaf, before):
            raise damaged_leaf(origin, before.index)
        before = leaf
        yield leaf


def _follows(leaf: LeafRecord, before: LeafRecord) -> bool:
    """Return whether a valid leaf names the one before it; others prove nothing about it."""
    if leaf.verdict != "valid":
        return True
    try:
        return header_of(leaf).prev == digest_from_hash(before.leaf_hash)
    except CounterpartError:
        return False


def _marks(origin: Origin, stored: CheckpointRecord | None, head: Head | None) -> dict[int, bytes]:
    """Return the sizes at which the root is known from elsewhere."""
    marks: dict[int, bytes] = {}
    if stored is not None:
        marks[stored.size] = stored.root
    if head is not None:
        root = bytes.fromhex(head.root.removeprefix("sha256:"))
        known = marks.setdefault(head.size, root)
        if known != root:
            raise LogDamagedError(
                f"{origin}: head file and store hold two heads of {head.size} leaves; see "
                f"`servanda doctor`"
            )
    return marks
