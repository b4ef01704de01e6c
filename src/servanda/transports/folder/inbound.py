"""Take envelopes out of a folder that a counterpart, or a process of our own, writes to.

A file stays until what it brought is committed; then it is moved to `taken/`. So a crash
between the two brings the same envelope again, which changes nothing.

Source: docs/spec/names-and-layouts.md, Folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from servanda.core.envelope.sealed import MAX_ENVELOPE_BYTES
from servanda.core.identifiers import PartyId
from servanda.transports.folder.layout import (
    ENVELOPE_SUFFIX,
    PARTIAL_PREFIX,
    TAKEN,
    folder_of,
)

MAX_FILES_PER_LOOK = 256  # one batch of the sequencer; the next look finds the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    """One envelope found in the folder.

    Attributes:
        file: Where it lies.
        content: Its bytes; nothing is verified but that they fit the file's name.
    """

    file: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class FolderInbound:
    """Reads what lies for `recipient` below `folder`."""

    folder: Path
    recipient: PartyId

    def arrived(self) -> Iterator[ArrivedFile]:
        """Return the whole envelopes that lie there, oldest first, at most a batch.

        A file whose bytes do not fit its name is still being copied, or was damaged: it is
        left where it is. One that is too large to be an envelope is left too.
        """
        for file in self._candidates():
            try:
                if file.stat().st_size > MAX_ENVELOPE_BYTES or file.is_symlink():
                    continue
                content = file.read_bytes()
            except OSError:  # taken by another process, or the disk was pulled out
                continue
            if sha256(content).hexdigest() == file.name.removesuffix(ENVELOPE_SUFFIX):
                yield ArrivedFile(file=file, content=content)

    def take(self, arrived: ArrivedFile) -> None:
        """Move an envelope whose content is committed out of the way.

        Raises:
            OSError: It cannot be moved; it will be found again, which changes nothing.
        """
        taken = arrived.file.parent / TAKEN
        taken.mkdir(exist_ok=True)
        arrived.file.replace(taken / arrived.file.name)

    def _candidates(self) -> list[Path]:
        try:
            found = [
                file
                for file in folder_of(self.folder, self.recipient).iterdir()
                if file.name.endswith(ENVELOPE_SUFFIX) and not file.name.startswith(PARTIAL_PREFIX)
            ]
            found.sort(key=lambda file: (file.stat().st_mtime_ns, file.name))
        except OSError:  # not mounted, or a file vanished: the next look sees what is there
            return []
        return found[:MAX_FILES_PER_LOOK]
