"""Every store that contract tests run over."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from servanda.memory.store import MemoryStore
from servanda.store.folder.folder_store import FolderStore
from servanda.usecases.ports.store import (
    Store,
)
from tests.django_stores import postgresql_store, sqlite_store

OPENERS: dict[str, Callable[[Path], AbstractContextManager[Store]]] = {
    "memory": lambda _: nullcontext(MemoryStore()),
    "folder": lambda folder: nullcontext(
        FolderStore(folder / "guest", randomness=secrets.token_bytes)
    ),
    "sqlite": lambda folder: sqlite_store(folder / "store.sqlite3"),
}


@pytest.fixture(params=[*OPENERS, pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "postgresql":
        with postgresql_store(request.getfixturevalue("postgres_url")) as opened:
            yield opened
        return
    with OPENERS[request.param](tmp_path) as opened:
        yield opened
