"""Lay a text out: which of its paragraphs is the title, which are evidence, which are furniture.

In this order: (1) placeholders within paragraphs, and lines of known wording, are furniture
wherever they stand; (2) a remark on the publisher, or a list of other articles, near the end is
furniture with all that follows it, and so are short lines after the last sentence; (3) above the
first sentence the title is chosen, bylines are told apart, and what stands over the title is
furniture.

Source: docs/spec/evidence/documents.md, "Blocks".
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from servanda.evidence.documents import BlockKind
from servanda.evidence.reading.bylines import author_in, is_date_line
from servanda.evidence.reading.furniture_patterns import (
    PLACEHOLDER,
    is_furniture_line,
    opens_the_end,
)
from servanda.evidence.reading.paragraphs import paragraphs
from servanda.evidence.reading.prose import (
    is_closed,
    is_closed_title,
    is_label,
    is_prose,
    is_short,
    is_title,
)
from servanda.evidence.rules import How, how

PARAGRAPH = how("reading.paragraph", 1)
TITLE = how("reading.title", 1)
BYLINE = how("reading.byline", 1)
STATED = how("reading.page-metadata", 1)  # given by `page_layout`, read by `credits`
PLACEHOLDERS = how("furniture.placeholder", 1)
PATTERN = how("furniture.pattern", 1)
PAGE_EDGE = how("furniture.page-edge", 1)
ABOVE = how("furniture.above", 1)
BELOW = how("furniture.below", 1)

# A box in mid-article must not swallow what follows it: below an article stand few sentences.
_MAX_PROSE_BELOW = 2
_MIN_PROSE_ABOVE = 2  # for each below

_BULLET = re.compile(r"[•*·▪■–—-]\s|\(?\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text, what it was found to be, and its characters."""

    start: int
    text: str
    kind: BlockKind
    how: How

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def is_open(self) -> bool:
        """Whether nothing but a paragraph has been seen in it yet."""
        return self.kind is BlockKind.PARAGRAPH


def lay_out(
    text: str, *, is_taken_out: bool = False, edges: frozenset[int] = frozenset()
) -> tuple[Piece, ...]:
    """Return the pieces of `text` in order; what lies between them is white space.

    Args:
        text: As extracted.
        is_taken_out: Whether an extractor took the text out of a page. Short lines at its edges
            were then kept by it as parts of the article, and are no sign of anything else.
        edges: Where running heads and page numbers begin.
    """
    pieces = [
        piece for start, end in paragraphs(text) for piece in _parted(text, start, end)
    ]  # (1)
    if edges:
        pieces = [_as_edge(piece) if piece.start in edges else piece for piece in pieces]
    prose = [number for number, piece in enumerate(pieces) if _is_prose(piece)]
    if prose:
        first = prose[0]
        if len(prose) > 1 and is_closed_title(pieces[first].text):
            first = prose[1]
        article = [number for number in prose if number >= first]
        _end(pieces, article, may_be_short=is_taken_out)  # (2)
    else:
        first = len(pieces)
    _head(pieces, first, may_be_short=is_taken_out)  # (3)
    return tuple(pieces)


def _as_edge(piece: Piece) -> Piece:
    return replace(piece, kind=BlockKind.FURNITURE, how=PAGE_EDGE)


def _is_prose(piece: Piece) -> bool:
    return piece.is_open and is_prose(piece.text)


def _parted(text: str, start: int, end: int) -> list[Piece]:
    """Return a paragraph, with the placeholders in it as pieces of their own."""
    found: list[Piece] = []
    position = start
    for match in PLACEHOLDER.finditer(text, start, end):
        found += _piece(text, position, match.start())
        found.append(
            Piece(
                start=match.start(),
                text=match.group(),
                kind=BlockKind.FURNITURE,
                how=PLACEHOLDERS,
            )
        )
        position = match.end()
    return [*found, *_piece(text, position, end)]


def _piece(text: str, start: int, end: int) -> list[Piece]:
    shown = text[start:end]
    start += len(shown) - len(shown.lstrip())
    shown = shown.strip()
    if not shown:
        return []
    if is_furniture_line(shown):
        return [Piece(start=start, text=shown, kind=BlockKind.FURNITURE, how=PATTERN)]
    return [Piece(start=start, text=shown, kind=BlockKind.PARAGRAPH, how=PARAGRAPH)]


def _end(pieces: list[Piece], prose: Sequence[int], *, may_be_short: bool) -> None:
    """Mark what stands below the article as furniture."""
    end = _end_of_article(pieces, prose)
    last = max(number for number in prose if number < end)
    # Short sentences after the last paragraph, and a list that a colon announces, belong to it.
    announced = pieces[last].text.endswith((":", "："))
    while last + 1 < end and pieces[last + 1].is_open:
        following = pieces[last + 1].text
        if not (is_closed(following) or (announced and _BULLET.match(following))):
            break
        last += 1
    for number in range(last + 1, len(pieces)):
        is_list = not may_be_short and is_short(pieces[number].text)
        if pieces[number].is_open and (number >= end or is_list):
            pieces[number] = replace(pieces[number], kind=BlockKind.FURNITURE, how=BELOW)


def _end_of_article(pieces: Sequence[Piece], prose: Sequence[int]) -> int:
    """Return the number of the first piece that stands below the article."""
    sentences = set(prose)
    for number in range(prose[0] + 1, len(pieces)):
        below = len(prose) - bisect_right(prose, number)
        if (
            below <= _MAX_PROSE_BELOW
            and bisect_left(prose, number) >= _MIN_PROSE_ABOVE * below
            and number not in sentences
            and opens_the_end(pieces[number].text)
        ):
            # The name of what the remark is about stands on a line of its own before it.
            before = range(number - 1, prose[0], -1)
            names = takewhile(lambda each: is_short(pieces[each].text), before)
            return number - sum(1 for each in names if each not in sentences)
    return len(pieces)


def _head(pieces: list[Piece], first: int, *, may_be_short: bool) -> None:
    """Tell title, bylines and furniture apart in what comes before `first`, the first prose."""
    title = next((number for number in range(first) if _can_be_title(pieces[number])), None)
    for number in range(first):
        piece = pieces[number]
        if not piece.is_open:
            continue
        over_title = title is None or number < title
        if number == title:
            found = (BlockKind.TITLE, TITLE)
        elif author_in(piece.text) or (is_date_line(piece.text) and not over_title):
            found = (BlockKind.BYLINE, BYLINE)
        elif is_date_line(piece.text) or (
            not may_be_short and ((over_title and title is not None) or is_label(piece.text))
        ):
            found = (BlockKind.FURNITURE, ABOVE)
        else:
            continue  # what a title is explained with
        pieces[number] = replace(piece, kind=found[0], how=found[1])


def _can_be_title(piece: Piece) -> bool:
    return (
        piece.is_open
        and is_title(piece.text)
        and not is_date_line(piece.text)
        and author_in(piece.text) is None
        and (not is_prose(piece.text) or is_closed_title(piece.text))
    )
