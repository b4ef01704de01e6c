"""Let a node die on purpose: by a signal to itself, or by an exception that nothing catches.

The first serves a demonstration and the tests that kill real processes; the second the
simulator, where a crash drops what a process would have in memory and nothing else.

Source: docs/reference/step-boundaries.md.
"""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field

from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.usecases.boundaries import (
    BOUNDARIES,
    ROTATION_BOUNDARIES,
    Boundaries,
    NoStop,
)

STOP_VARIABLE = "SERVANDA_STOP_AT"
REAL_MODE = "real"


class SimulatedCrash(BaseException):
    """The process died; a `BaseException`, so that no handler of errors survives its own death."""


@dataclass(slots=True)
class KillAt(Boundaries):
    """Kills its own process, without a chance to tidy up, at one boundary.

    Attributes:
        name: The boundary.
        passes: How often it is passed first.
    """

    name: str
    passes: int = 0

    @override
    def reached(self, name: str) -> None:
        """Die if this is the place."""
        if name != self.name:
            return
        if self.passes:
            self.passes -= 1
            return
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass(slots=True)
class CrashAfter(Boundaries):
    """Raises `SimulatedCrash` at a boundary to come, and notes every one that is reached.

    Attributes:
        left: How many boundaries are passed before the crash; None: none is planned.
        reached_names: The boundaries reached since the last `clear`.
        crashed_at: Where the last crash was; empty: there was none.
    """

    left: int | None = None
    reached_names: list[str] = field(default_factory=list)
    crashed_at: str = ""

    @override
    def reached(self, name: str) -> None:
        """Die if this is the place."""
        self.reached_names.append(name)
        if self.left is None:
            return
        if self.left == 0:
            self.left = None
            self.crashed_at = name
            raise SimulatedCrash(name)
        self.left -= 1

    def clear(self) -> None:
        """Plan no crash and forget what was reached."""
        self.left = None
        self.crashed_at = ""
        self.reached_names.clear()


def boundaries_of(environment: Mapping[str, str], *, mode: str | None) -> Boundaries:
    """Return what a node is told to do at its boundaries.

    Args:
        environment: Of the process; `SERVANDA_STOP_AT` names a boundary, and after a colon,
            how often it is passed first.
        mode: Of the home; None before set-up.

    Raises:
        MisconfiguredError: The variable names no boundary, or the home is a real one: nobody
            who can set a variable may choose where a node in use dies.
    """
    wish = environment.get(STOP_VARIABLE, "")
    if not wish:
        return NoStop()
    if mode in (None, REAL_MODE):
        raise MisconfiguredError(
            f"{STOP_VARIABLE} is for demonstrations and exercises; this home is {mode or 'new'}: "
            f"unset it"
        )
    name, _, passes = wish.partition(":")
    known = (*BOUNDARIES, *ROTATION_BOUNDARIES)
    if name not in known or not (passes or "0").isdecimal():
        raise MisconfiguredError(
            f"{STOP_VARIABLE}: expected one of {', '.join(known)}, found {wish!r:.60}"
        )
    return KillAt(name=name, passes=int(passes or "0"))
