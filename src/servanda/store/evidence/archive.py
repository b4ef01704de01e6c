"""The archive of documents: each file under its hash, in the home.

Source: docs/spec/names-and-layouts.md, Home.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from typing_extensions import override

from servanda.store.home.layout import FOLDER_MODE
from servanda.store.home.whole_file import sync_folder, write_whole
from servanda.usecases.ports.evidence import DocumentArchive, DocumentDamagedError

PREFIX_DIGITS = 2  # of the hash: 256 folders hold a million files without a slow listing


@dataclass(frozen=True, slots=True)
class FolderArchive(DocumentArchive):
    """Fills the port from one folder, which is made with the first document."""

    folder: Path

    @override
    def keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        place = self._place(digest)
        if not (place.exists() and sha256(place.read_bytes()).hexdigest() == digest):
            is_new = not place.parent.exists()
            place.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            write_whole(place, content)
            if is_new:
                sync_folder(self.folder)
        return digest

    @override
    def read(self, digest: str) -> bytes:
        place = self._place(digest)
        try:
            content = place.read_bytes()
        except OSError as error:
            raise DocumentDamagedError(
                f"{place} cannot be read ({error}); `servanda evidence add` with the same file "
                f"restores it"
            ) from error
        found = sha256(content).hexdigest()
        if found != digest:
            raise DocumentDamagedError(
                f"{place} was changed: expected bytes of SHA-256 {digest}, found {found}; "
                f"`servanda evidence add` with the original file restores it"
            )
        return content

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:PREFIX_DIGITS] / digest
