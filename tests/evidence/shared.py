"""The reference folder beside the checkout: texts and sets that are never part of the project."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.places import ROOT


def shared() -> Path:
    """Return the folder, or skip the test with the reason."""
    for checkout in (ROOT, _first_checkout()):
        if (folder := checkout.parent / "shared").joinpath("evidence.md").is_file():
            return folder
    pytest.skip("the reference folder ../shared is not there")


def _first_checkout() -> Path:
    """Return the checkout that this one is a further working tree of, or this one."""
    pointer = ROOT / ".git"
    if not pointer.is_file():
        return ROOT
    # gitdir: <first checkout>/.git/worktrees/<name>
    return Path(pointer.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).parents[2]


def seeds() -> list[Path]:
    """Return the five articles in order."""
    return sorted((shared() / "seeds").glob("*.txt"))


def gold() -> dict[str, list[dict[str, object]]]:
    """Return the gold of three of the five articles."""
    path = shared() / "gold" / "seeds-000-001-002.json"
    loaded: dict[str, list[dict[str, object]]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a set, given its name below `data/`."""
    with gzip.open(shared() / "data" / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
