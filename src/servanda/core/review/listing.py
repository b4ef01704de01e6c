"""The listing of a review: its figures with every statement behind every number.

`figures.json` says of each row how many statements stand behind it, and a hash over them; the
listing names them, one row a line, so that a long one can be read and written piece by piece.
It is signed by nobody and need not be: from it follow the bytes of `figures.json`, whose hash
both parties sign.

Used by the comparison of two reviews and by the page of a review.

Source: docs/reference/figures.md, "The listing".
"""

from collections.abc import Iterator

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import (
    Digest,
    InvalidNameError,
    digest_of,
    format_instant,
    parse_digest,
)
from servanda.core.review.figures import FORMAT as FIGURES_FORMAT
from servanda.core.review.figures import Figures, listing_digest
from servanda.core.review.unreadable import UnreadableFiguresError

FORMAT = "servanda-listing/1"

_HEAD = ("accord", "cut", "from", "until")
_ROW = {"direction", "figure", "kind", "leaves", "urgency", "values"}


def listing_of(figures: Figures) -> JsonObject:
    """Return the listing of `figures` as one value: `figures.json` with the leaves themselves."""
    return {
        "accord": figures.accord,
        "annex": [{"leaf": row.leaf, "time": format_instant(row.time)} for row in figures.annex],
        "cut": figures.cut,
        "figures": list(_rows(figures)),
        "from": format_instant(figures.from_),
        "until": format_instant(figures.until),
        "v": FIGURES_FORMAT,
    }


def encode_listing(figures: Figures, *, figures_digest: Digest) -> Iterator[bytes]:
    """Yield the lines of the listing: its head, a line for each row, one for each of the annex.

    Args:
        figures: The review.
        figures_digest: The hash of its `figures.json`.
    """
    head: JsonObject = {
        "accord": figures.accord,
        "cut": figures.cut,
        "figures": figures_digest,
        "from": format_instant(figures.from_),
        "until": format_instant(figures.until),
        "v": FORMAT,
    }
    yield canonical.encode(head) + b"\n"
    for row in _rows(figures):
        yield canonical.encode(row) + b"\n"
    for annexed in figures.annex:
        line: JsonObject = {"leaf": annexed.leaf, "time": format_instant(annexed.time)}
        yield canonical.encode(line) + b"\n"


def is_listing(data: bytes) -> bool:
    """Return whether `data` is meant as a listing; whether it is one `parse_listing` says."""
    return b'"v":"servanda-listing/' in data.partition(b"\n")[0]


def parse_listing(data: bytes) -> JsonObject:
    """Return the listing in `data`, in the shape of `listing_of`.

    Nobody signs a listing, so it is held to the hash in its first line: that of the
    `figures.json` which follows from its rows.

    Raises:
        UnreadableFiguresError: It is no listing, or not of the figures that it names.
    """
    try:
        *whole, rest = data.split(b"\n")
        head, *lines = map(canonical.parse_object, whole)
    except (CounterpartError, ValueError) as error:
        raise UnreadableFiguresError(f"expected the listing of a review: {error}") from error
    if head.get("v") != FORMAT or rest:
        raise UnreadableFiguresError(f"expected lines of {FORMAT}, found {head.get('v')!r:.80}")
    rows = [line for line in lines if "figure" in line]
    annex = [line for line in lines if "figure" not in line]
    value: JsonObject = {
        **{name: head.get(name) for name in _HEAD},
        "annex": annex,
        "figures": rows,
        "v": FIGURES_FORMAT,
    }
    follows = digest_of(
        canonical.encode({**value, "figures": [_without_leaves(row) for row in rows]})
    )
    if follows != head.get("figures"):
        raise UnreadableFiguresError(
            f"expected the listing of the figures {head.get('figures')!r:.80}, "
            f"found that of {follows}"
        )
    return value


def _rows(figures: Figures) -> Iterator[JsonObject]:
    for row in figures.rows:
        yield {
            "direction": row.cell.direction,
            "figure": row.figure,
            "kind": row.cell.kind,
            "leaves": list(row.leaves),
            "urgency": row.cell.urgency,
            "values": dict(row.values),
        }


def _without_leaves(row: JsonObject) -> JsonValue:
    """Return a row of a listing as it stands in `figures.json`."""
    leaves = row.get("leaves")
    if row.keys() != _ROW or not isinstance(leaves, list):
        raise UnreadableFiguresError(f"expected a row with {', '.join(sorted(_ROW))}")
    try:
        digest = listing_digest(parse_digest(str(leaf)) for leaf in leaves)
    except InvalidNameError as error:
        raise UnreadableFiguresError(f"expected leaf hashes in a row: {error}") from error
    return {**row, "leaves": len(leaves), "listing": digest}
