"""Make the files of a bundle from both logs, in the one order and with the one content.

Either party can make it, for both logs are held by both; equal input gives equal bytes. Files
are made one at a time and made twice, first for their hashes in `bundle.json`, so that a log
of any length needs no memory.

Source: docs/spec/bundle.md.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeAlias

from servanda.core.bundle.layout import (
    FIGURES_PATH,
    MANIFEST_PATH,
    README_PATH,
    Manifest,
    accord_path,
    body_path,
    checkpoint_path,
    encode_manifest,
    key_path,
    log_folder,
)
from servanda.core.bundle.readme import readme
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, digest_of
from servanda.core.keys.card import Card
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tiles import (
    TILE_WIDTH,
    encode_entries,
    entries_path,
    entry_tiles,
    hash_tile,
    hash_tiles,
    tile_path,
)
from servanda.core.tlog.tree import NodeReader

_Make: TypeAlias = Callable[[], bytes]

_NEEDED_TYPES = frozenset({"proposal", "acceptance", "key", "cut"})


class CannotWithholdError(InvalidInputError):
    """A leaf was to be withheld without which nothing in the bundle could be checked."""

    code: ClassVar[str] = "cannot-withhold"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledLog:
    """One of the two logs, up to a signed head that covers all the cut takes in.

    Attributes:
        party: Who writes it.
        size: Leaves under the head.
        checkpoint: The signed head of exactly this size, with witness lines where there are.
        nodes: The log's tree, at least of this size.
        entries: From (first, count) to the notes of these leaves.
    """

    party: PartyId
    size: int
    checkpoint: bytes
    nodes: NodeReader
    entries: Callable[[int, int], Sequence[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleParts:
    """All that goes into a bundle.

    Attributes:
        accord: The version in force for the cut.
        mode: Of the accord; anything but `real` is said in the read-me.
        cut: The leaf hash of the cut.
        accords: The exact bytes of every version that was proposed, by id.
        cards: Both parties' cards, as they held from the logs' beginning.
        logs: Both.
        figures: The bytes of `figures.json`.
        bodies: Salt and body, joined, of the statements whose bodies are disclosed, by leaf
            hash; whether their marking allows it is decided before.
        withheld: Leaf hashes of the statements that are not shown. Proposals, acceptances, keys
            and cuts cannot be withheld: `verify` would come to nothing.
    """

    accord: Digest
    mode: str
    cut: Digest
    accords: Mapping[Digest, bytes]
    cards: Sequence[Card]
    logs: Sequence[BundledLog]
    figures: bytes
    bodies: Mapping[Digest, bytes]
    withheld: Container[Digest] = ()


def bundle_files(parts: BundleParts) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every file of the bundle, sorted by path.

    Raises:
        CannotWithholdError: A proposal, acceptance, key or cut is among the withheld leaves.
    """
    makers: dict[str, _Make] = dict(_makers(parts))
    files = {path: digest_of(makers[path]()) for path in sorted(makers)}
    manifest = encode_manifest(Manifest(accord=parts.accord, cut=parts.cut, files=files))
    makers[MANIFEST_PATH] = lambda: manifest
    for path in sorted(makers):
        yield path, makers[path]()


def _makers(parts: BundleParts) -> Iterator[tuple[str, _Make]]:
    yield README_PATH, lambda: readme(accord=parts.accord, cut=parts.cut, mode=parts.mode)
    yield FIGURES_PATH, lambda: parts.figures
    for accord, data in parts.accords.items():
        yield accord_path(accord), partial(_same, data)
    for card in parts.cards:
        for sheet, note in zip(card.sheets, card.notes, strict=True):
            yield key_path(card.party, sheet.serial), partial(_same, note)
    for log in parts.logs:
        yield from _log_makers(log, parts.withheld)
    for leaf in parts.bodies:
        if leaf not in parts.withheld:
            yield body_path(leaf), partial(parts.bodies.__getitem__, leaf)


def _log_makers(log: BundledLog, withheld: Container[Digest]) -> Iterator[tuple[str, _Make]]:
    folder = log_folder(log.party)
    yield checkpoint_path(log.party), partial(_same, log.checkpoint)
    for level, number, width in hash_tiles(log.size):
        yield (
            folder + tile_path(level, number, width),
            partial(hash_tile, log.nodes, level=level, number=number, width=width),
        )
    for number, width in entry_tiles(log.size):
        yield folder + entries_path(number, width), partial(_entries, log, number, width, withheld)


def _entries(log: BundledLog, number: int, width: int, withheld: Container[Digest]) -> bytes:
    """Return an entry tile; a withheld leaf has length 0."""
    shown: list[bytes] = []
    for note in log.entries(number * TILE_WIDTH, width):
        is_withheld = digest_from_hash(leaf_hash(note)) in withheld
        if is_withheld:
            _require_not_needed(note)
        shown.append(b"" if is_withheld else note)
    return encode_entries(shown)


def _require_not_needed(note: bytes) -> None:
    header = read_leaf(note).header
    if header is not None and header.type in _NEEDED_TYPES:
        raise CannotWithholdError(f"expected every {header.type} to be shown: others rest on it")


def _same(data: bytes) -> bytes:
    return data
