"""Find who wrote a text and who published it, from the lines that are no part of the article.

Only bylines and furniture are looked at: a paper that is named in an article is being reported on.

Source: docs/spec/evidence/documents.md, "Author" and "Publisher".
"""

import re
from collections.abc import Iterator, Sequence

from servanda.evidence.documents import BlockKind, Located
from servanda.evidence.reading.bylines import author_in
from servanda.evidence.reading.layout import STATED, Piece
from servanda.evidence.reading.outlets import Outlets
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

AUTHOR = how("reading.author", 1)
PUBLISHER = how("reading.publisher", 1)
BOX = how("reading.publisher-box", 1)
OF_PAGE = how("reading.publisher-stated", 1)
ADDRESS = how("reading.publisher-address", 1)

_HOST = re.compile(
    r"(?:(?P<mail>[\w.+-]{1,64})@|https?://|\bwww\.)(?P<host>(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})",
    re.IGNORECASE,
)
# Where anybody may have an address: it says nothing of who publishes.
_PUBLIC_HOSTS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "yahoo.com",
        "aol.com",
        "icloud.com",
        "protonmail.com",
        "proton.me",
        "gmx.net",
        "gmx.de",
        "mail.ru",
        "qq.com",
        "163.com",
        "126.com",
        "sina.com",
        "foxmail.com",
    ]
)
# An address is an outlet's own; a mark may be left on a page that was taken over from it.
_ADDRESS_WEIGHT = 3
_MARK_WEIGHT = 2

# A shorter name is also a word (`time`, `dw`), and a line on rights has many words.
_MIN_NAMED = 6

_SOURCE_LINE = re.compile(r"(?:来源|來源|source)\s*[:：]\s*", re.IGNORECASE)
_RIGHTS_LINE = re.compile(r"©|\(c\)|copyright|all rights reserved|版权所有|版權所有", re.IGNORECASE)


def author_of(pieces: Sequence[Piece], *, sha256: str) -> Located | None:
    """Return the author that the first line which says so names; None where none does."""
    for piece in pieces:
        if piece.kind in (BlockKind.BYLINE, BlockKind.FURNITURE):
            found = _whole(piece) if _states_author(piece) else author_in(piece.text)
            if found:
                start, end = found
                return Located(
                    value=_in_name_case(piece.text[start:end]),
                    evidence=(
                        Span(document=sha256, start=piece.start + start, end=piece.start + end),
                    ),
                    how=AUTHOR,
                )
    return None


def _states_author(piece: Piece) -> bool:
    return piece.how == STATED and piece.kind is BlockKind.BYLINE


def _whole(piece: Piece) -> tuple[int, int]:
    return 0, len(piece.text)


def _in_name_case(name: str) -> str:
    name = name.rstrip(".")
    return name.title() if name.isupper() else name


def publisher_of(pieces: Sequence[Piece], *, sha256: str, outlets: Outlets) -> Located | None:
    """Return the outlet with the most evidence; None without any, or where two have the same.

    Where no known outlet shows itself: the site that a page says it belongs to; else the name that
    stands before its own address in a line below the article; else the address at which the author
    can be reached, unless anybody can have one there.
    """
    aside = [piece for piece in pieces if piece.kind in (BlockKind.BYLINE, BlockKind.FURNITURE)]
    weights: dict[str, int] = {}
    evidence: dict[str, set[Span]] = {}
    for piece in aside:
        for name, weight, start, end in _signs(piece, outlets):
            span = Span(document=sha256, start=piece.start + start, end=piece.start + end)
            if span not in evidence.setdefault(name, set()):
                evidence[name].add(span)
                weights[name] = weights.get(name, 0) + weight
    best = sorted(weights, key=lambda name: (-weights[name], name))[:2]
    if not best:
        return (
            _stated(aside, sha256=sha256)
            or _box(aside, sha256=sha256)
            or _address(aside, sha256=sha256)
        )
    if len(best) > 1 and weights[best[0]] == weights[best[1]]:
        return None
    return Located(value=best[0], evidence=tuple(sorted(evidence[best[0]])), how=PUBLISHER)


def _signs(piece: Piece, outlets: Outlets) -> Iterator[tuple[str, int, int, int]]:
    """Yield each sign of a known outlet: its name, the sign's weight, and where it stands."""
    line = piece.text
    if piece.how == STATED and (name := outlets.of_address(line)):
        yield name, _ADDRESS_WEIGHT, 0, len(line)
    for match in _HOST.finditer(line):
        if name := outlets.of_address(match.group("host")):
            yield name, _ADDRESS_WEIGHT, match.start("host"), match.end("host")
    for mark, name in outlets.marks.items():
        if (start := line.find(mark)) >= 0:
            yield name, _MARK_WEIGHT, start, start + len(mark)
    source = _SOURCE_LINE.match(line)
    start = source.end() if source else 0
    if name := outlets.names.get(line[start:].strip().lower()):
        yield name, _MARK_WEIGHT, start, len(line)
    elif _RIGHTS_LINE.search(line):
        yield from _named_in(line, outlets)


def _named_in(line: str, outlets: Outlets) -> Iterator[tuple[str, int, int, int]]:
    lower = line.lower()
    for form, name in outlets.names.items():
        start = lower.find(form) if len(form) >= _MIN_NAMED else -1
        if start >= 0 and _is_whole(lower, start, start + len(form)):
            yield name, _MARK_WEIGHT, start, start + len(form)


def _is_whole(line: str, start: int, end: int) -> bool:
    return not line[max(start - 1, 0) : start].isalnum() and not line[end : end + 1].isalnum()


def _stated(aside: Sequence[Piece], *, sha256: str) -> Located | None:
    """Return the site that a page states, or else the host of the address that it gives itself."""
    for piece in aside:
        if piece.how == STATED and piece.kind is BlockKind.FURNITURE:
            span = Span(document=sha256, start=piece.start, end=piece.end)
            return Located(value=piece.text, evidence=(span,), how=OF_PAGE)
    return None


_BOX = re.compile(
    r"(?P<name>[^\W\d_][\w&.’' -]{2,60}?)\s*(?P<host>(?:https?://|www\.)\S+)", re.IGNORECASE
)


def _box(aside: Sequence[Piece], *, sha256: str) -> Located | None:
    """Return the name in a line `NAME address` that has the same name on a line above it."""
    lines = {piece.text for piece in aside}
    for piece in aside:
        match = _BOX.fullmatch(piece.text)
        if match and match.group("name") in lines:
            spans = [
                Span(document=sha256, start=piece.start + start, end=piece.start + end)
                for start, end in (match.span("name"), match.span("host"))
            ]
            return Located(value=match.group("name"), evidence=tuple(spans), how=BOX)
    return None


def _address(aside: Sequence[Piece], *, sha256: str) -> Located | None:
    for piece in aside:
        for match in _HOST.finditer(piece.text):
            host = match.group("host").lower()
            if match.group("mail") and host not in _PUBLIC_HOSTS:
                span = Span(
                    document=sha256,
                    start=piece.start + match.start("host"),
                    end=piece.start + match.end("host"),
                )
                return Located(value=host, evidence=(span,), how=ADDRESS)
    return None
