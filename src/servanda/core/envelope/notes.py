"""Sign a text as a note, split a note into its parts, and verify it.

Leaves, checkpoints and key sheets are all notes: a text, an empty line, and one line for each
signature. A note can be read in a text viewer and verified by tools that know nothing of
Servanda; the exact bytes are kept for ever, so a note is never rebuilt from its parts.

Stricter than the source in two points, so that a note has fewer spellings: base64 must be in
its one padded form, and a note is at most `MAX_LEAF_BYTES` long.

Source: C2SP signed-note; docs/spec/envelope.md for the signature type of ML-DSA-44.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import ClassVar, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from servanda.core.envelope.ed25519_points import find_ed25519_fault
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import InvalidNameError

MAX_LEAF_BYTES = 65_535  # an entry of a C2SP tile has a length of 16 bits
MAX_SIGNATURES = 16  # the number every verifier has to accept, by the source
KEY_ID_BYTES = 4
ED25519_PUBLIC_BYTES = 32
ML_DSA_44_PUBLIC_BYTES = 1_312

# Signature types: one byte by the source; after 0xff a name of our own choice.
ED25519 = b"\x01"
ML_DSA_44 = b"\xffservanda-ml-dsa-44"

_LINE_START = "— ".encode()
_CONTROLS = bytes(range(0x20)).replace(b"\n", b"")


class MalformedNoteError(CounterpartError):
    """Bytes are not a signed note: no text, no signature line, or one that cannot be read."""

    code: ClassVar[str] = "malformed-note"


class InvalidSignatureError(CounterpartError):
    """A signature that had to be there is missing, or does not fit text and key."""

    code: ClassVar[str] = "invalid-signature"


class UnusableKeyError(CounterpartError):
    """A public key has not the length or form of its algorithm, or anybody could sign for it."""

    code: ClassVar[str] = "unusable-key"


class UnsignableTextError(InvalidInputError):
    """A text cannot become a note: it is too long, or not lines of plain UTF-8."""

    code: ClassVar[str] = "unsignable-text"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSigner:
    """A private key under the name that its signature lines carry.

    Attributes:
        name: Key name; no white space and no plus sign.
        key_id: `KEY_ID_BYTES` bytes, see `key_id_of`.
        sign: From the text to what follows the key id in the line.
    """

    name: str
    key_id: bytes
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVerifier:
    """A public key under the name that its signature lines carry; keep it, making one costs.

    Attributes:
        name: Key name; no white space and no plus sign.
        key_id: `KEY_ID_BYTES` bytes, see `key_id_of`.
        kind: The signature type, `ED25519` or `ML_DSA_44` here.
        verify: Takes text and signature; raises `InvalidSignatureError` unless they fit.
    """

    name: str
    key_id: bytes
    kind: bytes
    verify: Callable[[bytes, bytes], None]


class NoteSignature(NamedTuple):
    """One signature line, taken apart and not verified.

    Attributes:
        name: Key name as claimed.
        key_id: `KEY_ID_BYTES` bytes as claimed.
        signature: At least one byte; its meaning depends on the key.
    """

    name: str
    key_id: bytes
    signature: bytes


class SplitNote(NamedTuple):
    """A note taken apart; nothing in it is verified.

    Attributes:
        text: What was signed, with its last line feed.
        signatures: One to `MAX_SIGNATURES`, in the order of the lines.
    """

    text: bytes
    signatures: tuple[NoteSignature, ...]


def key_id_of(name: str, kind: bytes, public: bytes) -> bytes:
    """Return the short id of a key: it finds the right key for a line and proves nothing.

    Args:
        name: Key name.
        kind: The signature type, with what follows a 0xff.
        public: The public key's bytes.

    Source: C2SP signed-note, Signatures.
    """
    return sha256(name.encode() + b"\n" + kind + public).digest()[:KEY_ID_BYTES]


def verifier_key(name: str, kind: bytes, public: bytes) -> str:
    """Return a public key as the line that other tools take (a C2SP "vkey")."""
    encoded = b2a_base64(kind + public, newline=False).decode()
    return f"{name}+{key_id_of(name, kind, public).hex()}+{encoded}"


def ed25519_signer(name: str, seed: bytes) -> NoteSigner:
    """Return the signer for the Ed25519 key made from the 32 bytes `seed`."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return NoteSigner(
        name=_require_name(name), key_id=key_id_of(name, ED25519, public), sign=private.sign
    )


def load_ed25519_public(public: bytes) -> Ed25519PublicKey:
    """Return the public key that `public` is.

    Raises:
        UnusableKeyError: The length is wrong, the form is not canonical, or the point is one of
            those that anybody can sign for.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
    except ValueError as error:
        raise UnusableKeyError(
            f"expected {ED25519_PUBLIC_BYTES} bytes of Ed25519 key, found {len(public)}"
        ) from error
    fault = find_ed25519_fault(public)
    if fault is not None:
        raise UnusableKeyError(f"the Ed25519 key proves nothing: {fault}")
    return key


def ed25519_verifier(name: str, public: bytes) -> NoteVerifier:
    """Return the verifier for an Ed25519 public key, or raise `UnusableKeyError`."""
    key = load_ed25519_public(public)

    def verify(text: bytes, signature: bytes) -> None:
        try:
            key.verify(signature, text)
        except InvalidSignature as error:
            raise InvalidSignatureError(f"the Ed25519 signature of {name} does not fit") from error

    return NoteVerifier(
        name=_require_name(name),
        key_id=key_id_of(name, ED25519, public),
        kind=ED25519,
        verify=verify,
    )


def ml_dsa_44_signer(name: str, seed: bytes) -> NoteSigner:
    """Return the signer for the ML-DSA-44 key made from the 32 bytes `seed`."""
    private = MLDSA44PrivateKey.from_seed_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return NoteSigner(
        name=_require_name(name), key_id=key_id_of(name, ML_DSA_44, public), sign=private.sign
    )


def ml_dsa_44_verifier(name: str, public: bytes) -> NoteVerifier:
    """Return the verifier for an ML-DSA-44 public key, or raise `UnusableKeyError`."""
    try:
        key = MLDSA44PublicKey.from_public_bytes(public)
    except ValueError as error:
        raise UnusableKeyError(
            f"expected {ML_DSA_44_PUBLIC_BYTES} bytes of ML-DSA-44 key, found {len(public)}"
        ) from error

    def verify(text: bytes, signature: bytes) -> None:
        try:
            key.verify(signature, text)
        except InvalidSignature as error:
            raise InvalidSignatureError(f"the ML-DSA signature of {name} does not fit") from error

    return NoteVerifier(
        name=_require_name(name),
        key_id=key_id_of(name, ML_DSA_44, public),
        kind=ML_DSA_44,
        verify=verify,
    )


def build_note(text: bytes, signers: Sequence[NoteSigner]) -> bytes:
    """Return `text` signed by each of `signers`, one line each, in their order.

    Raises:
        UnsignableTextError: `text` does not end in a line feed, is not plain UTF-8, or the
            note would be over `MAX_LEAF_BYTES`; or there is no signer.
    """
    if not signers:
        raise UnsignableTextError("expected at least one key to sign with")
    if not text.endswith(b"\n"):
        raise UnsignableTextError("expected a text that ends in a line feed")
    problem = _find_unreadable(text)
    if problem is not None:
        raise UnsignableTextError(problem)

    note = text + b"\n" + b"".join(signature_line(signer, text) for signer in signers)
    if len(note) > MAX_LEAF_BYTES:
        raise UnsignableTextError(f"expected at most {MAX_LEAF_BYTES} bytes, found {len(note)}")
    return note


def signature_line(signer: NoteSigner, text: bytes) -> bytes:
    """Return the line that `signer` adds to a note with `text`, with its line feed."""
    encoded = b2a_base64(signer.key_id + signer.sign(text))
    return _LINE_START + signer.name.encode() + b" " + encoded


def split_note(note: bytes) -> SplitNote:
    """Return the parts of `note`, verifying nothing.

    Raises:
        MalformedNoteError: `note` is too long, not plain UTF-8, or lacks text or signatures.
    """
    if len(note) > MAX_LEAF_BYTES:
        raise MalformedNoteError(f"expected at most {MAX_LEAF_BYTES} bytes, found {len(note)}")
    problem = _find_unreadable(note)
    if problem is not None:
        raise MalformedNoteError(problem)

    # The last empty line counts: the text may hold others, signature lines cannot.
    text, empty_line, block = note.rpartition(b"\n\n")
    if not empty_line or not block.endswith(b"\n"):
        raise MalformedNoteError("expected a text, an empty line and whole signature lines")
    lines = block[:-1].split(b"\n", MAX_SIGNATURES)
    if len(lines) > MAX_SIGNATURES:
        raise MalformedNoteError(f"expected at most {MAX_SIGNATURES} signatures")
    return SplitNote(text=text + b"\n", signatures=tuple(map(_parse_line, lines)))


def verify_note(note: bytes, verifiers: Sequence[NoteVerifier]) -> bytes:
    """Verify that every one of `verifiers` signed `note`, and return its text.

    Lines of other keys prove nothing and are passed over; every line of a given key must fit.

    Args:
        note: As received.
        verifiers: At least one; all are required.

    Raises:
        MalformedNoteError: `note` is not a signed note.
        InvalidSignatureError: A line is missing or does not fit.
    """
    return verify_split(split_note(note), verifiers)


def verify_split(split: SplitNote, verifiers: Sequence[NoteVerifier]) -> bytes:
    """Verify a note that is already taken apart, as `verify_note` does."""
    if not verifiers:
        raise InvalidSignatureError("expected at least one key to verify with")
    for verifier in verifiers:
        has_line = False
        for line in split.signatures:
            if line.name == verifier.name and line.key_id == verifier.key_id:
                verifier.verify(split.text, line.signature)
                has_line = True
        if not has_line:
            raise InvalidSignatureError(
                f"expected a signature of {verifier.name} with key id {verifier.key_id.hex()}"
            )
    return split.text


def _parse_line(line: bytes) -> NoteSignature:
    if not line.startswith(_LINE_START):
        raise MalformedNoteError("expected each signature line to begin with an em dash")
    name, _, encoded = line[len(_LINE_START) :].partition(b" ")
    try:
        raw = a2b_base64(encoded, strict_mode=True)
    except Base64Error as error:
        raise MalformedNoteError(f"expected a signature in base64: {error}") from error
    if len(raw) <= KEY_ID_BYTES:
        raise MalformedNoteError("expected a key id and a signature in each line")
    if b2a_base64(raw, newline=False) != encoded:
        raise MalformedNoteError("expected base64 in its one form, without stray bits")
    return NoteSignature(
        name=_read_name(name), key_id=raw[:KEY_ID_BYTES], signature=raw[KEY_ID_BYTES:]
    )


@lru_cache(maxsize=64)  # one of a few keys signs each leaf of a log
def _read_name(name: bytes) -> str:
    text = name.decode()  # cannot fail: the whole note was checked
    if not _is_name(text):
        raise MalformedNoteError(f"expected a key name without spaces or '+', found {name!r:.80}")
    return text


def _find_unreadable(data: bytes) -> str | None:
    """Return why `data` is not lines of plain UTF-8, or None."""
    if len(data.translate(None, _CONTROLS)) != len(data):
        return "expected no control character but the line feed"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"expected UTF-8: {error.reason} at byte {error.start}"
    return None


def _is_name(name: str) -> bool:
    # `split` cuts at every white space Unicode knows, and an empty name gives no part at all.
    return name.split() == [name] and "+" not in name


def _require_name(name: str) -> str:
    if not _is_name(name):
        raise InvalidNameError(f"expected a key name without spaces or '+', found {name!r:.80}")
    return name
