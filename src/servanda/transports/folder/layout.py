"""Names in a carrier's folder.

Source: docs/spec/names-and-layouts.md, Folder.
"""

import os
from pathlib import Path

from servanda.core.identifiers import PartyId

ENVELOPE_SUFFIX = ".servanda"
ATTACHMENT_SUFFIX = ".age"
PARTIAL_PREFIX = ".partial-"
TAKEN = "taken"
READABLE = 0o644  # the reader is another user on another machine; the content is sealed


def folder_of(folder: Path, recipient: PartyId) -> Path:
    """Return where envelopes for `recipient` lie; a party's name is safe in a path."""
    return folder / recipient


def envelope_name(digest: str) -> str:
    """Return the file name of the envelope whose hex SHA-256 is `digest`."""
    return digest + ENVELOPE_SUFFIX


def attachment_name(hex_digest: str) -> str:
    """Return the file name of the attachment whose ciphertext has the hex SHA-256 given."""
    return hex_digest + ATTACHMENT_SUFFIX


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut; syncing the file alone does not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
