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
from servanda.evidence.reuse.shelf import Values
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
# The same, by a table: nearly all of most texts. What is beyond ASCII there are curly marks.
_MARKS_BEYOND_ASCII = re.compile(r"[^\w\x00-\x7f]+")
_NO_LETTER_OF_ASCII = bytes(code for code in range(128) if not chr(code).isalpha())


def letter_hashes(text: str) -> Hashes:
    """Return the hashes of all runs of `LETTERS` letters, sorted, each once.

    Case, spaces, figures and marks are set aside, in any script.
    """
    return _once(_run_hashes(_letters(text)))


def letter_hashes_of(texts: Sequence[str]) -> tuple[Hashes, Values]:
    """Return the hashes of the runs of many texts, and of each the number of its text.

    Those of one text stand together, unsorted; a run that it repeats comes more than once.
    """
    letters = [*map(_letters, texts)]
    lengths = np.array([len(one) for one in letters], dtype=np.int64)
    if not lengths.sum():
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint32)
    hashes = _run_hashes(np.concatenate(letters))
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(owners))
    # A run that begins with fewer letters left than it has would reach into the next text.
    own = left[: len(hashes)] >= LETTERS
    return hashes[own], owners[: len(hashes)][own]


def _letters(text: str) -> Hashes:
    """Return the code points of the letters of a text, in lower case."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _MARKS_BEYOND_ASCII.sub("", plain)
    if plain.isascii():
        return np.frombuffer(
            plain.encode("ascii").translate(None, _NO_LETTER_OF_ASCII), dtype=np.uint8
        ).astype(np.uint64)
    plain = _NO_LETTER.sub("", plain)
    return np.frombuffer(plain.encode("utf-32-le"), dtype="<u4").astype(np.uint64)


def _run_hashes(codes: Hashes) -> Hashes:
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
    return hashes


def _once(hashes: Hashes) -> Hashes:
    """Return the hashes sorted, each once; quicker than `np.unique` for so few."""
    hashes.sort()
    return hashes[np.concatenate(([True], hashes[1:] != hashes[:-1]))] if len(hashes) else hashes


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
    text = "\n".join(document.text_of(piece) for piece in pieces)
    return _once(kept(_run_hashes(_letters(text))))


def word_shingles(text: str) -> frozenset[str]:
    """Return the runs of `WORDS` words of a text, lower case; a shorter text is one run."""
    words = [*map(str.lower, _WORD.findall(text))]
    runs = range(max(1, len(words) - WORDS + 1))
    return frozenset(" ".join(words[at : at + WORDS]) for at in runs)
