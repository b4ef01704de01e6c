"""The files of a bundle, each read only against its hash in `bundle.json`.

Source: docs/spec/bundle.md, "Layout".
"""

from collections.abc import Iterable

from servanda.core.bundle.layout import (
    MANIFEST_PATH,
    BundleReader,
    Manifest,
    UnreadableBundleError,
    parse_manifest,
)
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import digest_of
from servanda.core.verifier.wrong import refuse

MAX_NAMED = 3  # of files that are missing or too many: enough to go and look


class CheckedFiles:
    """Gives the content of files whose hash is the one the manifest names; thread-safe."""

    def __init__(self, reader: BundleReader) -> None:
        """Read the manifest and compare its list of files with those that are there.

        Raises:
            BundleError: No manifest, or it names other files than are there.
        """
        self._reader = reader
        paths = list(reader.paths())
        there = set(paths)
        if len(there) != len(paths):
            raise refuse("A file is in the bundle twice under one name.")
        if MANIFEST_PATH not in there:
            raise refuse(f"The bundle has no {MANIFEST_PATH}.", path=MANIFEST_PATH)
        try:
            self.manifest: Manifest = parse_manifest(self.read_unchecked(MANIFEST_PATH))
        except CounterpartError as error:
            message = f"{MANIFEST_PATH} is not the list of a bundle: {error}."
            raise refuse(message, path=MANIFEST_PATH) from error
        named = self.manifest.files.keys()
        _refuse_any(named - there, "is named in bundle.json and is not there")
        _refuse_any(there - named - {MANIFEST_PATH}, "is there and is not named in bundle.json")

    def read(self, path: str) -> bytes:
        """Return the content of `path`, or raise `BundleError`."""
        data, is_named = self.read_compared(path)
        if not is_named:
            raise refuse(
                f"{path} is not the file that bundle.json names: its hash is {digest_of(data)}, "
                f"not {self.manifest.files[path]}.",
                path=path,
            )
        return data

    def read_compared(self, path: str) -> tuple[bytes, bool]:
        """Return the content of `path`, and whether it is what the manifest names."""
        expected = self.manifest.files.get(path)
        if expected is None:
            raise refuse(f"{path} is missing from the bundle.", path=path)
        data = self.read_unchecked(path)
        return data, digest_of(data) == expected

    def read_unchecked(self, path: str) -> bytes:
        """Return the content of `path` as it is now; for a file already checked."""
        try:
            return self._reader.read(path)
        except UnreadableBundleError as error:
            raise refuse(f"{path} cannot be read: {error}.", path=path) from error

    def below(self, folder: str) -> list[str]:
        """Return the paths that begin with `folder`, sorted."""
        return sorted(path for path in self.manifest.files if path.startswith(folder))


def _refuse_any(paths: Iterable[str], problem: str) -> None:
    named = sorted(paths)
    if named:
        more = f" (and {len(named) - MAX_NAMED} more)" if len(named) > MAX_NAMED else ""
        raise refuse(f"{', '.join(named[:MAX_NAMED])}{more} {problem}.", path=named[0])
