"""A parallel text for matching, in which spelling differences that mean nothing are gone.

Curly marks become straight, dashes and runs of white space become one, invisible characters
vanish; with `fold_case` capitals do too. Every position leads back to the text as extracted, which
is what offsets always refer to.

Used wherever two texts are compared: names, quotations, reuse.

Source: docs/spec/evidence/documents.md, "The normal form".
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

_STRAIGHT = {
    **dict.fromkeys(map(ord, "“”„‟«»〝〞＂「」『』"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛`´ʼ＇"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−－﹣"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000\t\n"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    # Full-width forms of Chinese typing: the same characters in another size.
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in (0xFF02, 0xFF07)},
}
_GONE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
# What takes more or fewer characters in the normal form than in the text. What vanishes between
# two spaces must not part them, or a second pass would find more to do.
_UNEVEN = re.compile(
    f"(?P<spaces> (?:{_GONE}* )+)|(?P<dashes>-(?:{_GONE}*-)+)|(?P<gone>{_GONE}+)"
    "|(?P<dots>…)|(?P<ligature>[ﬀ-ﬄ])"
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_SHORT = {"gone": "", "spaces": " ", "dashes": "-", "dots": "..."}


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalForm:
    """A text in normal form, and the way back.

    Text and normal form are cut into the same number of pieces. In an even piece both have the
    same length and run beside each other; an uneven piece is one whole (a run of spaces, an
    ellipsis, invisible characters).

    Attributes:
        normal: The normal form.
        normal_steps: Where the pieces begin in the normal form, and its end; never falling.
        source_steps: Where the pieces begin in the text, and its end; rising.
    """

    normal: str
    normal_steps: tuple[int, ...]
    source_steps: tuple[int, ...]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the text that `start` to before `end` here stand for.

        A part of an uneven piece brings the whole piece; an empty stretch brings an empty one.
        """
        return _carried(self.normal_steps, self.source_steps, start, end)

    def to_normal(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters of the text from `start` to before `end` stand here."""
        return _carried(self.source_steps, self.normal_steps, start, end)


def _carried(
    here: tuple[int, ...], there: tuple[int, ...], start: int, end: int
) -> tuple[int, int]:
    """Carry a stretch over from one side, whose pieces begin at `here`, to the other."""
    first = _piece(here, start)
    is_even = _is_even(here, there, first)
    begin = there[first] + (start - here[first] if is_even else 0)
    if start >= end:
        return begin, begin
    last = _piece(here, end - 1)
    is_even = _is_even(here, there, last)
    return begin, there[last] + end - here[last] if is_even else there[last + 1]


def _piece(steps: tuple[int, ...], position: int) -> int:
    """Return the number of the piece that holds `position`; the last one for the end."""
    return min(bisect_right(steps, position) - 1, len(steps) - 2)


def _is_even(here: tuple[int, ...], there: tuple[int, ...], piece: int) -> bool:
    return here[piece + 1] - here[piece] == there[piece + 1] - there[piece]


def normal_form(text: str, *, fold_case: bool = False) -> NormalForm:
    """Return the normal form of `text`.

    Args:
        text: Any text.
        fold_case: Whether capitals become small letters as well.
    """
    even = text.translate(_STRAIGHT)
    if fold_case:
        even = _small(even)
    pieces: list[str] = []
    normal_steps, source_steps = [0], [0]
    for match in _UNEVEN.finditer(even):
        kind = match.lastgroup or ""
        short = _SHORT[kind] if kind in _SHORT else _LIGATURES[match.group()]
        pieces += (even[source_steps[-1] : match.start()], short)
        normal_steps.append(normal_steps[-1] + match.start() - source_steps[-1])
        normal_steps.append(normal_steps[-1] + len(short))
        source_steps += match.span()
    pieces.append(even[source_steps[-1] :])
    normal_steps.append(normal_steps[-1] + len(even) - source_steps[-1])
    source_steps.append(len(even))
    return NormalForm(
        normal="".join(pieces),
        normal_steps=tuple(normal_steps),
        source_steps=tuple(source_steps),
    )


def _small(text: str) -> str:
    """Return `text` in small letters, one for each, whatever the language makes of them."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(lowered if len(lowered := letter.lower()) == 1 else letter for letter in text)
