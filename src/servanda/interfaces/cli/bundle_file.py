"""Read a bundle's zip file, without believing anything it says about itself.

Source: docs/spec/bundle.md, "Layout".
"""

import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import error as DamagedDataError  # noqa: N812 - zlib's own name says nothing

from typing_extensions import override

from servanda.core.bundle.layout import MAX_MANIFEST_BYTES, BundleReader, UnreadableBundleError

MAX_FILES = 4_000_000  # two files for each of two million statements

# What `zipfile` raises for archives that are damaged or made to deceive.
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    DamagedDataError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class ZipBundle(BundleReader):
    """The files of one open archive; `zipfile` itself orders the threads that read."""

    archive: zipfile.ZipFile

    @override
    def paths(self) -> Collection[str]:
        return self.archive.namelist()

    @override
    def read(self, path: str) -> bytes:
        try:
            # The size is checked before anything is unpacked: a small archive can hold a
            # great many zeros.
            size = self.archive.getinfo(path).file_size
            if size > MAX_MANIFEST_BYTES:
                raise UnreadableBundleError(f"{path}: expected at most {MAX_MANIFEST_BYTES} bytes")
            return self.archive.read(path)
        except _DAMAGED as error:
            raise UnreadableBundleError(f"{path} cannot be read: {error}") from error


@contextmanager
def open_bundle(file: Path) -> Iterator[ZipBundle]:
    """Open the bundle in `file`.

    Raises:
        UnreadableBundleError: It is no zip file, or names a file twice.
    """
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise UnreadableBundleError(f"{file} is no bundle: {error}") from error
    with archive:
        names = archive.namelist()
        if len(names) > MAX_FILES or len(set(names)) != len(names):
            raise UnreadableBundleError("expected every file of the bundle once")
        yield ZipBundle(archive)
