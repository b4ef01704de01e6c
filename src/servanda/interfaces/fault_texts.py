"""Say in a person's language what does not fit: where, what was expected, what was found.

The core hands over a fault as a value (`core/faults.py`); here it becomes a sentence. No message
is taken apart for that, and what a person wrote stays as it is written: names of fields and
coded words are the same in every language.
"""

from functools import partial

from servanda.core.errors import ServandaError
from servanda.core.faults import Fault
from servanda.interfaces.language import text


def error_text(error: ServandaError, *, language: str | None = None) -> str:
    """Return what `error` says, in the current language or in `language`.

    An error without a fault has its English message alone.
    """
    return str(error) if error.fault is None else fault_text(error.fault, language=language)


def fault_text(fault: Fault, *, language: str | None = None) -> str:
    """Return `fault` as a sentence, in the current language or in `language`."""
    return fault.told(partial(text, language=language))
