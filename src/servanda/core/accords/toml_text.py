"""Read a TOML text that a person wrote, and say by line why it is none.

Source: TOML 1.0.0.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from servanda.core.accords.key_lines import lines_in_toml
from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, expect

_PLACE: Final = re.compile(r" \(at line ([0-9]+), column [0-9]+\)")
_END: Final = " (at end of document)"


class LintFault(NamedTuple):
    """One thing that is wrong in a text that somebody wrote.

    Attributes:
        file: Which file of the folder.
        line: From 1.
        fault: What is wrong; its path is the member as it is named in that file, or empty.
    """

    file: str
    line: int
    fault: Fault


class TomlText(NamedTuple):
    """A TOML text.

    Attributes:
        data: What it says.
        lines: The line of each member, by its path.
    """

    data: JsonObject
    lines: Mapping[str, int]


def read_toml(content: bytes, *, file: str) -> TomlText | LintFault:
    """Return what `content` says with the lines of its members, or why it is no TOML.

    Args:
        content: From anybody.
        file: What the fault names.
    """
    try:
        written = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return LintFault(file, line, Fault("", expect(Expected.UTF8), error.reason))
    try:
        return TomlText(cast("JsonObject", tomllib.loads(written)), lines_in_toml(written))
    except tomllib.TOMLDecodeError as error:
        return _syntax_fault(str(error), written, file=file)
    except RecursionError:
        fault = Fault("", expect(Expected.TOML), "a text that is nested too deeply")
        return LintFault(file, 1, fault)


def _syntax_fault(message: str, written: str, *, file: str) -> LintFault:
    place = _PLACE.search(message)
    line = int(place[1]) if place else written.count("\n") + 1
    found = _PLACE.sub("", message).replace(_END, "")
    return LintFault(file, line, Fault("", expect(Expected.TOML), found))
