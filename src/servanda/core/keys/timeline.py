"""Which keys hold for which leaf of one log.

A log begins with the keys of the card's first sheet, the one whose words people compared. From
there on keys change inside the log they sign: a `key` leaf brings a new sheet, or adds and
retires KEM keys. So whoever has the log and sheet 1 has the answer: no card that is renewed
later changes what an old leaf was checked with, and nobody's clock is asked. A leaf is checked
with the keys after itself, a checkpoint of n leaves with the keys after leaf n - 1.

Source: docs/spec/keys.md, Keys along a log.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import ClassVar

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.envelope.notes import NoteVerifier, ed25519_verifier
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.core.keys.sheets import (
    MAX_KEM_KEYS,
    KeySheet,
    MalformedSheetError,
    parse_kem_keys,
    verify_sheet,
)


class InvalidKeyChangeError(CounterpartError):
    """A `key` leaf asks for a change that the keys before it do not allow."""

    code: ClassVar[str] = "invalid-key-change"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeys:
    """The keys of a log's owner from one leaf on.

    Attributes:
        party: The owner.
        serial: Of the sheet that holds.
        sign: Ed25519 key of leaves.
        sign_verifier: The same, ready to verify with.
        log_ed25519: Key of every checkpoint.
        log_ml_dsa_44: Key of the second line that some checkpoints have.
        kem: Live keys to seal to, by name, at least one.
        expires: When the owner stops using the sheet's keys; a hint to others.
    """

    party: PartyId
    serial: int
    sign: bytes
    sign_verifier: NoteVerifier
    log_ed25519: bytes
    log_ml_dsa_44: bytes
    kem: Mapping[str, bytes]
    expires: datetime

    @property
    def newest_kem(self) -> tuple[str, bytes]:
        """The key to seal to, with its name: the last by name, as names carry the period."""
        return max(self.kem.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTimeline:
    """The keys of a log's owner along the log; a change gives a new timeline.

    Attributes:
        sheet: The newest sheet; its root signs the next.
        changed_at: The indexes of the `key` leaves taken in, ascending.
        steps: The keys before any of them, then the keys after each: one more than
            `changed_at`.
    """

    sheet: KeySheet
    changed_at: tuple[int, ...]
    steps: tuple[LogKeys, ...]

    @classmethod
    def of_card(cls, card: Card) -> "KeyTimeline":
        """Return the timeline of a log without `key` leaves: the card's first sheet holds."""
        first = card.sheets[0]
        return cls(sheet=first, changed_at=(), steps=(_keys_of_sheet(first, first.kem or {}),))

    @property
    def newest(self) -> LogKeys:
        """The keys after the last leaf taken in."""
        return self.steps[-1]

    def keys_after(self, index: int) -> LogKeys:
        """Return the keys after leaf `index`; -1 asks for those of the empty log."""
        return self.steps[bisect_right(self.changed_at, index)]

    def last_retired_at(self, kem_name: str) -> int | None:
        """Return the leaf that took a KEM key out of use; None while it is live, or never was."""
        after = next(
            (
                number
                for number in reversed(range(len(self.steps)))
                if kem_name in self.steps[number].kem
            ),
            None,
        )
        if after is None or after == len(self.changed_at):
            return None
        return self.changed_at[after]

    def with_key_leaf(self, index: int, facts: JsonObject) -> "KeyTimeline":
        """Return the timeline with the `key` leaf at `index` taken in.

        The leaf's own signature is checked afterwards, with `keys_after(index)` of the result:
        a leaf that brings a sheet is signed by the key that this sheet names.

        Args:
            index: Of the leaf, above every one taken in before.
            facts: `sheet`, the note as text; or `add`, keys by name, and `retire`, names.

        Raises:
            InvalidKeyChangeError: A serial that is not higher, another party's sheet, an
                unknown name, no key left.
            CounterpartError: Of `verify_sheet`, or a key that cannot be used.
        """
        if self.changed_at and index <= self.changed_at[-1]:
            raise InvalidKeyChangeError(f"expected a leaf above {self.changed_at[-1]}")
        sheet, newest = self.sheet, self.newest
        if "sheet" in facts:
            if "add" in facts or "retire" in facts:
                raise InvalidKeyChangeError("expected a sheet, or keys to add and retire, not both")
            sheet = self._verify_next_sheet(facts["sheet"])
            newest = _keys_of_sheet(sheet, newest.kem if sheet.kem is None else sheet.kem)
        else:
            newest = replace(newest, kem=_changed_kem(newest.kem, facts))
        return KeyTimeline(
            sheet=sheet, changed_at=(*self.changed_at, index), steps=(*self.steps, newest)
        )

    def _verify_next_sheet(self, note: JsonValue) -> KeySheet:
        if not isinstance(note, str):
            raise MalformedSheetError("expected the sheet's note as text")
        sheet = verify_sheet(note.encode(), root=self.sheet.following_root)
        if sheet.party != self.sheet.party:
            raise InvalidKeyChangeError(f"expected a sheet of {self.sheet.party}")
        if sheet.serial <= self.sheet.serial:
            raise InvalidKeyChangeError(
                f"expected a serial above {self.sheet.serial}, found {sheet.serial}"
            )
        return sheet


def sign_key_name(party: PartyId) -> str:
    """Return the name on the line under every leaf of `party`."""
    return f"{party}/servanda/sign"


@lru_cache(maxsize=1024)  # two of each pair; a bundle or a start-up asks for the same ones again
def cached_ed25519_verifier(name: str, public: bytes) -> NoteVerifier:
    """Return the verifier of a key, made once: leaves and checkpoints use few keys often."""
    return ed25519_verifier(name, public)


def _keys_of_sheet(sheet: KeySheet, kem: Mapping[str, bytes]) -> LogKeys:
    return LogKeys(
        party=sheet.party,
        serial=sheet.serial,
        sign=sheet.sign,
        sign_verifier=cached_ed25519_verifier(sign_key_name(sheet.party), sheet.sign),
        log_ed25519=sheet.log_ed25519,
        log_ml_dsa_44=sheet.log_ml_dsa_44,
        kem=kem,
        expires=sheet.expires,
    )


def _changed_kem(live: Mapping[str, bytes], facts: JsonObject) -> Mapping[str, bytes]:
    retired = facts.get("retire", ())
    if not isinstance(retired, list | tuple):
        raise InvalidKeyChangeError("expected a list of names to retire")
    added = parse_kem_keys(facts["add"]) if "add" in facts else {}
    if not added and not retired:
        raise InvalidKeyChangeError("expected a sheet, or keys to add or retire")
    if added.keys() & live.keys():
        raise InvalidKeyChangeError("expected new names for new keys")
    names = [name for name in retired if isinstance(name, str) and name in live]
    if len(names) != len(retired) or len(set(names)) != len(names):
        raise InvalidKeyChangeError("expected names of live keys to retire, each once")
    kem = {name: public for name, public in live.items() if name not in names}
    kem.update(added)
    if not 1 <= len(kem) <= MAX_KEM_KEYS:
        raise InvalidKeyChangeError(f"expected 1 to {MAX_KEM_KEYS} live keys, found {len(kem)}")
    return kem
