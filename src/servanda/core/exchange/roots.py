"""The roots of one log while it grows, over a store that keeps its tree.

Judging compares the root a leaf names with the root of the other log at that size; signing a
checkpoint needs the newest root. What was appended since the owner last stored anything is
held here, so that a whole batch can be judged before one commit.

Used by `PairState`, one for each log.

Source: RFC 9162, section 2.1.1; docs/spec/log.md.
"""

from typing_extensions import override

from servanda.core.tlog.tree import Frontier, NodeReader, root_at

# Consecutive leaves mostly name the same head; a few more for runs of both logs at once.
_REMEMBERED_ROOTS = 8


class LogRoots(NodeReader):
    """Roots of a log at any size up to now; owned by one `PairState`, not for several threads."""

    def __init__(self, *, frontier: Frontier, nodes: NodeReader) -> None:
        """Start at what is stored.

        Args:
            frontier: The right edge of the log as stored.
            nodes: The stored tree, at least as large.
        """
        self._frontier = frontier
        self._nodes = nodes
        # Appended but not yet joined to the frontier: done when a root is asked for.
        self._waiting: list[bytes] = []
        self._fresh: dict[tuple[int, int], bytes] = {}
        self._roots: dict[int, bytes] = {}

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._frontier.size + len(self._waiting)

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf."""
        self._waiting.append(leaf_hash)

    def root_at(self, size: int) -> bytes:
        """Return the root of the first `size` leaves, or raise `OutsideTreeError`."""
        root = self._roots.pop(size, None)
        if root is None:
            self._join()
            root = self._frontier.root() if size == self._frontier.size else root_at(self, size)
            if len(self._roots) >= _REMEMBERED_ROOTS:
                del self._roots[next(iter(self._roots))]
        self._roots[size] = root  # last, as the one asked for most recently
        return root

    @override
    def node(self, level: int, index: int) -> bytes:
        self._join()
        fresh = self._fresh.get((level, index))
        return self._nodes.node(level, index) if fresh is None else fresh

    def fresh_nodes(self) -> dict[tuple[int, int], bytes]:
        """Return the nodes (level, index) completed since the last `forget_fresh`, for storing."""
        self._join()
        return dict(self._fresh)

    def forget_fresh(self) -> None:
        """Drop what is held here: the reader given at the start has it now."""
        self._join()
        self._fresh.clear()

    def branch(self) -> "LogRoots":
        """Return a copy that grows apart from this one."""
        self._join()
        copy = LogRoots(frontier=self._frontier, nodes=self._nodes)
        copy._fresh = dict(self._fresh)
        copy._roots = dict(self._roots)
        return copy

    def _join(self) -> None:
        if not self._waiting:
            return
        self._frontier, completed = self._frontier.extended(self._waiting)
        self._waiting = []
        for level, index, node in completed:
            self._fresh[level, index] = node
