"""Keep what a person searches for under a name, so that no address has words of bodies in it.

Source: docs/spec/desk.md, "Search".
"""

from typing import Final

from servanda.usecases.ports.searches import SearchRecord
from servanda.usecases.services import Services

MAX_WORDS: Final = 200  # characters of one search
_KEPT: Final = 50  # of one person: as far back as somebody goes in a browser
_NAME_BYTES: Final = 16


def keep_search(words: str, *, person: str, services: Services) -> str:
    """Keep what `person` looks for, and return the name that brings it back to them."""
    name = services.randomness.token(_NAME_BYTES).hex()
    kept = SearchRecord(name=name, person=person, words=words[:MAX_WORDS].strip())
    services.store.keep_search(kept, most=_KEPT)
    return name


def searched_for(name: str, *, person: str, services: Services) -> str:
    """Return what `person` looked for under `name`; empty if it is not theirs, or is gone."""
    found = services.store.kept_search(name) if name else None
    return found.words if found is not None and found.person == person else ""
