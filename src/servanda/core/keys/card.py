"""A card: a party's key sheets from the first on, and the twelve words that vouch for it.

Two people compare the words by telephone. The words stand for sheet 1 alone; every later
sheet is signed by the root before it, so a card may grow and its words never change.

Source: docs/spec/keys.md, Card; the word list is BIP-39's English one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import ClassVar

from mnemonic import Mnemonic

from servanda.core import canonical
from servanda.core.canonical import NotCanonicalError
from servanda.core.envelope.notes import split_note
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import PartyId
from servanda.core.keys.sheets import KeySheet, parse_sheet, verify_sheet

MAX_SHEETS = 32  # a sheet every half year for sixteen years; two cards fit into an accord
MAX_CARD_BYTES = 480 * 1024  # an accord is a body of at most 1 MiB and holds two cards

WORDS = 12
_BITS_OF_A_WORD = 11
_BYTES_OF_WORDS = 17  # 132 bits and four to drop


class MalformedCardError(CounterpartError):
    """A card is not a list of one party's key sheets from serial 1 on."""

    code: ClassVar[str] = "malformed-card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A party's verified key sheets; that it is *this* party, only the words can tell.

    Attributes:
        party: Whose card it is.
        sheets: From serial 1 on, without a gap.
        notes: The exact bytes of the sheets' notes, in the same order.
    """

    party: PartyId
    sheets: tuple[KeySheet, ...]
    notes: tuple[bytes, ...]

    @property
    def newest(self) -> KeySheet:
        """The sheet whose keys the party uses now; a log opened under it brings it in leaf 0."""
        return self.sheets[-1]

    @property
    def kem(self) -> Mapping[str, bytes]:
        """The KEM keys for whoever knows the party by this card alone, by name."""
        return next((sheet.kem for sheet in reversed(self.sheets) if sheet.kem is not None), {})


def verify_card(notes: Sequence[bytes]) -> Card:
    """Verify a chain of key sheets, the first by its own root, and return the card.

    Args:
        notes: The sheets' notes, serial 1 first.

    Raises:
        MalformedCardError: No sheet, too many, a gap, or two parties.
        CounterpartError: Of `verify_sheet`, for the first sheet that fails.
    """
    if not 1 <= len(notes) <= MAX_SHEETS:
        raise MalformedCardError(f"expected 1 to {MAX_SHEETS} sheets, found {len(notes)}")
    root = parse_sheet(split_note(notes[0]).text).root
    sheets: list[KeySheet] = []
    for serial, note in enumerate(notes, start=1):
        sheet = verify_sheet(note, root=root)
        if sheet.serial != serial:
            raise MalformedCardError(f"expected sheet {serial}, found sheet {sheet.serial}")
        if sheets and sheet.party != sheets[0].party:
            raise MalformedCardError(f"expected {sheets[0].party} throughout, found {sheet.party}")
        root = sheet.following_root
        sheets.append(sheet)
    if sheets[0].kem is None:
        raise MalformedCardError("expected a KEM key in the first sheet")
    return Card(party=sheets[0].party, sheets=tuple(sheets), notes=tuple(notes))


def parse_card(data: bytes) -> Card:
    """Return the verified card that a `.card` file holds.

    Raises:
        MalformedCardError: `data` is no list of notes within the limits.
        CounterpartError: Of `verify_card`.
    """
    if len(data) > MAX_CARD_BYTES:
        raise MalformedCardError(f"expected at most {MAX_CARD_BYTES} bytes, found {len(data)}")
    try:
        texts = canonical.parse(data)
    except NotCanonicalError as error:
        raise MalformedCardError(f"the card cannot be read: {error}") from error
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise MalformedCardError("expected a list of notes")
    return verify_card([text.encode() for text in texts])


def encode_card(card: Card) -> bytes:
    """Return `card` as its file: a list of the notes' texts in strict JCS."""
    return canonical.encode([note.decode() for note in card.notes])


def twelve_words(card: Card) -> tuple[str, ...]:
    """Return the words that two people compare: the first 132 bits over sheet 1's text."""
    digest = sha256(split_note(card.notes[0]).text).digest()
    bits = int.from_bytes(digest[:_BYTES_OF_WORDS]) >> 4
    words = _word_list()
    return tuple(
        words[bits >> position * _BITS_OF_A_WORD & len(words) - 1]
        for position in reversed(range(WORDS))
    )


@lru_cache(maxsize=1)
def _word_list() -> list[str]:
    return Mnemonic("english").wordlist
