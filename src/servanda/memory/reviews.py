"""What is kept of reviews, in memory.

Source: servanda/usecases/ports/reviews.py, whose promises it keeps.
"""

from collections.abc import Mapping, Sequence
from threading import RLock

from typing_extensions import override

from servanda.core.identifiers import Origin
from servanda.usecases.ports.reviews import KeptGroup, ReviewStore


class MemoryReviews(ReviewStore):
    """Fills the port `ReviewStore`; one lock stands for the database's."""

    def __init__(self) -> None:
        super().__init__()
        self._review_lock = RLock()
        self._outlines: dict[Origin, bytes] = {}
        self._groups: dict[Origin, dict[bytes, KeptGroup]] = {}

    @override
    def kept_outline(self, origin: Origin) -> bytes | None:
        with self._review_lock:
            return self._outlines.get(origin)

    @override
    def kept_groups(self, own: Origin) -> Sequence[KeptGroup]:
        with self._review_lock:
            return list(self._groups.get(own, {}).values())

    @override
    def keep_review(
        self,
        own: Origin,
        *,
        outlines: Mapping[Origin, bytes],
        groups: Sequence[KeptGroup],
        gone: Sequence[bytes],
    ) -> None:
        with self._review_lock:
            self._outlines.update(outlines)
            kept = self._groups.setdefault(own, {})
            for name in gone:
                kept.pop(name, None)
            kept.update((one.name, one) for one in groups)

    @override
    def drop_reviews(self) -> None:
        with self._review_lock:
            self._outlines.clear()
            self._groups.clear()
