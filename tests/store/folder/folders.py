"""Folder stores for tests: opened, compared, and with a disk on which a process can die."""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from servanda.memory.store import MemoryStore
from servanda.simulation.stopping import SimulatedCrash
from servanda.store.folder.folder_store import FolderStore

# What is computed from the logs when somebody asks, and what a store is beside its content.
_NOT_KEPT = {"_marks", "_statements", "_cases", "_changed", "_deadlines", "_outlines", "_groups"}


def open_folder(folder: Path) -> FolderStore:
    return FolderStore(folder, randomness=secrets.token_bytes)


def content_of(store: MemoryStore) -> dict[str, object]:
    """Everything that a store keeps."""
    plain = vars(MemoryStore())
    return {
        name: _listed(value)
        for name, value in vars(store).items()
        if name in plain and name not in _NOT_KEPT and not hasattr(value, "acquire")
    }


def _listed(value: object) -> object:
    """Sequences compare by what stands in them, whether lists or tuples."""
    if isinstance(value, dict):
        return {name: _listed(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_listed(one) for one in value]
    return value


def files_of(folder: Path, slip: str) -> list[Path]:
    return sorted((folder / slip).iterdir())


@dataclass(slots=True)
class Disk:
    """Writes files until the process dies: before one is there, half-way, or just after.

    Attributes:
        left: Files that are still written; None: no death is planned.
        how: `before`, `half` or `after`.
        written: Files written since the count was set.
    """

    left: int | None = None
    how: str = "before"
    written: int = 0

    def write(self, destination: Path, content: bytes) -> None:
        if self.left == 0:
            self.left = None
            if self.how == "half":
                half = content[: len(content) // 2]
                destination.with_name(f".partial-{destination.name[:8]}").write_bytes(half)
            if self.how == "after":
                destination.write_bytes(content)
            raise SimulatedCrash(destination.name)
        if self.left is not None:
            self.left -= 1
        self.written += 1
        destination.write_bytes(content)  # what a power cut does is `write_whole`'s business


def open_on(disk: Disk, folder: Path) -> FolderStore:
    return FolderStore(folder, randomness=secrets.token_bytes, write=disk.write)


def copy_folder(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to
