"""Words in which letters of two scripts pose as one: Latin ones, and others that look like them.

A name written so looks like another on every screen, and is another to every rule. It is nobody's
spelling: a word mixes scripts by a slip or to deceive.

Source: docs/spec/evidence/documents.md, "Notes"; Unicode Technical Standard 39, for the letters.
"""

import re
from typing import Final

# Cyrillic and Greek letters of which the capital or the small form cannot be told from a Latin one
# in common type; both forms, for keys are in small letters.
_LETTERS: Final = "АВЕЅІЈКМНОРСТУХһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧν"
_POSING: Final = "".join(sorted({*_LETTERS.upper(), *_LETTERS.lower()}))
_WORD: Final = re.compile(rf"[^\W\d_]*(?:[A-Za-z][{_POSING}]|[{_POSING}][A-Za-z])[^\W\d_]*")
_ANY: Final = re.compile(f"[{_POSING}]")
_LATIN_WITH_POSING: Final = re.compile(rf"[A-Za-zÀ-ɏ{_POSING}]+")


def posing_words(text: str) -> list[str]:
    """Return the words that mix Latin letters with look-alikes of other scripts, in order."""
    if text.isascii() or not _ANY.search(text):
        return []  # as nearly always, and told without looking at every word
    return [found[0] for found in _WORD.finditer(text) if _LATIN_WITH_POSING.fullmatch(found[0])]
