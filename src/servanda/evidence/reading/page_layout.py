"""Lay a page out: what it says of itself, one line each, then its article.

A page's title, site and author often stand nowhere in the article that is taken out of it. They
are put before it as lines of their own, so that they have characters to point at; the day that it
states is kept apart, where no rule can take it for a part of the text.

Source: docs/spec/evidence/documents.md, "Pages".
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from servanda.evidence.documents import BlockKind
from servanda.evidence.normal_form import normal_form
from servanda.evidence.reading.layout import PARAGRAPH, STATED, TITLE, Piece, lay_out
from servanda.evidence.reading.page_metadata import PageMetadata

BETWEEN = "\n\n"

# A title may stand a little below the top: under a label or a byline.
_TITLE_AMONG_FIRST = 5


def page_text(lines: Sequence[str], metadata: PageMetadata) -> tuple[str, tuple[Piece, ...]]:
    """Return the text of a page and its pieces.

    Args:
        lines: The article's paragraphs, one line each.
        metadata: What the page says of itself.
    """
    body = lay_out(BETWEEN.join(lines), is_taken_out=True)
    stated = [
        (BlockKind.FURNITURE, metadata.site),
        (BlockKind.FURNITURE, metadata.host),
    ]
    title = metadata.title
    if title:
        place = _place_of(title, body)
        body = tuple(_with_title(body, place))
        stated += [(BlockKind.TITLE, title)] if place is None else []
    stated.append((BlockKind.BYLINE, metadata.author))
    pieces: list[Piece] = []
    position = 0
    for kind, line in stated:
        if line:
            pieces.append(Piece(start=position, text=line, kind=kind, how=STATED))
            position += len(line) + len(BETWEEN)
    head = "".join(f"{piece.text}{BETWEEN}" for piece in pieces)
    pieces += (replace(piece, start=piece.start + position) for piece in body)
    return head + BETWEEN.join(lines), tuple(pieces)


def _place_of(title: str, body: Sequence[Piece]) -> int | None:
    wanted = normal_form(title, fold_case=True).normal
    for number, piece in enumerate(body[:_TITLE_AMONG_FIRST]):
        if normal_form(piece.text, fold_case=True).normal == wanted:
            return number
    return None


def _with_title(body: Sequence[Piece], place: int | None) -> Iterator[Piece]:
    """Yield the pieces with that at `place` as the title, and no other one."""
    for number, piece in enumerate(body):
        if number == place:
            yield replace(piece, kind=BlockKind.TITLE, how=TITLE)
        elif piece.kind is BlockKind.TITLE:
            yield replace(piece, kind=BlockKind.PARAGRAPH, how=PARAGRAPH)
        else:
            yield piece
