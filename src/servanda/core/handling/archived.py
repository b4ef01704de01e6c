"""Which programs may be given the text of an archived document, by the marking it was added with.

An archived document was written by neither party, so nobody here could consent for it; whoever
adds it says what holds. A program that answers over a network passes on what it is given, wherever
that network ends, so nothing but what is for everybody goes there.

Source: docs/spec/handling.md, "Archived documents".
"""

from enum import Enum

from servanda.core.handling.markings import MARKINGS

DEFAULT_MARKING = "amber"  # what nobody marked stays inside


class Program(Enum):
    """A program that is not part of Servanda and reads a document's text."""

    ON_THIS_MACHINE = "on_this_machine"
    OUTSIDE = "outside"


_STRICTEST = {Program.ON_THIS_MACHINE: "amber_strict", Program.OUTSIDE: "clear"}


def may_read(program: Program, *, marking: str) -> bool:
    """Return whether a program may be given the text of a document with that marking.

    Args:
        program: Who would read it.
        marking: One of `MARKINGS`; any other word is taken for the strictest.
    """
    if marking not in MARKINGS:
        return False
    return MARKINGS.index(marking) <= MARKINGS.index(_STRICTEST[program])
