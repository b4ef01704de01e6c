"""Tell sentences from titles, labels and lists by how they end and how long they are.

Source: docs/spec/evidence/documents.md, "Blocks".
"""

import re

_CLOSED = re.compile(r"[.!?…:。！？：؟۔।](?:\s?[\"'”’»)\]」』）》*]){0,4}$")
_DOTTED_END = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
_WORD = re.compile(r"[^\W_][\w.’'-]*")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

# A Chinese word has about two signs.
_HAN_PER_WORD = 2

_MIN_PROSE_WORDS = 5
_MIN_PROSE_LENGTH = 100  # without any mark at its end: a text that was cut, or has no full stops
_MAX_LABEL_WORDS = 3
_MIN_TITLE_WORDS = 4
_MAX_TITLE_WORDS = 30
_MAX_TITLE_LENGTH = 220
_MAX_SHORT_WORDS = 12
_LONG_WORD = 4
_MIN_CAPITALS_PERMILLE = 600


def word_count(line: str) -> int:
    """Return the number of words, counting two Chinese signs as one."""
    signs = len(_HAN.findall(line))
    return signs // _HAN_PER_WORD + len(_WORD.findall(_HAN.sub(" ", line) if signs else line))


def is_prose(line: str) -> bool:
    """Tell whether a line is made of sentences."""
    if len(line) >= _MIN_PROSE_LENGTH:
        return len(line) > _MAX_TITLE_LENGTH or is_closed(line) or not _is_capitalised(line)
    return is_closed(line) and word_count(line) >= _MIN_PROSE_WORDS


def is_closed(line: str) -> bool:
    """Tell whether a line ends as a sentence does. `U.S.` at the end of a title is no such end."""
    return bool(_CLOSED.search(line)) and not _DOTTED_END.search(line)


def is_label(line: str) -> bool:
    """Tell whether a line is too short to say anything: a section, a place, a credit."""
    return word_count(line) <= _MAX_LABEL_WORDS and not is_closed(line)


def is_short(line: str) -> bool:
    """Tell whether a line is one of a list rather than of an article."""
    return word_count(line) <= _MAX_SHORT_WORDS and not is_closed(line)


def is_title(line: str) -> bool:
    """Tell whether a line that is no prose can be a title.

    Three words are enough where they are not all capitalised, as names of places and sections are.
    """
    words = word_count(line)
    if not _MAX_LABEL_WORDS <= words <= _MAX_TITLE_WORDS or len(line) > _MAX_TITLE_LENGTH:
        return False
    return words >= _MIN_TITLE_WORDS or any(word.islower() for word in line.split())


def is_closed_title(line: str) -> bool:
    """Tell whether a line is a title although it ends as a sentence does.

    It asks, or its words are capitalised as in no sentence.
    """
    if line.count(". ") or len(line) > _MAX_TITLE_LENGTH or any(mark in line for mark in '“"'):
        return False
    return is_title(line) and (line[-1] in "?？" or _is_capitalised(line))


def _is_capitalised(line: str) -> bool:
    long = [word for word in _WORD.findall(line) if len(word) >= _LONG_WORD]
    capitals = sum(word[0].isupper() for word in long)
    return len(long) > 1 and capitals * 1000 >= _MIN_CAPITALS_PERMILLE * len(long)
