"""Puts the plaintext of attachments into a folder that a person named.

Source: docs/spec/attachments.md, "Release".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.store.attachments.new_file import place_without_overwriting, temporary_file
from servanda.usecases.ports.attachments import NewFile, ReleaseFolder


@dataclass(frozen=True, slots=True)
class DiskReleaseFolder(ReleaseFolder):
    """Writes into `folder`, which must exist; what it writes is the owner's and never a program."""

    folder: Path

    @override
    @contextmanager
    def new(self) -> Iterator[NewFile]:
        if not self.folder.is_dir():
            raise InvalidInputError(Fault(str(self.folder), expect(Expected.FOLDER), Found.NOTHING))
        try:
            with temporary_file(self.folder, place_without_overwriting) as new:
                yield new
        except OSError as error:
            raise InvalidInputError(f"{self.folder} cannot be written: {error}") from error
