"""Passages in memory.

Source: servanda/usecases/ports/passages.py, whose promises it keeps.
"""

from collections.abc import Sequence

from typing_extensions import override

from servanda.usecases.ports.passages import PassageRecord, PassageStore


class MemoryPassages(PassageStore):
    """Fills the port `PassageStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._passages: list[PassageRecord] = []

    @override
    def note_passages(self, passages: Sequence[PassageRecord]) -> None:
        self._passages += passages

    @override
    def passages_of(self, leaf_hash: bytes) -> Sequence[PassageRecord]:
        return [one for one in self._passages if one.leaf_hash == leaf_hash]
