"""Text as hashed runs of letters: what two documents share is what their sets have in common.

Runs of letters rather than of words, because a copy with a wrong letter in every second word
still shares half of its ten-letter runs and hardly any of its five-word ones. One in eight is
kept, chosen by the hash itself, so that every document keeps the same ones.

What is page furniture, or stands between quotation marks, makes no two texts copies of each
other: it is left out.

Source: docs/spec/evidence/reuse.md, "Shingles".
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from servanda.evidence.documents import Document
from servanda.evidence.spans import Span, outside

LETTERS = 10  # of one run: shorter ones are shared by any two texts on one matter
KEPT_OF = 8  # one in so many is kept
WORDS = 5  # of the shingles that a report counts
SEED = 0xCBF29CE484222325

Hashes: TypeAlias = NDArray[np.uint64]

_FACTOR = 0x100000001B3
_MIX = np.uint64(0x9E3779B97F4A7C15)
_POWERS = np.array(
    [pow(_FACTOR, LETTERS - 1 - at, 2**64) for at in range(LETTERS)], dtype=np.uint64
)
_WORD = re.compile(r"\w+")
_NO_LETTER = re.compile(r"[\W\d_]+")


def letter_hashes(text: str) -> Hashes:
    """Return the hashes of all runs of `LETTERS` letters, sorted, each once.

    Case, spaces, figures and marks are set aside, in any script.
    """
    plain = _NO_LETTER.sub("", text.casefold())
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = len(codes) - LETTERS + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.full(count, SEED, dtype=np.uint64)
    for at in range(LETTERS):
        hashes += codes[at : at + count] * _POWERS[at]
    # Without mixing, the lowest bits (by which runs are kept) would be those of the last letter.
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


def kept(hashes: Hashes, *, of: int = KEPT_OF) -> Hashes:
    """Return the one in `of` that every document keeps."""
    chosen: Hashes = hashes[hashes % np.uint64(of) == 0]
    return chosen


def document_hashes(document: Document, *, without: Sequence[Span] = ()) -> Hashes:
    """Return the kept hashes of a document's paragraphs.

    Args:
        document: What its title and furniture say is left out.
        without: Spans to leave out as well, in order: quotations.
    """
    pieces = (piece for block in document.paragraphs for piece in outside(block, without))
    return kept(letter_hashes("\n".join(document.text_of(piece) for piece in pieces)))


def word_shingles(text: str) -> frozenset[str]:
    """Return the runs of `WORDS` words of a text, lower case; a shorter text is one run."""
    words = [word.lower() for word in _WORD.findall(text)]
    runs = range(max(1, len(words) - WORDS + 1))
    return frozenset(" ".join(words[at : at + WORDS]) for at in runs)
