"""Write a file of any size under a temporary name, and give it its name once it is whole.

Source: docs/spec/attachments.md, "Files".
"""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from typing_extensions import override

from servanda.core.faults import Expected, Fault, expect
from servanda.store.home.whole_file import OWNER_ONLY, sync_folder
from servanda.usecases.ports.attachments import FileExistsAlreadyError, NewFile

PARTIAL_PREFIX = ".partial-"
BUFFER_BYTES = 1024 * 1024

# Disks for removable media have no second names for a file.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS})


@dataclass(slots=True)
class TemporaryFile(NewFile):
    """A file being written; owned by one thread.

    Attributes:
        path: Its temporary name.
        file: Open for writing.
        place: Gives the written file its name: from the temporary path to the wished one.
    """

    path: Path
    file: BinaryIO
    place: Callable[[Path, Path], None]
    is_kept: bool = False

    @override
    def write(self, data: bytes, /) -> int:
        return self.file.write(data)

    @override
    def keep(self, name: str) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.place(self.path, self.path.parent / name)
        self.is_kept = True
        sync_folder(self.path.parent)


@contextmanager
def temporary_file(
    folder: Path, place: Callable[[Path, Path], None], *, mode: int = OWNER_ONLY
) -> Iterator[TemporaryFile]:
    """Return a context that writes a file in `folder`; it is gone at its end unless kept.

    Raises:
        OSError: The folder cannot be written, or the disk is full.
    """
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=PARTIAL_PREFIX)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb", buffering=BUFFER_BYTES) as file:
            os.fchmod(file.fileno(), mode)
            new = TemporaryFile(path=path, file=file, place=place)
            yield new
    finally:
        path.unlink(missing_ok=True)


def replace(temporary: Path, destination: Path) -> None:
    """Put `temporary` at `destination`, in place of what was there."""
    temporary.replace(destination)


def place_without_overwriting(temporary: Path, destination: Path) -> None:
    """Put `temporary` at `destination`, which must not exist.

    Raises:
        FileExistsAlreadyError: It does.
    """
    try:
        try:
            os.link(temporary, destination)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # The name is taken first, so that nothing made meanwhile is overwritten.
            os.close(os.open(destination, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
            temporary.replace(destination)
    except FileExistsError as error:
        raise FileExistsAlreadyError(
            Fault(str(destination.parent), expect(Expected.NEW_FILE), destination.name)
        ) from error
