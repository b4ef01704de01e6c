"""Figures that were computed and signed, kept by their hash so that a brief need not wait.

The name of a file is the hash of its content, and whoever asks brings the hash that this node
signed in its log: a file that was altered is none, and is computed anew. So nothing here has to
be trusted, restored or compared.

Source: docs/spec/brief.md, "Figures that are kept".
"""

from contextlib import suppress
from pathlib import Path

from servanda.core.identifiers import Digest, digest_of, hash_from_digest
from servanda.store.home.whole_file import write_whole

_OWNER_ONLY = 0o700


class KeptFigures:
    """The documents of figures in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, digest: Digest) -> bytes | None:
        """Return the document with this hash; None where it is not here as it was."""
        try:
            document = self._file(digest).read_bytes()
        except OSError:
            return None
        return document if digest_of(document) == digest else None

    def keep(self, document: bytes) -> None:
        """Keep a document; where that cannot be done it is computed again the next time."""
        with suppress(OSError):
            self._folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            write_whole(self._file(digest_of(document)), document)

    def _file(self, digest: Digest) -> Path:
        return self._folder / f"{hash_from_digest(digest).hex()}.json"
