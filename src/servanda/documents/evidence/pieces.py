"""Cut a text where spans begin and end, so that each piece knows what it belongs to.

Spans overlap as they like: a name in a quotation in a claim. HTML cannot nest them, so the text is
cut at every border; a piece links to the row of the shortest span around it, and carries the
classes of all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from servanda.documents.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One span to show in a text.

    Attributes:
        start: Index of its first character in the document's text.
        end: Index after its last one.
        kind: Its class; empty for a place that only links lead to.
        row: Anchor of the row that tells of it; empty for none.
        anchor: Anchor of this place itself; empty for none.
    """

    start: int
    end: int
    kind: str
    row: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters with the same marks on all of them."""

    text: str
    classes: str
    href: str
    anchors: tuple[str, ...] = field(default=())


def pieces_of(
    text: str, marks: Sequence[Mark], *, since: int, start: int, end: int
) -> Iterator[Piece]:
    """Yield the pieces of `text` from `start` to before `end`; together they are all of it.

    Args:
        text: Of the whole document.
        marks: In the order of their beginnings; those outside are passed over.
        since: Where the pieces before ended: what begins in the gap has its anchor here.
        start: Where to begin.
        end: Where to end.
    """
    waiting = [mark for mark in marks if mark.start < end and mark.end > max(start, mark.start)]
    borders = {start, end}
    for mark in waiting:
        borders |= {max(start, mark.start), min(end, mark.end)}
    anchored = [mark for mark in marks if since <= mark.start < end and mark.anchor]
    borders |= {max(start, mark.start) for mark in anchored}
    waiting.reverse()
    anchored.reverse()
    around: list[Mark] = []
    for one, other in pairwise(sorted(borders)):
        around = [mark for mark in around if mark.end > one]
        while waiting and waiting[-1].start <= one:
            around.append(waiting.pop())
        begun: dict[str, None] = {}
        while anchored and anchored[-1].start <= one:
            begun[anchored.pop().anchor] = None
        yield _piece(text[one:other], around, tuple(begun))


def _piece(text: str, around: Sequence[Mark], anchors: tuple[str, ...]) -> Piece:
    leading = [mark for mark in around if mark.row]
    nearest = min(leading, key=lambda mark: mark.end - mark.start, default=None)
    kinds = sorted({mark.kind for mark in around if mark.kind})
    return Piece(
        text=visible(text),
        classes=" ".join(kinds),
        href="" if nearest is None else f"#{nearest.row}",
        anchors=anchors,
    )
