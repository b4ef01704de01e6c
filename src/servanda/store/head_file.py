"""The head file on disk: replaced whole, and only by who has read what is there.

Source: docs/spec/names-and-layouts.md, "Home"; docs/decisions/0006-heads-outside-the-database.md.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.store.home.whole_file import write_whole
from servanda.usecases.exchange.heads import encode_heads, parse_heads
from servanda.usecases.ports.outside import HeadFile, HeadMovedError, Heads


@dataclass(frozen=True, slots=True)
class FileHeads(HeadFile):
    """Keeps the heads in `path`; a lock file beside it orders the writers."""

    path: Path
    _parsed: dict[bytes, Heads] = field(default_factory=dict, repr=False, compare=False)

    @override
    def read(self) -> Heads:
        try:
            return self._parse(self.path.read_bytes())
        except FileNotFoundError:
            return Heads()
        except OSError as error:
            raise MisconfiguredError(f"cannot read {self.path}: {error}") from error

    @override
    def replace(self, expected: Heads, replacement: Heads) -> None:
        try:
            with self._locked():
                if self.read() != expected:
                    raise HeadMovedError(f"{self.path} was replaced by another process")
                data = encode_heads(replacement)
                self._write(data)
                self._remember(data, replacement)
        except OSError as error:
            raise MisconfiguredError(f"cannot write {self.path}: {error}") from error

    def _parse(self, data: bytes) -> Heads:
        """Return the heads in `data`; the same bytes are parsed once, however often they are read.

        Read before each head that is signed and of several logs' heads, so it is worth it. Threads
        that race here only parse twice.
        """
        known = self._parsed.get(data)
        if known is None:
            known = parse_heads(data)
            self._remember(data, known)
        return known

    def _remember(self, data: bytes, heads: Heads) -> None:
        self._parsed.clear()
        self._parsed[data] = heads

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _write(self, data: bytes) -> None:
        """Replace the file so that a reader, or a restart, sees all of it."""
        write_whole(self.path, data)
