"""The base error and its families, by who has to act.

Every error of Servanda belongs to one of these families, so that a shell (command line, page,
carrier) can react to a family and never has to know the single errors. An error is raised by
the module that finds the fault and is defined there; only the families live here.

Source: docs/decisions/0002-errors-belong-to-who-must-act.md.
"""

from typing import ClassVar


class ServandaError(Exception):
    """Anything Servanda refuses, with a message that says what was expected and what was found.

    Attributes:
        code: Stable name of the error, explained in docs/reference/errors.md. Programs may
            compare it; nobody parses the message.
    """

    code: ClassVar[str] = "servanda"


class InvalidInputError(ServandaError):
    """Our own user gave something that cannot be used; the user corrects it."""

    code: ClassVar[str] = "invalid-input"


class CounterpartError(ServandaError):
    """Bytes from outside break a rule; the counterpart, or whoever sent them, is at fault."""

    code: ClassVar[str] = "counterpart"


class MisconfiguredError(ServandaError):
    """The node cannot work as it is set up; the operator acts, and the message has the cure."""

    code: ClassVar[str] = "misconfigured"
