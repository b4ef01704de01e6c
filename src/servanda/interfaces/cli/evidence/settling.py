"""Which files of a watched folder are whole: those that two looks find the same.

Whoever writes a file into a folder does so over some time, and nobody says when it is done. A file
counts as whole when it had the same size and time of change at the look before, and has no name
that programs give to what they have not finished.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

# Size in bytes, and time of the last change in nanoseconds.
Stamp: TypeAlias = tuple[int, int]

# What browsers, copiers and editors call a file that they are still writing.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp", "~")


class Settling:
    """Remembers the looks at one folder; owned by one watcher."""

    def __init__(self) -> None:
        """Begin with nothing seen and nothing taken."""
        self._seen: Mapping[Path, Stamp] = {}
        self._taken: dict[Path, Stamp] = {}

    def whole(self, look: Mapping[Path, Stamp]) -> list[Path]:
        """Return the files that are whole and not taken yet, in order; they are taken now.

        Args:
            look: Every file that is there, with its stamp.
        """
        ready = sorted(
            path
            for path, stamp in look.items()
            if self._seen.get(path) == stamp and self._taken.get(path) != stamp
        )
        self._seen = dict(look)
        # What is gone is forgotten, so that memory is that of the folder and not of its history.
        self._taken = {path: stamp for path, stamp in self._taken.items() if path in look}
        self._taken.update((path, look[path]) for path in ready)
        return ready

    @property
    def is_waiting(self) -> bool:
        """Whether a file was seen and not taken since it changed."""
        return any(self._taken.get(path) != stamp for path, stamp in self._seen.items())


def look_at(folder: Path) -> dict[Path, Stamp]:
    """Return the finished-looking files in and below `folder`.

    A link is not followed: who can write into the folder must not have other files archived.
    """
    return dict(_files(folder))


def _files(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    # A folder that cannot be listed, or is gone for a while, is passed over.
    for inner, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(inner, name)
            if name.startswith(".") or name.endswith(UNFINISHED):
                continue
            try:
                status = path.lstat()
            except OSError:
                continue  # gone since it was listed
            if stat.S_ISREG(status.st_mode):
                yield path, (status.st_size, status.st_mtime_ns)
