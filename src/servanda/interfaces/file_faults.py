"""Say why a file that a person named cannot be read or written, in no language of the machine."""

from pathlib import Path

from servanda.core.faults import Expectation, Expected, Fault, Found, expect


def unreadable(file: Path | str, error: Exception, expected: Expectation | None = None) -> Fault:
    """Return that `file` cannot be read.

    Args:
        file: As the person named it.
        error: What the machine said: an `OSError`, or that the bytes are no text.
        expected: What it should be; None for a file that can be read.
    """
    return Fault(str(file), expected or expect(Expected.READABLE), _found(error))


def unwritable(file: Path | str, error: OSError) -> Fault:
    """Return that `file` cannot be written."""
    return Fault(str(file), expect(Expected.WRITABLE), _found(error))


def _found(error: Exception) -> object:
    match error:
        case FileNotFoundError():
            return Found.NO_FILE
        case IsADirectoryError():
            return Found.A_FOLDER
        case PermissionError():
            return Found.NOT_ALLOWED
        case UnicodeDecodeError():
            return Found.NOT_UTF8
        case OSError():
            return error.strerror or str(error)
        case _:
            return str(error)
