"""Say what is wrong with a call: an unknown option, a missing argument, a value that is none.

Typer's own messages are English prose for a terminal. Here each becomes a fault as everything
else that does not fit, so that it is said in the reader's language and to programs as values.
Typer itself is not imported: `verify` works without it, and its usage errors are private names.
"""

import sys
from collections.abc import Sequence
from typing import ClassVar, Final, Protocol

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expectation, Expected, Fault, Found, expect
from servanda.interfaces.language import text

_NO_VERB: Final = "servanda"


class _Parameter(Protocol):
    """What is used of Typer's parameters."""

    opts: Sequence[str]
    name: str | None
    metavar: str | None
    type: object


class WrongUseError(InvalidInputError):
    """The command line was called with an option, argument or value that it does not know."""

    code: ClassVar[str] = "wrong-use"


def wrong_use(error: Exception, arguments: Sequence[str]) -> WrongUseError:
    """Return what `error` says of a call, after its usage was shown to people.

    Args:
        error: As Typer raised it: a usage error of some kind.
        arguments: The whole command line, without the program's name.
    """
    context = getattr(error, "ctx", None)
    verb = _NO_VERB if context is None else str(context.command_path)
    if context is not None:
        show_usage(" ".join((verb, *context.command.collect_usage_pieces(context))))
    return WrongUseError(_fault(error, context, verb=verb, arguments=arguments))


def show_usage(usage: str) -> None:
    """Print how a verb is called, for people."""
    print(text("Usage: {usage}").format(usage=usage), file=sys.stderr)  # noqa: T201 - as output.py


def wrong_call(verb: str, arguments: Sequence[str]) -> Fault:
    """Return that `arguments` are no call of `verb`, where no more is known."""
    return Fault("", expect(Expected.CALL, verb=verb), " ".join(arguments))


def _fault(error: Exception, context: object, *, verb: str, arguments: Sequence[str]) -> Fault:
    parameter = getattr(error, "param", None)
    if parameter is not None:
        name = _name(parameter)
        if hasattr(error, "param_type"):  # Typer's mark of one that is missing
            return Fault(name, expect(Expected.MEMBER), Found.NOTHING)
        return Fault(name, _wanted(parameter, verb=verb), _given(name, arguments, error))
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        return Fault("", expect(Expected.OPTION, verb=verb), str(option))
    if option is not None:  # one that stands at the end without its value
        return Fault(str(option), expect(Expected.MEMBER), Found.NOTHING)
    verbs = tuple(getattr(getattr(context, "command", None), "commands", ()))
    # The words that led to this group of verbs stand before the one that is none of them.
    words = [item for item in arguments if not item.startswith("-")][len(verb.split()) - 1 :]
    if verbs and words and words[0] not in verbs:
        return Fault("", expect(Expected.CODE, words=verbs), words[0])
    return wrong_call(verb, arguments)


def _name(parameter: _Parameter) -> str:
    """Return how a person writes the parameter: an option's name, an argument's placeholder."""
    options = [str(name) for name in parameter.opts if str(name).startswith("--")]
    return options[0] if options else (parameter.metavar or parameter.name or "").strip("[]")


def _wanted(parameter: _Parameter, *, verb: str) -> Expectation:
    least, most = getattr(parameter.type, "min", None), getattr(parameter.type, "max", None)
    if isinstance(least, int) and isinstance(most, int):
        return expect(Expected.INTEGER, least=least, most=most)
    return expect(Expected.OPTION_VALUE, verb=verb)


def _given(name: str, arguments: Sequence[str], error: Exception) -> object:
    """Return the value on the command line that was refused, as far as it can be told."""
    for place, item in enumerate(arguments):
        option, separator, value = item.partition("=")
        if option == name and separator:
            return value
        if option == name and place + 1 < len(arguments):
            return arguments[place + 1]
    return str(error)
