"""Ask a person for what a verb was not given; a program is told what is missing.

A date or a zone that both sides will read is never guessed.
"""

import re
import sys
from typing import Final

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect

_ZONE: Final = re.compile(r"(?:UTC)?([+-])(\d{2}):(\d{2})")
_MINUTES: Final = 60


def ask_for(given: str | None, option: str, question: str, *, as_json: bool) -> str:
    """Return what was given, or else what a person at the terminal answers.

    Args:
        given: By the option; None where it was left out.
        option: Its name.
        question: In the person's language.
        as_json: Whether a program called; it is asked nothing.

    Raises:
        InvalidInputError: Nothing was given, and nobody is there to be asked.
    """
    if given:
        return given
    if as_json or not sys.stdin.isatty():
        raise InvalidInputError(Fault(option, expect(Expected.MEMBER), Found.NOTHING))
    return str(typer.prompt(question, err=True)).strip()


def parse_zone(written: str) -> int:
    """Return the minutes of an offset from UTC, written `+08:00`, `UTC+08:00` or `Z`.

    Raises:
        InvalidInputError: It is none; a name of a zone says nothing about one day.
    """
    if written in {"Z", "UTC"}:
        return 0
    found = _ZONE.fullmatch(written)
    if found is None or int(found.group(3)) >= _MINUTES:
        raise InvalidInputError(Fault("--zone", expect(Expected.ZONE), written))
    minutes = int(found.group(2)) * _MINUTES + int(found.group(3))
    return -minutes if found.group(1) == "-" else minutes


def parse_assignment(option: str, written: str) -> tuple[str, str]:
    """Return name and value of `NAME=VALUE`.

    Raises:
        InvalidInputError: It is none.
    """
    name, separator, value = written.partition("=")
    if not separator or not name.strip():
        raise InvalidInputError(Fault(option, expect(Expected.ASSIGNMENT), written))
    return name.strip(), value.strip()
