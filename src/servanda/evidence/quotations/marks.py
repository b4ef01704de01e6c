"""Find what stands between quotation marks, with exact offsets.

The first step of `quotations/find.py`. It knows marks and nothing else: who speaks, and whether
anybody does, comes later. A span never crosses a paragraph, so that one mark left open by its
writer swallows no more than the rest of its own paragraph.

Source: docs/spec/evidence/quotations.md, "Spans".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A closing mark that never comes is believed only if so many characters follow the opening one:
# less is an inch, a second or a slip.
UNCLOSED_CHARACTERS = 20

# What closes each opening mark. Writers mix the double ones: text that opens with U+0022 may close
# with U+201D, so these close one another.
_DOUBLE = '"“”„‟″'
_CLOSERS = dict.fromkeys(_DOUBLE, '"“”‟″') | {
    "「": "」",
    "『": "』",
    "＂": "＂",
    "«": "»",
    "»": "«",
    "``": "''",
    "''": "''",
}
_PAIRS = {("“", "”"), ("‟", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ('"', '"')}
_MARK = re.compile(r"[\"“”„‟″＂「」『』«»]")
_WIRE_MARK = re.compile(r"``|''|[\"“”„‟″＂「」『』«»]")
# A single mark opens at the beginning or after a space, and before something printed.
_SINGLE_OPEN = re.compile(r"(?<![^ ])['‘‛](?=[^\s'‘’\"“”])")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s(\[])['’](?![^\W_])")
# Words that are printed with a mark in front though nothing is quoted ('em, '90s).
_CLIPPED = re.compile(r"['‘’](?:em|til|tis|twas|cause|bout|n|\d\ds?)\b", re.IGNORECASE)
_HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_HAN_CHARACTER = re.compile(rf"[{_HAN}]")
_WORD = re.compile(rf"[{_HAN}]|[^\s{_HAN}]*[^\W_{_HAN}][^\s{_HAN}]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Characters between marks.

    Attributes:
        start: Of the opening mark, in the document's text.
        end: After the closing mark, or the end of the paragraph.
        inner_start: After the opening mark.
        inner_end: Before the closing mark.
        unclosed: Whether the closing mark is missing.
        is_mixed: Whether the two marks are not of one pair.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    unclosed: bool = False
    is_mixed: bool = False


def count_words(text: str) -> int:
    """Return the number of words; each Chinese or Japanese character is one."""
    if _HAN_CHARACTER.search(text):
        return len(_WORD.findall(text))
    return sum(map(_is_word, text.split()))


def _is_word(part: str) -> bool:
    return part[0].isalnum() or any(map(str.isalnum, part))


def find_marked(text: str, start: int, end: int) -> list[Marked]:
    """Return what stands between marks in the paragraph from `start` to `end`, in order.

    What is quoted inside a quotation belongs to it and is not returned by itself. Single marks
    count only outside double ones, and only as a pair.
    """
    is_wire = text.find("''", start, end) >= 0
    marks = list((_WIRE_MARK if is_wire else _MARK).finditer(text, start, end))
    found = _pairs(text, marks, start, end) if marks else []
    if _may_hold_single(text, start, end):
        for single in _single(text, start, end):
            if not any(single.start < each.end and each.start < single.end for each in found):
                found.append(single)
        found.sort(key=lambda marked: marked.start)
    return found


def _may_hold_single(text: str, start: int, end: int) -> bool:
    """Tell whether a single mark stands where one can open; most paragraphs have none."""
    if text[start : start + 1] in {"'", "‘", "‛"}:
        return True
    return text.find(" '", start, end) >= 0 or text.find(" ‘", start, end) >= 0


def _pairs(text: str, marks: list[re.Match[str]], start: int, end: int) -> list[Marked]:
    """Pair the marks by the side they seem to stand on; if that leaves one open, in turn."""
    found, is_settled = _paired(text, marks, start, end, nested=True)
    return found if is_settled else _paired(text, marks, start, end, nested=False)[0]


def _paired(
    text: str, marks: list[re.Match[str]], start: int, end: int, *, nested: bool
) -> tuple[list[Marked], bool]:
    found: list[Marked] = []
    opening: re.Match[str] | None = None
    depth = 0
    for mark in marks:
        if opening is None:
            if _may_open(text, mark, start, end):
                opening, depth = mark, 0
        elif mark[0] not in _CLOSERS[opening[0]] or _is_in_word(text, mark, end):
            continue
        elif mark.start() == opening.end():
            # Nothing stands between: an empty pair of a web page, or two opening marks for one.
            opening = None if mark[0] == opening[0] else opening
        elif nested and _must_open(text, mark, end):
            depth += 1
        elif depth:
            depth -= 1
        else:
            found.append(_closed(opening, mark))
            opening = None
    if opening is not None and end - opening.end() > UNCLOSED_CHARACTERS:
        found.append(
            Marked(
                start=opening.start(),
                end=end,
                inner_start=opening.end(),
                inner_end=end,
                unclosed=True,
            )
        )
    return found, depth == 0


def _closed(opening: re.Match[str], closing: re.Match[str]) -> Marked:
    first, last = opening[0], closing[0]
    is_mixed = first in _DOUBLE and (first, last) not in _PAIRS
    return Marked(
        start=opening.start(),
        end=closing.end(),
        inner_start=opening.end(),
        inner_end=closing.start(),
        is_mixed=is_mixed,
    )


def _may_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Tell whether `mark` can open: not a closing form, not an inch, not the end of something."""
    if mark[0] in "」』" or mark.end() >= end:
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()]
    if mark[0] in "「『“„":
        return True
    # 6'2" is a height, and a mark after a full stop and before a space closes what began earlier.
    return not (after.isspace() and not before.isspace()) and not (
        before.isdigit() and not after.isalnum()
    )


def _must_open(text: str, mark: re.Match[str], end: int) -> bool:
    """Tell whether `mark` stands where only an opening one can: after a space, before a word."""
    if mark[0] == "”":
        return False
    before, after = text[mark.start() - 1], text[mark.end() : min(mark.end() + 1, end)]
    return before.isspace() and after.isalnum()


def _is_in_word(text: str, mark: re.Match[str], end: int) -> bool:
    """Tell whether a straight mark stands between two letters, where it is a slip."""
    if mark[0] != '"' or mark.end() >= end:
        return False
    return text[mark.start() - 1].isalpha() and text[mark.end()].isalpha()


def _single(text: str, start: int, end: int) -> Iterator[Marked]:
    at = start
    while opening := _SINGLE_OPEN.search(text, at, end):
        at = opening.end()
        if _CLIPPED.match(text, opening.start(), end):
            continue
        closing = _SINGLE_CLOSE.search(text, at, end)
        if closing is None:
            return
        at = closing.end()
        yield Marked(
            start=opening.start(),
            end=closing.end(),
            inner_start=opening.end(),
            inner_end=closing.start(),
            is_mixed=(opening[0], closing[0]) not in {("‘", "’"), ("'", "'")},
        )
