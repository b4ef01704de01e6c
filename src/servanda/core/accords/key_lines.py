"""Find the line on which each member of a TOML or JSON text is written.

The parsers give values without places, and a person who is told that `clock[3].unit` is wrong wants
the line. The text has been parsed before, so this reads only what a valid text can have, and is
never asked whether it is one.

Source: TOML 1.0.0; RFC 8259.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

_BLANKS: Final = frozenset(" \t\r\n")
_QUOTES: Final = frozenset("\"'")
_BARE_END: Final = frozenset(",]}#\r\n")
_KEY_END: Final = frozenset(" \t.=:]")


def lines_in_toml(text: str) -> Mapping[str, int]:
    """Return the line of each member of a valid TOML text, by its path, such as `clock[2].unit`.

    An entry of a list has the line on which it begins, a table the line of its heading.
    """
    scanner = _Scanner(text)
    scanner.read_document()
    return scanner.lines


def lines_in_json(text: str) -> tuple[Mapping[str, int], Sequence[tuple[str, int]]]:
    """Return the lines of the members of a valid JSON text, and the members named again.

    Returns:
        The first line of each member by its path, such as `terms.kinds[0]`; and path and line of
        each further time, which JSON allows and parsers pass over in silence.
    """
    scanner = _Scanner(text)
    scanner.skip_blanks()
    scanner.read_value("")
    return scanner.lines, scanner.repeated


def line_of(path: str, lines: Mapping[str, int]) -> int:
    """Return the line of `path`, or of the nearest member around it that is written."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 1)


class _Scanner:
    """Walks over a text once and notes where each member begins. Not shared, not kept."""

    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self._text = text
        self._at = 0
        self._starts = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]
        self._counts: dict[str, int] = {}  # of each array of tables

    def read_document(self) -> None:
        table = ""
        while self.skip_blanks():
            if self._text.startswith("[[", self._at):
                table = self._read_heading(2)
            elif self._text[self._at] == "[":
                table = self._read_heading(1)
            else:
                self._read_pair(table)

    def skip_blanks(self) -> bool:
        """Go to the next sign that means something; say whether there is one."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                self._at = self._end_of("\n", self._at) - 1
            elif self._text[self._at] not in _BLANKS:
                return True
            self._at += 1
        return False

    def read_value(self, path: str) -> None:
        sign = self._text[self._at]
        if self._text.startswith(('"""', "'''"), self._at):
            self._skip_long_string(self._text[self._at : self._at + 3])
        elif sign in _QUOTES:
            self._read_string()
        elif sign == "[":
            self._read_list(path)
        elif sign == "{":
            self._read_object(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in _BARE_END:
                self._at += 1

    def _read_heading(self, brackets: int) -> str:
        line, names = self._line(), []
        self._at += brackets
        while True:
            self._skip_spaces()
            names.append(self._read_key())
            self._skip_spaces()
            if self._text[self._at] == "]":
                break
            self._at += 1  # the point
        self._at += brackets
        path = ""
        for name in names[:-1]:
            path = self._newest(_below(path, name))
        path = _below(path, names[-1])
        if brackets == 2:  # noqa: PLR2004 - of an array of tables, as the grammar has it
            self.lines.setdefault(path, line)
            self._counts[path] = self._counts.get(path, 0) + 1
        path = self._newest(path)
        self.lines[path] = line
        return path

    def _newest(self, path: str) -> str:
        """Return the last table of an array of tables, or the path of a table itself."""
        count = self._counts.get(path)
        return path if count is None else f"{path}[{count - 1}]"

    def _read_pair(self, table: str) -> None:
        line, path = self._line(), table
        while True:
            path = _below(path, self._read_key())
            is_again = path in self.lines
            self.lines.setdefault(path, line)
            self.skip_blanks()
            self._at += 1
            if self._text[self._at - 1] in "=:":
                break
            self._skip_spaces()
        if is_again:
            self.repeated.append((path, line))
        self.skip_blanks()
        self.read_value(path)

    def _read_key(self) -> str:
        if self._text[self._at] in _QUOTES:
            return self._read_string()
        start = self._at
        while self._text[self._at] not in _KEY_END:
            self._at += 1
        return self._text[start : self._at]

    def _read_list(self, path: str) -> None:
        self._at += 1
        index = 0
        while self.skip_blanks() and self._text[self._at] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self.lines[f"{path}[{index}]"] = self._line()
            self.read_value(f"{path}[{index}]")
            index += 1
        self._at += 1

    def _read_object(self, path: str) -> None:
        self._at += 1
        while self.skip_blanks() and self._text[self._at] != "}":
            if self._text[self._at] == ",":
                self._at += 1
            else:
                self._read_pair(path)
        self._at += 1

    def _read_string(self) -> str:
        quote, start = self._text[self._at], self._at + 1
        self._at = start
        while self._text[self._at] != quote:
            is_escape = quote == '"' and self._text[self._at] == "\\"
            self._at += 2 if is_escape else 1
        self._at += 1
        return self._text[start : self._at - 1]

    def _skip_long_string(self, quotes: str) -> None:
        self._at += 3
        while not self._text.startswith(quotes, self._at):
            is_escape = quotes[0] == '"' and self._text[self._at] == "\\"
            self._at += 2 if is_escape else 1
        self._at += 3
        while self._text.startswith(quotes[0], self._at):  # up to two belong to the string
            self._at += 1

    def _skip_spaces(self) -> None:
        while self._text[self._at] in " \t":
            self._at += 1

    def _end_of(self, sign: str, start: int) -> int:
        place = self._text.find(sign, start)
        return len(self._text) if place < 0 else place + 1

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
