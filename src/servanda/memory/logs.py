"""The logs of a store in memory: leaves, bodies, tiles, heads.

Source: servanda/usecases/ports/store.py, whose promises it keeps.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock

from typing_extensions import override

from servanda.core.exchange.pair import LANDMARK_TYPES
from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import (
    VALID,
    BodyRecord,
    CheckpointRecord,
    LeafRecord,
    StatementFacts,
)
from servanda.usecases.ports.store import LogReader, StepCommit


@dataclass(slots=True)
class MemoryLog:
    """One log, with what is projected from it."""

    leaves: list[LeafRecord] = field(default_factory=list)
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    checkpoints: dict[int, CheckpointRecord] = field(default_factory=dict)
    facts: dict[int, StatementFacts] = field(default_factory=dict)


class MemoryLogs(LogReader):
    """The reading half of the store in memory, and how its logs grow."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()
        self._logs: dict[Origin, MemoryLog] = {}
        self._places: dict[bytes, list[tuple[Origin, int]]] = {}
        self._bodies: dict[bytes, BodyRecord] = {}

    @override
    def foreign_changes(self) -> int | None:
        return None

    @override
    def log_sizes(self) -> Mapping[Origin, int]:
        with self._lock:
            return {origin: len(log.leaves) for origin, log in self._logs.items()}

    @override
    def log_size(self, origin: Origin) -> int:
        return len(self._log(origin).leaves)

    @override
    def leaves(self, origin: Origin, first: int, until: int) -> Sequence[LeafRecord]:
        return self._log(origin).leaves[first : max(first, until)]

    @override
    def iterate_leaves(self, origin: Origin) -> Iterator[LeafRecord]:
        yield from tuple(self._log(origin).leaves)

    @override
    def leaf_hashes(self, origin: Origin, first: int, until: int) -> Sequence[bytes]:
        return [leaf.leaf_hash for leaf in self.leaves(origin, first, until)]

    @override
    def find_leaves(self, leaf_hash: bytes) -> Sequence[tuple[Origin, LeafRecord]]:
        with self._lock:
            places = self._places.get(leaf_hash, ())
            return [(origin, self._logs[origin].leaves[index]) for origin, index in places]

    @override
    def last_valid_leaf(self, origin: Origin) -> LeafRecord | None:
        leaves = reversed(self._log(origin).leaves)
        return next((leaf for leaf in leaves if leaf.verdict == VALID), None)

    @override
    def landmarks(self, origin: Origin) -> Sequence[LeafRecord]:
        return [
            leaf
            for leaf in self._log(origin).leaves
            if leaf.type in LANDMARK_TYPES and leaf.verdict == VALID
        ]

    @override
    def bodies(self, leaf_hashes: Sequence[bytes]) -> Mapping[bytes, BodyRecord]:
        with self._lock:
            return {name: self._bodies[name] for name in leaf_hashes if name in self._bodies}

    @override
    def tile(self, origin: Origin, level: int, number: int) -> bytes:
        return self._log(origin).tiles.get((level, number), b"")

    @override
    def checkpoint(self, origin: Origin, *, at_most: int | None = None) -> CheckpointRecord | None:
        with self._lock:
            checkpoints = self._log(origin).checkpoints
            sizes = sorted(checkpoints)
            end = len(sizes) if at_most is None else bisect_right(sizes, at_most)
            return checkpoints[sizes[end - 1]] if end else None

    @override
    def checkpoint_from(self, origin: Origin, *, at_least: int) -> CheckpointRecord | None:
        with self._lock:
            checkpoints = self._log(origin).checkpoints
            sizes = [size for size in checkpoints if size >= at_least]
            return checkpoints[min(sizes)] if sizes else None

    def erase_body(self, leaf_hash: bytes) -> None:
        """Erase salt and body of a leaf together."""
        with self._lock:
            self._bodies.pop(leaf_hash, None)

    def overwrite_leaf_unsafe(self, origin: Origin, leaf: LeafRecord) -> None:
        """Put `leaf` in place of a stored one, as nobody is allowed to."""
        with self._lock:
            self._logs[origin].leaves[leaf.index] = leaf

    def _log(self, origin: Origin) -> MemoryLog:
        return self._logs.get(origin) or MemoryLog()

    def _own(self, origin: Origin) -> MemoryLog:
        return self._logs.setdefault(origin, MemoryLog())

    def _add_leaves(self, origin: Origin, leaves: Sequence[LeafRecord]) -> None:
        self._own(origin).leaves.extend(leaves)
        for leaf in leaves:
            self._places.setdefault(leaf.leaf_hash, []).append((origin, leaf.index))

    def _add_to_logs(self, step: StepCommit) -> None:
        for growth in step.growths:
            self._add_leaves(growth.origin, growth.leaves)
            for tile in growth.tiles:
                self._own(growth.origin).tiles[tile.level, tile.number] = tile.hashes
        for body in step.bodies:
            self._bodies.setdefault(body.leaf_hash, body)
        for checkpoint in step.checkpoints:
            self._own(checkpoint.origin).checkpoints.setdefault(checkpoint.size, checkpoint)
