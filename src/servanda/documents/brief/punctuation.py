"""What stands between the parts of a line that a form puts together, as each language writes it.

Source: docs/spec/brief.md, "Forms".
"""

from collections.abc import Mapping
from typing import NamedTuple


class Punctuation(NamedTuple):
    """Marks of one language, each with the blank that follows it there.

    Attributes:
        colon: Between what something is and what it says.
        stop: At the end of a sentence that another follows.
        opening: Of a remark.
        closing: Of a remark.
    """

    colon: str
    stop: str
    opening: str
    closing: str


_LATIN = Punctuation(": ", ". ", " (", ")")
_OTHERS: Mapping[str, Punctuation] = {"zh-Hans": Punctuation("：", "。", "（", "）")}


def punctuation(language: str) -> Punctuation:
    """Return the marks of a language."""
    return _OTHERS.get(language, _LATIN)
