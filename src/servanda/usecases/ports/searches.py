"""What persons of the desk searched for, under names that say nothing.

An address stands in histories and in the logs of whatever lies before a node; so what somebody
looked for is kept here, and the address has its name alone.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """What one person searched for.

    Attributes:
        name: Unpredictable, in hexadecimal.
        person: Who searched; empty in a home without persons.
        words: As typed.
    """

    name: str
    person: str
    words: str


class SearchStore(Protocol):
    """Keeps searches for a while. They are no record of anything."""

    def keep_search(self, search: SearchRecord, *, most: int) -> None:
        """Add a search; of that person's the newest `most` stay."""
        ...

    def kept_search(self, name: str) -> SearchRecord | None:
        """Return one search, or None."""
        ...
