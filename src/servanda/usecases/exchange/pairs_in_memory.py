"""The pairs that the sequencer keeps in memory, by the origin of our log.

Every verb opens a node, and few run the sequencer: this shelf is apart from what is put on it
(`loaded_pairs.py`), so that a verb that only looks does not load the rules of the exchange.

Loaded pairs are owned by whoever holds the lease; not for several threads. What is here can be
dropped at any moment and loaded again: the store is the truth, and a step that fails drops its
pairs. Terms may be read by any thread: they are values, and count only for the very sizes of both
logs at which they were read.

Source: docs/spec/exchange.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from servanda.core.identifiers import Origin

if TYPE_CHECKING:
    from servanda.usecases.casework.fold_case import PairTerms
    from servanda.usecases.exchange.loaded_pairs import LoadedPair

Sizes: TypeAlias = tuple[int, int, int]  # of our log, of the copy, and what of ours is receipted


@dataclass(slots=True)
class LoadedPairs:
    """Loaded pairs by the origin of our log."""

    _pairs: "dict[Origin, LoadedPair]" = field(default_factory=dict)
    _terms: "dict[Origin, tuple[Sizes, PairTerms | None]]" = field(default_factory=dict)

    def get(self, own: Origin) -> "LoadedPair | None":
        """Return a loaded pair, or None."""
        return self._pairs.get(own)

    def keep(self, pair: "LoadedPair") -> None:
        """Keep a pair, in place of an older one."""
        self._pairs[pair.own] = pair

    def drop(self, own: Origin) -> None:
        """Forget a pair: it will be loaded again."""
        self._pairs.pop(own, None)
        self._terms.pop(own, None)

    def drop_all(self) -> None:
        """Forget all pairs, as after another process wrote to the store."""
        self._pairs.clear()
        self._terms.clear()

    def terms(
        self, own: Origin, sizes: Sizes, read: "Callable[[], PairTerms | None]"
    ) -> "PairTerms | None":
        """Return the terms of a pair at `sizes`, from memory or by `read`."""
        known = self._terms.get(own)
        if known is None or known[0] != sizes:
            known = self._terms[own] = (sizes, read())
        return known[1]
