"""Make characters that nobody sees, or that turn a line around, stand as what they are.

A document can hold a right-to-left override that lets "not" be read elsewhere, or letters of no
width that hide words from a reader and show them to a program. On our page each stands as its
number, so that what is read is what was written.

Source: Unicode Standard Annex 9, "Explicit Directional Embedding, Override and Isolate
Formatting Characters"; Unicode Technical Report 36, section 2.
"""

import re

# Control characters but the tab and the line feed; the marks and overrides of direction; joiners
# and fillers of no width but those that scripts need (U+200C, U+200D); tag characters; half of a
# pair of surrogates, which no file can hold.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_CHINESE_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)


def visible(text: str) -> str:
    """Return `text` with each such character as its number: `[U+202E]`."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def unwrapped(text: str) -> str:
    """Return `text` in one line: a break between Chinese characters is nothing, else a space."""
    return " ".join(_CHINESE_BREAK.sub("", text).split())


def in_one_line(text: str, *, most: int) -> str:
    """Return `text` visible, in one line, and cut after `most` characters."""
    line = " ".join(text[: most * 4].split())
    return visible(line if len(line) <= most else line[: most - 1] + "…")
