"""Which of two documents took from the other, as far as they tell; else it stays open.

Three clues, the first that tells decides: solved days that do not meet; a word that one has
right and the other misprinted; a text that holds the other nearly whole and more.

Source: docs/spec/evidence/reuse.md, "Direction".
"""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from servanda.evidence.documents import Document
from servanda.evidence.intervals import Interval
from servanda.evidence.reuse.reuse import Direction, ParagraphMatch
from servanda.evidence.spans import Span

LONGER_PERMILLE = 1_300  # of the shorter: a text so much longer rather gave than took
PERMILLE = 1_000
LEAST_WORD_LETTERS = 5  # shorter words differ by a letter and mean both
MOST_WRONG_LETTERS = 2  # "diffuse" for "defuse"


def direction_of(
    one: Document,
    other: Document,
    *,
    paragraphs: Sequence[ParagraphMatch],
    published: tuple[Interval, Interval],
) -> tuple[Direction, tuple[Span, ...]]:
    """Return who took from whom, with the spans that tell."""
    first, second = published
    if not first.meets(second):
        is_earlier = bool(first.latest and second.earliest and first.latest < second.earliest)
        # The later one can only have taken.
        return (Direction.B_FROM_A if is_earlier else Direction.A_FROM_B), ()
    misprint = _misprint(one, other, paragraphs)
    if misprint is not None:
        return misprint
    if paragraphs:
        sizes = [sum(span.length for span in each.paragraphs) for each in (one, other)]
        if sizes[0] * PERMILLE >= sizes[1] * LONGER_PERMILLE:
            return Direction.B_FROM_A, ()
        if sizes[1] * PERMILLE >= sizes[0] * LONGER_PERMILLE:
            return Direction.A_FROM_B, ()
    return Direction.UNDECIDED, ()


def _misprint(
    one: Document, other: Document, paragraphs: Sequence[ParagraphMatch]
) -> tuple[Direction, tuple[Span, ...]] | None:
    """Return the direction that a corrected word tells: who copies may correct, not misprint.

    Both words must look alike, and only one of them stand elsewhere in either text: the word
    that is used again is the one that was meant.
    """
    known = Counter(
        word.strip(",.;:").casefold()
        for document in (one, other)
        for span in document.paragraphs
        for word in document.text_of(span).split()
    )
    for paragraph in paragraphs:
        for difference in paragraph.differences:
            a, b = one.text_of(difference.a), other.text_of(difference.b)
            if not _is_misprint(a, b):
                continue
            counts = [known[word.strip(",.;:").casefold()] for word in (a, b)]
            if counts[0] > 1 and counts[1] == 1:
                return Direction.A_FROM_B, (difference.a, difference.b)
            if counts[1] > 1 and counts[0] == 1:
                return Direction.B_FROM_A, (difference.a, difference.b)
    return None


def _is_misprint(a: str, b: str) -> bool:
    """Tell whether two single words differ in a letter or two, as a misprint does."""
    if not (a.isalpha() and b.isalpha()) or min(len(a), len(b)) < LEAST_WORD_LETTERS:
        return False
    return 0 < Levenshtein.distance(a.casefold(), b.casefold()) <= MOST_WRONG_LETTERS
