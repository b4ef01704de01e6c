"""Write what a verb made to a file that the person named, whole or not at all."""

from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.interfaces.file_faults import unwritable
from servanda.store.attachments.new_file import place_without_overwriting, temporary_file


def write_new(file: Path, content: bytes) -> None:
    """Write `content`, and never over a file that is there.

    Raises:
        InvalidInputError: It cannot be written.
        FileExistsAlreadyError: The name is taken.
    """
    try:
        with temporary_file(file.parent, place_without_overwriting) as new:
            new.write(content)
            new.keep(file.name)
    except OSError as error:
        raise InvalidInputError(unwritable(file, error)) from error
