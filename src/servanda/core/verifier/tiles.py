"""Open one tile of a log: its entries against their hashes, and their signatures.

Needs nothing of the leaves before, so tiles are opened on several threads at once; nearly all
the time goes into signatures, which do not hold the interpreter's lock. Whether a signature is
by the *right* key at its place is judged afterwards, in order.

Source: docs/spec/bundle.md, "How it is checked", step 3.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from servanda.core.envelope.notes import InvalidSignatureError, NoteVerifier
from servanda.core.exchange.judge import CheckedSignature, verify_signature
from servanda.core.exchange.leaf import ReceivedStatement, read_leaf
from servanda.core.identifiers import HASH_BYTES, Origin, digest_from_hash
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tiles import (
    TILE_WIDTH,
    InvalidTileError,
    entries_path,
    parse_entries,
    tile_path,
)
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.wrong import BundleError, refuse, refuse_leaf

_TYPE = re.compile(rb'"type":"([a-z_]{1,40})"')


class OpenedLeaf(NamedTuple):
    """One leaf of a tile, not judged.

    Attributes:
        leaf_hash: From the hash tile, and that of the note where there is one.
        received: The leaf; None if it is withheld.
        checked: The signature, if one of the keys known beforehand fits.
    """

    leaf_hash: bytes
    received: ReceivedStatement | None
    checked: CheckedSignature | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TileOpener:
    """Opens the tiles of one log; used by several threads, keeps nothing.

    Attributes:
        files: The bundle.
        origin: The log.
        folder: Where the log lies.
        verifiers: Keys to try; grows while leaves are judged, by the judging thread alone.
    """

    files: CheckedFiles
    origin: Origin
    folder: str
    verifiers: list[NoteVerifier]

    def open(self, tile: tuple[int, int]) -> list[OpenedLeaf]:
        """Return the leaves of the tile (number, width).

        Raises:
            BundleError: A file or a leaf in it is not what it has to be.
        """
        number, width = tile
        hashes = self._hashes(number, width)
        opened = []
        for offset, note in enumerate(self._entries(number, width, hashes)):
            expected = hashes[offset]
            if not note:
                opened.append(OpenedLeaf(leaf_hash=expected, received=None, checked=None))
                continue
            received = read_leaf(note)
            if received.leaf_hash != expected:
                raise self._altered(number, offset, note, hashes)
            opened.append(
                OpenedLeaf(
                    leaf_hash=expected, received=received, checked=self._find_signature(received)
                )
            )
        return opened

    def _hashes(self, number: int, width: int) -> Sequence[bytes]:
        path = self.folder + tile_path(0, number, width)
        data = self.files.read(path)
        if len(data) != width * HASH_BYTES:
            raise refuse(f"{path} does not hold {width} hashes.", path=path)
        return [data[start : start + HASH_BYTES] for start in range(0, len(data), HASH_BYTES)]

    def _entries(self, number: int, width: int, hashes: Sequence[bytes]) -> list[bytes]:
        path = self.folder + entries_path(number, width)
        data, is_named = self.files.read_compared(path)
        try:
            notes = parse_entries(data, width)
        except InvalidTileError as error:
            raise self._unreadable(number, data, hashes, error) from error
        if not is_named:
            raise self._find_altered(number, notes, hashes)
        return notes

    def _find_signature(self, received: ReceivedStatement) -> CheckedSignature | None:
        for line in received.signatures:
            for verifier in self.verifiers:
                if line.key_id == verifier.key_id and line.name == verifier.name:
                    try:
                        return verify_signature(received, verifier)
                    except InvalidSignatureError:
                        return None  # judging says so, with its place
        return None

    def _find_altered(
        self, number: int, notes: Sequence[bytes], hashes: Sequence[bytes]
    ) -> BundleError:
        """Return what to say of a file of entries that is not the one `bundle.json` names."""
        for offset, note in enumerate(notes):
            if note and leaf_hash(note) != hashes[offset]:
                return self._altered(number, offset, note, hashes)
        path = self.folder + entries_path(number, len(notes))
        return refuse(f"{path} is not the file that bundle.json names.", path=path)

    def _unreadable(
        self, number: int, data: bytes, hashes: Sequence[bytes], error: InvalidTileError
    ) -> BundleError:
        """Return what to say of entries that cannot be told apart: name the first that is off."""
        for offset, note in enumerate(_readable(data)):
            if offset < len(hashes) and note and leaf_hash(note) != hashes[offset]:
                return self._altered(number, offset, note, hashes)
        path = self.folder + entries_path(number, len(hashes))
        return refuse(f"{path} cannot be read: {error}.", path=path)

    def _altered(
        self, number: int, offset: int, note: bytes, hashes: Sequence[bytes]
    ) -> BundleError:
        return refuse_leaf(
            "its bytes were altered; they no longer have the hash that the log has for them.",
            log=self.origin,
            index=number * TILE_WIDTH + offset,
            type_name=_find_type(note),
            leaf=digest_from_hash(hashes[offset]),
            path=self.folder + entries_path(number, len(hashes)),
        )


def _find_type(note: bytes) -> str | None:
    """Return the type that an altered leaf still shows."""
    found = _TYPE.search(note)
    return None if found is None else found.group(1).decode()


def _readable(data: bytes) -> Iterator[bytes]:
    """Yield the entries of a damaged tile, as far as their lengths lead."""
    position = 0
    while position + 2 <= len(data):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        yield data[start:position]
