"""The pairs that the sequencer keeps in memory, by the origin of our log.

Every verb opens a node, and few run the sequencer: this shelf is apart from what is put on it
(`loaded_pairs.py`), so that a verb that only looks does not load the rules of the exchange.

Owned by whoever holds the lease; not for several threads. What is here can be dropped at any
moment and loaded again: the store is the truth, and a step that fails drops its pairs.

Source: docs/spec/exchange.md.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from servanda.core.identifiers import Origin

if TYPE_CHECKING:
    from servanda.usecases.exchange.loaded_pairs import LoadedPair


@dataclass(slots=True)
class LoadedPairs:
    """Loaded pairs by the origin of our log."""

    _pairs: "dict[Origin, LoadedPair]" = field(default_factory=dict)

    def get(self, own: Origin) -> "LoadedPair | None":
        """Return a loaded pair, or None."""
        return self._pairs.get(own)

    def keep(self, pair: "LoadedPair") -> None:
        """Keep a pair, in place of an older one."""
        self._pairs[pair.own] = pair

    def drop(self, own: Origin) -> None:
        """Forget a pair: it will be loaded again."""
        self._pairs.pop(own, None)

    def drop_all(self) -> None:
        """Forget all pairs, as after another process wrote to the store."""
        self._pairs.clear()
