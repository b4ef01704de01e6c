"""The order of Chinese names in pinyin: the family name first, as the source writes it.

The first word counts as the family name when it is one, and all others are syllables of pinyin;
otherwise, where the last word is one, both orders stay open. Equal pinyin is not identity.

Source: docs/spec/evidence/names.md, "Chinese names".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SYLLABLE: Final = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui"
    r"|uo|er|a|e|i|o|u|ü|v)"
)
_GIVEN: Final = re.compile(rf"(?:{_SYLLABLE}){{1,3}}")
_MAX_WORDS: Final = 3  # a family name and at most two syllables written apart


@dataclass(frozen=True, slots=True)
class NameOrder:
    """How the words of a full name are to be read.

    Attributes:
        family: The words of the family name, in small letters; several where the order is open.
        given: The words of the given name that may be used alone.
        is_open: Whether either end may be the family name.
        is_family_first: Whether the family name stands first.
    """

    family: tuple[str, ...]
    given: tuple[str, ...]
    is_open: bool = False
    is_family_first: bool = False


def is_pinyin(word: str) -> bool:
    """Tell whether `word`, in small letters, can be one to three syllables of pinyin."""
    return _GIVEN.fullmatch(word) is not None


def chinese_order(folds: Sequence[str], family_names: frozenset[str]) -> NameOrder | None:
    """Return the order of a name that can be Chinese, or None for any other.

    Args:
        folds: The words of a full name in small letters, two or three.
        family_names: Known family names in pinyin, in small letters.
    """
    if not 1 < len(folds) <= _MAX_WORDS:
        return None
    first, last = folds[0], folds[-1]
    if first in family_names and all(map(is_pinyin, folds[1:])):
        given = folds[1:]
        return NameOrder(
            family=(first,), given=tuple(dict.fromkeys((*given, "".join(given)))),
            is_family_first=True,
        )  # fmt: skip
    if last in family_names and all(map(is_pinyin, folds[:-1])):
        return NameOrder(family=(first, last), given=(), is_open=True)
    return None
