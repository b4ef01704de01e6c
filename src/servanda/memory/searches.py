"""What was searched for at the desk, in memory.

Source: servanda/usecases/ports/searches.py, whose promises it keeps.
"""

from typing_extensions import override

from servanda.usecases.ports.searches import SearchRecord, SearchStore


class MemorySearches(SearchStore):
    """Fills the port `SearchStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._searches: dict[str, SearchRecord] = {}

    @override
    def keep_search(self, search: SearchRecord, *, most: int) -> None:
        kept = [one.name for one in self._searches.values() if one.person == search.person]
        for name in kept[: max(0, len(kept) + 1 - most)]:
            del self._searches[name]
        self._searches[search.name] = search

    @override
    def kept_search(self, name: str) -> SearchRecord | None:
        return self._searches.get(name)
