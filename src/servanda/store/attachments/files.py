"""Keeps ciphertexts in the home: `<hex>.age` whole, `.partial-<hex>` while parts arrive.

A name without `.partial-` is a promise: the bytes under it have that hash, and would survive a
power cut. So a receipt for an attachment rests on the name alone.

Source: docs/spec/attachments.md, "Files".
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from io import BufferedRandom
from pathlib import Path

from typing_extensions import override

from servanda.core.attachments.parts import AttachmentTooLargeError, OtherOffsetError
from servanda.core.identifiers import DIGEST_PREFIX, Digest
from servanda.store.attachments.new_file import (
    BUFFER_BYTES,
    PARTIAL_PREFIX,
    replace,
    temporary_file,
)
from servanda.store.home.whole_file import OWNER_ONLY, sync_folder
from servanda.usecases.ports.attachments import (
    AttachmentBusyError,
    AttachmentFiles,
    NewFile,
    SeekableReader,
    WrongAttachmentError,
)

SUFFIX = ".age"
HEX_DIGITS = 64  # of a digest
NOTE_PREFIX = ".unnamed-"  # then the hex digest of a ciphertext that no statement names yet


@dataclass(frozen=True, slots=True)
class FolderAttachmentFiles(AttachmentFiles):
    """Fills the port from one folder, which exists."""

    folder: Path

    @override
    @contextmanager
    def new(self) -> Iterator[NewFile]:
        with self.hold(), temporary_file(self.folder, _place_by_hex) as new:
            yield new

    @override
    def size(self, digest: Digest) -> int | None:
        try:
            return self._whole(digest).stat().st_size
        except FileNotFoundError:
            return None

    @override
    def open(self, digest: Digest) -> AbstractContextManager[SeekableReader]:
        return self._whole(digest).open("rb", buffering=BUFFER_BYTES)

    @override
    def partial_size(self, digest: Digest) -> int:
        try:
            return self._partial(digest).stat().st_size
        except FileNotFoundError:
            return 0

    @override
    def add_part(self, digest: Digest, *, offset: int, room: int, pieces: Iterable[bytes]) -> int:
        with self._locked(digest, create=True) as file:
            have = file.seek(0, os.SEEK_END)
            if offset != have:
                if have == 0:
                    self._partial(digest).unlink(missing_ok=True)
                raise OtherOffsetError(
                    f"expected a part at {have}, found one at {offset}", have=have
                )
            try:
                _append(file, pieces, room=room)
            finally:
                # Also of a part that broke off: the sender is told what is held, and goes on.
                file.flush()
                os.fsync(file.fileno())
            return file.tell()

    @override
    def finish(self, digest: Digest, *, may_grow: bool) -> int:
        with self._locked(digest, create=False) as file:
            found = file_digest(file, "sha256").hexdigest()
            if found != _hex(digest):
                if not may_grow:
                    self._partial(digest).unlink()
                raise WrongAttachmentError(f"expected bytes with {digest}, found sha256:{found}")
            self._partial(digest).replace(self._whole(digest))
            sync_folder(self.folder)
            return file.tell()

    @override
    def free_bytes(self) -> int:
        return shutil.disk_usage(self.folder).free

    @override
    def remove(self, digest: Digest) -> None:
        self._whole(digest).unlink(missing_ok=True)
        self._partial(digest).unlink(missing_ok=True)
        sync_folder(self.folder)

    @override
    def note(self, digest: Digest) -> None:
        self._noted(digest).touch(OWNER_ONLY)
        sync_folder(self.folder)

    @override
    def settle(self, digest: Digest) -> None:
        self._noted(digest).unlink(missing_ok=True)

    @override
    @contextmanager
    def hold(self) -> Iterator[None]:
        with _folder_lock(self.folder, fcntl.LOCK_SH):
            yield

    @override
    def sweep(self, discard: Callable[[Digest], None]) -> None:
        try:
            with _folder_lock(self.folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
                for file in sorted(self.folder.iterdir()):
                    if file.name.startswith(NOTE_PREFIX):
                        discard(Digest(DIGEST_PREFIX + file.name.removeprefix(NOTE_PREFIX)))
                    elif _is_unfinished_new(file):
                        file.unlink()
        except BlockingIOError:
            return  # somebody encrypts or copies; what is left is for the next start

    def _noted(self, digest: Digest) -> Path:
        return self.folder / (NOTE_PREFIX + _hex(digest))

    def _whole(self, digest: Digest) -> Path:
        return self.folder / (_hex(digest) + SUFFIX)

    def _partial(self, digest: Digest) -> Path:
        return self.folder / (PARTIAL_PREFIX + _hex(digest))

    @contextmanager
    def _locked(self, digest: Digest, *, create: bool) -> Iterator[BufferedRandom]:
        """Return the unfinished file, locked against every other thread and process."""
        path = self._partial(digest)
        flags = os.O_RDWR | os.O_CREAT if create else os.O_RDWR
        try:
            descriptor = os.open(path, flags, OWNER_ONLY)
        except FileNotFoundError as error:
            raise AttachmentBusyError(f"{digest} is no longer unfinished") from error
        with os.fdopen(descriptor, "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AttachmentBusyError(f"another part of {digest} is arriving") from error
            # Between opening and locking another thread may have finished or removed it.
            is_there = False
            with suppress(FileNotFoundError):
                is_there = os.path.samestat(os.fstat(file.fileno()), path.stat())
            if not is_there:
                raise AttachmentBusyError(f"{digest} is no longer unfinished")
            yield file


@contextmanager
def _folder_lock(folder: Path, kind: int) -> Iterator[None]:
    """Hold the folder itself; the system lets go of it when the process ends, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _is_unfinished_new(file: Path) -> bool:
    """Return whether a new file was begun here; a part that arrives is named by its digest."""
    name = file.name.removeprefix(PARTIAL_PREFIX)
    return name != file.name and len(name) != HEX_DIGITS


def _append(file: BufferedRandom, pieces: Iterable[bytes], *, room: int) -> None:
    start = file.tell()
    for piece in pieces:
        if file.tell() - start + len(piece) > room:
            file.seek(start)
            file.truncate()
            raise AttachmentTooLargeError(f"expected a part of at most {room} bytes, found more")
        file.write(piece)


def _place_by_hex(temporary: Path, wished: Path) -> None:
    replace(temporary, wished.with_name(wished.name + SUFFIX))


def _hex(digest: Digest) -> str:
    return digest.removeprefix(DIGEST_PREFIX)
