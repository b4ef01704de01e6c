"""A key sheet: all public keys of a party at one time, signed by its offline root.

A counterpart learns every key it ever needs from sheets, and trusts a sheet because the root
before it signed it, with an Ed25519 and an ML-DSA-44 line, both required. A sheet names no
position in a log, so it can be made at leisure on a machine that is never connected.

Source: docs/spec/keys.md, Key sheet.
"""

import re
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import MAX_INTEGER, JsonObject, JsonValue, NotCanonicalError
from servanda.core.envelope.ed25519_points import find_ed25519_fault
from servanda.core.envelope.hpke import check_kem_public, parse_kem_name
from servanda.core.envelope.notes import (
    ED25519_PUBLIC_BYTES,
    ML_DSA_44_PUBLIC_BYTES,
    NoteSigner,
    UnusableKeyError,
    build_note,
    ed25519_verifier,
    ml_dsa_44_verifier,
    split_note,
    verify_note,
)
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import (
    InvalidNameError,
    PartyId,
    format_instant,
    parse_instant,
    parse_party,
)

MAX_SHEET_BYTES = 32 * 1024  # four KEM keys, two roots; fits a `key` leaf with its signatures
MAX_KEM_KEYS = 4  # the live one, the next, and two that are being retired
MAX_CARRIERS = 8
MAX_TLS_BYTES = 4_096  # one certificate of an elliptic-curve key has some 400

_VERSION = "servanda-sheet/1"
_REQUIRED = frozenset({"carriers", "expires", "log", "party", "root", "serial", "sign", "tls", "v"})
_OPTIONAL = frozenset({"kem", "next_root"})
_CARRIER_KIND = re.compile(r"[a-z]{1,16}")
_ADDRESS = re.compile(r"[!-~]{1,200}")  # an address, not a letter


class MalformedSheetError(CounterpartError):
    """A key sheet, or a change of keys in a `key` leaf, does not follow the format."""

    code: ClassVar[str] = "malformed-sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKeys:
    """The public keys that sign key sheets and nothing else.

    Attributes:
        ed25519: 32 bytes.
        ml_dsa_44: 1,312 bytes.
    """

    ed25519: bytes
    ml_dsa_44: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySheet:
    """What one key sheet says.

    Attributes:
        party: Whose keys these are.
        serial: From 1 on; the higher one holds.
        sign: Ed25519 key of the party's leaves.
        log_ed25519: Key of every checkpoint of every log of the party.
        log_ml_dsa_44: Key of the second line that some checkpoints have.
        kem: Live keys to seal to, by name; None leaves those of the sheet before.
        root: Keys that sign this sheet.
        next_root: Keys that sign the sheets after it; None if they stay.
        tls: The party's own certificate authority, DER; it only admits to a carrier.
        carriers: Where the party can be reached, by kind of carrier; hints.
        expires: When the party itself stops using these keys; binds nobody else.
    """

    party: PartyId
    serial: int
    sign: bytes
    log_ed25519: bytes
    log_ml_dsa_44: bytes
    kem: Mapping[str, bytes] | None
    root: RootKeys
    next_root: RootKeys | None
    tls: bytes
    carriers: Mapping[str, str]
    expires: datetime

    @property
    def following_root(self) -> RootKeys:
        """The keys that the sheet after this one has to be signed with."""
        return self.next_root or self.root


def root_key_name(party: PartyId) -> str:
    """Return the name on the lines under a key sheet."""
    return f"{party}/servanda/root"


def encode_sheet(sheet: KeySheet) -> bytes:
    """Return the text of `sheet`: one line of strict JCS with its line feed."""
    members: dict[str, JsonValue] = {
        "carriers": dict(sheet.carriers),
        "expires": format_instant(sheet.expires),
        "log": {"ed25519": _base64(sheet.log_ed25519), "ml-dsa-44": _base64(sheet.log_ml_dsa_44)},
        "party": sheet.party,
        "root": _encode_root(sheet.root),
        "serial": sheet.serial,
        "sign": _base64(sheet.sign),
        "tls": _base64(sheet.tls),
        "v": _VERSION,
    }
    if sheet.kem is not None:
        members["kem"] = {name: _base64(key) for name, key in sheet.kem.items()}
    if sheet.next_root is not None:
        members["next_root"] = _encode_root(sheet.next_root)
    return canonical.encode(members) + b"\n"


def parse_sheet(text: bytes) -> KeySheet:
    """Return the sheet whose text is `text`; who signed it is another question.

    Raises:
        MalformedSheetError: `text` is not the text of a key sheet, or a key cannot be used.
    """
    if len(text) > MAX_SHEET_BYTES or not text.endswith(b"\n"):
        raise MalformedSheetError(f"expected a line of at most {MAX_SHEET_BYTES} bytes")
    try:
        members = canonical.parse_object(text[:-1])
    except NotCanonicalError as error:
        raise MalformedSheetError(f"the sheet cannot be read: {error}") from error
    if members.keys() - _OPTIONAL != _REQUIRED or members["v"] != _VERSION:
        raise MalformedSheetError(f"expected the members of {_VERSION}")

    serial = members["serial"]
    if type(serial) is not int or not 1 <= serial <= MAX_INTEGER:
        raise MalformedSheetError(f"expected a serial from 1 on, found {serial!r:.40}")
    log = _parse_root(members["log"])
    try:
        return KeySheet(
            party=parse_party(_text(members["party"])),
            serial=serial,
            sign=_ed25519_key(members["sign"]),
            log_ed25519=log.ed25519,
            log_ml_dsa_44=log.ml_dsa_44,
            kem=parse_kem_keys(members["kem"]) if "kem" in members else None,
            root=_parse_root(members["root"]),
            next_root=_parse_root(members["next_root"]) if "next_root" in members else None,
            tls=_parse_tls(members["tls"]),
            carriers=_parse_carriers(members["carriers"]),
            expires=parse_instant(_text(members["expires"])),
        )
    except InvalidNameError as error:
        raise MalformedSheetError(f"the sheet cannot be read: {error}") from error


def sign_sheet(sheet: KeySheet, signers: Sequence[NoteSigner]) -> bytes:
    """Return the note of `sheet`, signed by both keys of the root before it."""
    return build_note(encode_sheet(sheet), signers)


def verify_sheet(note: bytes, *, root: RootKeys) -> KeySheet:
    """Verify that both keys of `root` signed `note`, and return the sheet.

    Args:
        note: As received.
        root: Of the sheet before it, or for a first sheet of the sheet itself.

    Raises:
        MalformedNoteError: `note` is no signed note.
        MalformedSheetError: Its text is no key sheet, or names another root than signed it.
        InvalidSignatureError: One of the two lines is missing or does not fit.
        UnusableKeyError: `root` cannot be used.
    """
    sheet = parse_sheet(split_note(note).text)
    # The name on the lines holds the party, so a root never signs for another party.
    name = root_key_name(sheet.party)
    verify_note(
        note,
        [ed25519_verifier(name, root.ed25519), ml_dsa_44_verifier(name, root.ml_dsa_44)],
    )
    if sheet.root != root:
        raise MalformedSheetError("expected the sheet to name the root that signed it")
    return sheet


def parse_kem_keys(value: JsonValue) -> Mapping[str, bytes]:
    """Return the KEM keys written as `{"kem-<period>": "<base64>"}`, at least one.

    Raises:
        MalformedSheetError: A name or a key cannot be used.
    """
    if not isinstance(value, Mapping) or not 1 <= len(value) <= MAX_KEM_KEYS:
        raise MalformedSheetError(f"expected 1 to {MAX_KEM_KEYS} KEM keys by name")
    keys: dict[str, bytes] = {}
    for name, encoded in value.items():
        try:
            keys[parse_kem_name(name)] = parse_base64(encoded)
            check_kem_public(keys[name])
        except (InvalidNameError, UnusableKeyError) as error:
            raise MalformedSheetError(f"the KEM key cannot be used: {error}") from error
    return keys


def parse_base64(value: JsonValue) -> bytes:
    """Return the bytes that padded base64 in its one form writes.

    Raises:
        MalformedSheetError: `value` is something else.
    """
    encoded = _text(value)
    try:
        raw = a2b_base64(encoded, strict_mode=True)
    except (Base64Error, ValueError) as error:
        raise MalformedSheetError(f"expected base64: {error}") from error
    if _base64(raw) != encoded:
        raise MalformedSheetError("expected base64 in its one form, without stray bits")
    return raw


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _encode_root(root: RootKeys) -> JsonObject:
    return {"ed25519": _base64(root.ed25519), "ml-dsa-44": _base64(root.ml_dsa_44)}


def _parse_root(value: JsonValue) -> RootKeys:
    if not isinstance(value, Mapping) or value.keys() != {"ed25519", "ml-dsa-44"}:
        raise MalformedSheetError("expected one ed25519 and one ml-dsa-44 key")
    return RootKeys(
        ed25519=_ed25519_key(value["ed25519"]),
        ml_dsa_44=_key(value["ml-dsa-44"], ML_DSA_44_PUBLIC_BYTES),
    )


def _parse_tls(value: JsonValue) -> bytes:
    raw = parse_base64(value)
    if not 1 <= len(raw) <= MAX_TLS_BYTES:
        raise MalformedSheetError(f"expected a certificate of at most {MAX_TLS_BYTES} bytes")
    return raw


def _parse_carriers(value: JsonValue) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or len(value) > MAX_CARRIERS:
        raise MalformedSheetError(f"expected at most {MAX_CARRIERS} carriers by kind")
    addresses = {kind: _text(address) for kind, address in value.items()}
    for kind, address in addresses.items():
        # Shown on a terminal and given to other programs: nothing there that could act.
        if _CARRIER_KIND.fullmatch(kind) is None or _ADDRESS.fullmatch(address) is None:
            raise MalformedSheetError(
                f"expected a plain address, found {kind!r:.20} {address!r:.80}"
            )
    return addresses


def _key(value: JsonValue, length: int) -> bytes:
    raw = parse_base64(value)
    if len(raw) != length:
        raise MalformedSheetError(f"expected a key of {length} bytes, found {len(raw)}")
    return raw


def _ed25519_key(value: JsonValue) -> bytes:
    raw = _key(value, ED25519_PUBLIC_BYTES)
    fault = find_ed25519_fault(raw)
    if fault is not None:
        raise MalformedSheetError(f"the Ed25519 key cannot be used: {fault}")
    return raw


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise MalformedSheetError(f"expected text, found {type(value).__name__}")
    return value
