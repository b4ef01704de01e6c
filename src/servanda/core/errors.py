"""The base error and its families, by who has to act.

Every error of Servanda belongs to one of these families, so that a shell (command line, page,
carrier) can react to a family and never has to know the single errors. An error is raised by
the module that finds the fault and is defined there; only the families live here.

Source: docs/decisions/0002-errors-belong-to-who-must-act.md.
"""

from typing import ClassVar

from servanda.core.faults import Fault


class ServandaError(Exception):
    """Anything Servanda refuses, with a message that says what was expected and what was found.

    Attributes:
        code: Stable name of the error, explained in docs/reference/errors.md. Programs may
            compare it; nobody parses the message.
        fault: What does not fit and where, for those who say it in another language; None where
            the message is all there is.
    """

    code: ClassVar[str] = "servanda"
    fault: Fault | None

    def __init__(self, problem: str | Fault = "") -> None:
        """Take the message, or the fault that it tells of."""
        super().__init__(str(problem))
        self.fault = problem if isinstance(problem, Fault) else None

    @property
    def problem(self) -> str | Fault:
        """What to raise another error with that tells of the same."""
        return str(self) if self.fault is None else self.fault

    def within(self, holder: str) -> str | Fault:
        """Return the problem as whoever looks at the whole has it, with `holder` named first."""
        return f"{holder}: {self}" if self.fault is None else self.fault.within(holder)


class InvalidInputError(ServandaError):
    """Our own user gave something that cannot be used; the user corrects it."""

    code: ClassVar[str] = "invalid-input"


class CounterpartError(ServandaError):
    """Bytes from outside break a rule; the counterpart, or whoever sent them, is at fault."""

    code: ClassVar[str] = "counterpart"


class MisconfiguredError(ServandaError):
    """The node cannot work as it is set up; the operator acts, and the message has the cure."""

    code: ClassVar[str] = "misconfigured"
