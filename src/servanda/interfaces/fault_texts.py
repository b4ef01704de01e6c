"""Say in a person's language what does not fit: where, what was expected, what was found.

The core hands over a fault as a value (`core/faults.py`); here it becomes a sentence. No message
is taken apart for that, and what a person wrote stays as it is written: names of fields and
coded words are the same in every language.
"""

from functools import partial

from servanda.core.errors import ServandaError
from servanda.core.faults import Expected, Fault, Parameter
from servanda.interfaces.language import text
from servanda.interfaces.words import word

# Their parameters are codes of the transition table.
_OF_A_CASE = frozenset((Expected.MOVE, Expected.NO_MOVE, Expected.NEEDED, Expected.OPEN_TO_IT))


def error_text(error: ServandaError, *, language: str | None = None) -> str:
    """Return what `error` says, in the current language or in `language`.

    An error without a fault has its English message alone.
    """
    return str(error) if error.fault is None else fault_text(error.fault, language=language)


def fault_text(fault: Fault, *, language: str | None = None) -> str:
    """Return `fault` as a sentence, in the current language or in `language`."""
    return _worded(fault, language=language).told(partial(text, language=language))


def _worded(fault: Fault, *, language: str | None) -> Fault:
    """Return `fault` with words for the moves and states in a case, beside their codes."""
    if fault.expected.kind not in _OF_A_CASE:
        return fault
    parameters: dict[str, Parameter] = {
        name: tuple(move_words(one, language=language) for one in value)
        if isinstance(value, tuple)
        else move_words(str(value), language=language)
        for name, value in fault.expected.parameters.items()
    }
    return fault._replace(expected=fault.expected._replace(parameters=parameters))


def move_words(code: str, *, language: str | None = None) -> str:
    """Return a state, or a move as `status.lapsed`, in words; a move's code stands beside it."""
    type_, separator, step = code.partition(".")
    if not separator:
        return word(code, language=language)
    return f"{word(type_, language=language)}: {word(step, language=language)} ({code})"
