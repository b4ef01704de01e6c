"""File numbers and titles in the store in memory.

Source: servanda/usecases/ports/store.py, whose promises these keep.
"""

from collections.abc import Sequence

from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import FilingRecord, searched_words


class MemoryFilings:
    """What statements say for the files, by place; guarded by the lock of the store."""

    def __init__(self) -> None:
        super().__init__()
        self._filings: dict[tuple[str, int], FilingRecord] = {}

    def filings_about(self, leaf_hashes: Sequence[bytes]) -> Sequence[FilingRecord]:
        """Return what is filed about these requests and pieces of information."""
        wanted = set(leaf_hashes)
        return [one for one in self.all_filings() if one.about in wanted]

    def find_filings(self, text: str, *, limit: int) -> Sequence[FilingRecord]:
        """Return what has `text` in its file number or title."""
        words = searched_words(text)
        found = [
            one
            for one in self._filings.values()
            if words in searched_words(f"{one.file_number}\n{one.title}")
        ]
        return found[::-1][:limit]

    def all_filings(self, *, origin: Origin | None = None) -> Sequence[FilingRecord]:
        """Return all, or those of one log, by log and index."""
        found = [self._filings[place] for place in sorted(self._filings)]
        return [one for one in found if origin is None or one.origin == origin]

    def filed_with_items(self, own: Origin, items: bytes) -> Sequence[FilingRecord]:
        """Return the requests of a log that ask for these items, open or not."""
        return [one for one in self.all_filings() if one.items == items and one.origin == own]

    def add_filings(self, filings: Sequence[FilingRecord]) -> None:
        """Add rows; one that is there stays."""
        for one in filings:
            self._filings.setdefault((str(one.origin), one.index), one)

    def replace_filings(self, filings: Sequence[FilingRecord]) -> None:
        """Put these in place of all."""
        self._filings.clear()
        self.add_filings(filings)

    def erase_filing(self, leaf_hash: bytes) -> None:
        """Remove what a statement said for the files."""
        self._filings = {
            place: one for place, one in self._filings.items() if one.leaf_hash != leaf_hash
        }
