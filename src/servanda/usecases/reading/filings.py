"""What statements say for the files: file numbers, titles, and what a request asks for.

Each side keeps a request under a number of its own: ours stands in our request, theirs in their
acknowledgement. Both are read off the bodies while these are held, so that people can search
for them; erasing a body takes them away again. The same code makes the rows while the logs grow
and when `servanda rebuild` replays them.

Source: docs/reference/store.md, "File numbers".
"""

from collections.abc import Iterable, Iterator
from typing import Final, cast

import orjson

from servanda.core.canonical import JsonObject
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.forms.same_items import items_digest
from servanda.core.identifiers import hash_from_digest
from servanda.usecases.ports.records import FilingRecord

REQUEST: Final = "request"
# Of these the matter is the statement itself; an acknowledgement is about the one it answers.
_OPENING: Final = frozenset((REQUEST, "information"))
FILED_TYPES: Final = _OPENING | {"acknowledgement"}


def grow_filings(leaves: Iterable[tuple[JudgedLeaf, CarriedLeaf]]) -> Iterator[FilingRecord]:
    """Yield a row for each of `leaves` that says something for the files."""
    for leaf, carried in leaves:
        if isinstance(leaf, VerifiedStatement) and carried.body is not None:
            filing = filing_of(leaf, carried.body)
            if filing is not None:
                yield filing


def filing_of(leaf: VerifiedStatement, body: bytes) -> FilingRecord | None:
    """Return what `leaf` says for the files, or None.

    Args:
        leaf: Valid in its log.
        body: Its body, which matches the header's digest and may be ill-formed otherwise.
    """
    header = leaf.header
    if header.type not in FILED_TYPES:
        return None
    about = leaf.leaf_hash if header.type in _OPENING else _answered(leaf)
    members = _members(body)
    file_number, title = _line(members, "file_number"), _line(members, "title")
    if about is None or not (file_number or title):
        return None
    items = None
    if header.type == REQUEST:
        digest = items_digest(kind=str(header.facts.get("kind")), body=members)
        items = hash_from_digest(digest)
    return FilingRecord(
        leaf_hash=leaf.leaf_hash,
        origin=leaf.origin,
        index=leaf.index,
        about=about,
        file_number=file_number,
        title=title,
        items=items,
    )


def _answered(leaf: VerifiedStatement) -> bytes | None:
    return None if leaf.header.ref is None else hash_from_digest(leaf.header.ref)


def _members(body: bytes) -> JsonObject:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return cast("JsonObject", found) if isinstance(found, dict) else {}


def _line(members: JsonObject, name: str) -> str:
    found = members.get(name)
    return found if isinstance(found, str) else ""
