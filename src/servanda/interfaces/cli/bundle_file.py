"""Read a bundle's zip file, or its files unpacked, without believing anything either says.

Source: docs/spec/bundle.md, "The zip file".
"""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from zlib import crc32

from typing_extensions import override

from servanda.core.bundle.container import StoredFile, read_container
from servanda.core.bundle.layout import MAX_MANIFEST_BYTES, BundleReader, UnreadableBundleError
from servanda.interfaces.file_faults import unreadable


class BundleFile(BundleReader, Protocol):
    """A bundle's files as they lie on this machine."""

    def require_checksums(self) -> None:
        """Require that every content read so far has the checksum stated beside it.

        Asked for last, as the bundle's own hashes say better what was altered.

        Raises:
            UnreadableBundleError: One has another.
        """
        ...


@dataclass(frozen=True, slots=True)
class ZipBundle(BundleFile):
    """The files of one open zip file, whose every byte but their contents is checked.

    Attributes:
        descriptor: Of the open file; read by place, so threads do not disturb each other.
        files: By path.
        misstated: Paths of contents that have another checksum than stated; grows.
    """

    descriptor: int
    files: Mapping[str, StoredFile]
    misstated: set[str] = field(default_factory=set)

    @override
    def paths(self) -> Collection[str]:
        return self.files.keys()

    @override
    def read(self, path: str) -> bytes:
        file = self.files[path]
        if file.size > MAX_MANIFEST_BYTES:
            raise UnreadableBundleError(f"{path}: expected at most {MAX_MANIFEST_BYTES} bytes")
        content = _read_at(self.descriptor, file.content_offset, file.size)
        if len(content) != file.size:
            raise UnreadableBundleError(f"{path}: expected {file.size} bytes, found fewer")
        if crc32(content) != file.checksum:
            self.misstated.add(path)
        return content

    @override
    def require_checksums(self) -> None:
        for path in sorted(self.misstated):
            raise UnreadableBundleError(f"{path}: the zip file states another checksum for it")


@dataclass(frozen=True, slots=True)
class UnpackedBundle(BundleFile):
    """The files of a bundle that was unpacked into a folder of its own.

    Attributes:
        folder: Where they lie.
        found: By path with `/` between the parts; plain files only.
    """

    folder: Path
    found: Mapping[str, Path]

    @override
    def paths(self) -> Collection[str]:
        return self.found.keys()

    @override
    def read(self, path: str) -> bytes:
        try:
            with self.found[path].open("rb") as file:
                content = file.read(MAX_MANIFEST_BYTES + 1)
        except OSError as error:
            raise UnreadableBundleError(f"{path} cannot be read: {error}") from error
        if len(content) > MAX_MANIFEST_BYTES:
            raise UnreadableBundleError(f"{path}: expected at most {MAX_MANIFEST_BYTES} bytes")
        return content

    @override
    def require_checksums(self) -> None:
        """Files in a folder have none."""


@contextmanager
def open_bundle(place: Path) -> Iterator[BundleFile]:
    """Open the bundle in the zip file or folder at `place`.

    Raises:
        UnreadableBundleError: It is not there, or not a zip file as the export writes it.
    """
    if place.is_dir():
        yield _unpacked(place)
        return
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableBundleError(unreadable(place, error)) from error
    try:
        yield ZipBundle(descriptor, _checked(descriptor))
    finally:
        os.close(descriptor)


def _checked(descriptor: int) -> Mapping[str, StoredFile]:
    def read(offset: int, length: int) -> bytes:
        return _read_at(descriptor, offset, length)

    return read_container(read, size=os.fstat(descriptor).st_size)


def _read_at(descriptor: int, offset: int, length: int) -> bytes:
    try:
        return os.pread(descriptor, length, offset)
    except OSError as error:
        raise UnreadableBundleError(f"the bundle cannot be read: {error}") from error


def _unpacked(folder: Path) -> UnpackedBundle:
    found: dict[str, Path] = {}
    for path in folder.rglob("*"):
        # A link could name any file of this machine; it is no file of the bundle.
        if path.is_symlink():
            raise UnreadableBundleError(f"{path}: expected plain files, found a link")
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path
    return UnpackedBundle(folder, found)
