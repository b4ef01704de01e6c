"""Write a file so that a reader, or a power cut, finds the old one or the new one, never half.

Source: docs/spec/names-and-layouts.md, Home.
"""

import os
import tempfile
from pathlib import Path

OWNER_ONLY = 0o600


def write_whole(destination: Path, content: bytes, *, mode: int = OWNER_ONLY) -> None:
    """Replace `destination` by `content`; on return it would survive a power cut.

    Raises:
        OSError: The disk is full or the folder cannot be written; the old file stands.
    """
    descriptor, temporary = tempfile.mkstemp(dir=destination.parent, prefix=".partial-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temporary).replace(destination)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(destination.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut; syncing the file alone does not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
