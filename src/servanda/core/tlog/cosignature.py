"""Signatures on a checkpoint that also state a time: a witness's, and a log's ML-DSA-44 line.

A neutral witness signs a head after checking that it continues the last one it saw; so its
line proves to all that there was one history until then. The same form with ML-DSA-44 is the
only one of the source that a quantum computer does not break, so a log signs its own heads
with it too, under its own name; the time in such a line has no effect.

What follows the key id in the line is the time, 8 bytes of POSIX seconds, then the signature.

Source: C2SP tlog-cosignature, its Ed25519 form (type 0x04, of the whole text) and its
ML-DSA-44 form (type 0x06, of a structure that names cosigner and log but has no text).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from servanda.core.envelope.notes import (
    InvalidSignatureError,
    NoteSigner,
    NoteVerifier,
    UnusableKeyError,
    key_id_of,
    load_ed25519_public,
)
from servanda.core.identifiers import InvalidNameError
from servanda.core.tlog.checkpoint import parse_checkpoint_text

ED25519_COSIGNATURE = b"\x04"
ML_DSA_44_COSIGNATURE = b"\x06"

TIME_BYTES = 8  # before the signature, in the line
MAX_COSIGNER_BYTES = 255  # its length is one byte in what ML-DSA-44 signs

_LAST_SECOND = 253_402_300_799  # of the year 9999: beyond it there is no datetime
_ML_DSA_LABEL = b"subtree/v1\n\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigner:
    """A private key that cosigns; make it once, then take a signer for each moment.

    Attributes:
        name: Key name; for a log's own line, its origin.
        key_id: Four bytes.
        sign: From (message for a time, see `at`) to the bare signature.
        message: From (checkpoint text, POSIX seconds) to the bytes that are signed.
    """

    name: str
    key_id: bytes
    sign: Callable[[bytes], bytes]
    message: Callable[[bytes, int], bytes]

    def at(self, time: datetime) -> NoteSigner:
        """Return the signer that states `time` (aware, 1970 or later; fractions are cut)."""
        seconds = int(time.timestamp())
        stamp = seconds.to_bytes(TIME_BYTES, "big")
        return NoteSigner(
            name=self.name,
            key_id=self.key_id,
            sign=lambda text: stamp + self.sign(self.message(text, seconds)),
        )


def ed25519_cosigner(name: str, seed: bytes) -> Cosigner:
    """Return the witness with the Ed25519 key made from the 32 bytes `seed`.

    The signed bytes do not name the cosigner: a key belongs to one name only.
    """
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return Cosigner(
        name=_require_name(name),
        key_id=key_id_of(name, ED25519_COSIGNATURE, public),
        sign=private.sign,
        message=_ed25519_message,
    )


def ml_dsa_44_cosigner(name: str, seed: bytes) -> Cosigner:
    """Return the witness or log with the ML-DSA-44 key made from the 32 bytes `seed`."""
    private = MLDSA44PrivateKey.from_seed_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return Cosigner(
        name=_require_name(name),
        key_id=key_id_of(name, ML_DSA_44_COSIGNATURE, public),
        sign=private.sign,
        message=_ml_dsa_44_message(name),
    )


def ed25519_cosignature_verifier(name: str, public: bytes) -> NoteVerifier:
    """Return the verifier for lines of an Ed25519 witness, or raise `UnusableKeyError`."""
    key = load_ed25519_public(public)
    return _verifier(name, ED25519_COSIGNATURE, public, check=key.verify, message=_ed25519_message)


def ml_dsa_44_cosignature_verifier(name: str, public: bytes) -> NoteVerifier:
    """Return the verifier for ML-DSA-44 lines, or raise `UnusableKeyError`."""
    try:
        key = MLDSA44PublicKey.from_public_bytes(public)
    except ValueError as error:
        raise UnusableKeyError(f"{len(public)} bytes are no ML-DSA-44 public key") from error
    return _verifier(
        name, ML_DSA_44_COSIGNATURE, public, check=key.verify, message=_ml_dsa_44_message(name)
    )


def cosigned_message(
    cosigner: str, *, origin: str, seconds: int, start: int, end: int, root: bytes
) -> bytes:
    """Return what a cosigner signs with ML-DSA-44.

    Args:
        cosigner: Its name, at most `MAX_COSIGNER_BYTES`.
        origin: The log's name, at most 255 bytes.
        seconds: POSIX time, or 0 for none.
        start: The first entry covered; 0 in every checkpoint. Other ranges have no note, but
            their signatures are of the same form.
        end: The entry after the last one covered; the size of a checkpoint.
        root: 32 bytes, over the entries from `start` to before `end`.
    """
    return b"".join(
        (
            _ML_DSA_LABEL,
            _with_length(cosigner.encode()),
            seconds.to_bytes(8, "big"),
            _with_length(origin.encode()),
            start.to_bytes(8, "big"),
            end.to_bytes(8, "big"),
            root,
        )
    )


def _verifier(
    name: str,
    kind: bytes,
    public: bytes,
    *,
    check: Callable[[bytes, bytes], None],
    message: Callable[[bytes, int], bytes],
) -> NoteVerifier:
    """Return a verifier; `check` takes signature and signed bytes, `message` is the cosigner's."""

    def verify(text: bytes, signature: bytes) -> None:
        seconds = int.from_bytes(signature[:TIME_BYTES], "big")
        if seconds > _LAST_SECOND:
            raise InvalidSignatureError(f"expected a time before the year 10000 by {name}")
        try:
            check(signature[TIME_BYTES:], message(text, seconds))
        except InvalidSignature as error:
            raise InvalidSignatureError(f"the cosignature of {name} does not fit") from error

    return NoteVerifier(
        name=_require_name(name), key_id=key_id_of(name, kind, public), kind=kind, verify=verify
    )


def _ed25519_message(text: bytes, seconds: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % seconds + text


def _ml_dsa_44_message(name: str) -> Callable[[bytes, int], bytes]:
    """Return the function from (checkpoint text, POSIX seconds) to what `name` signs."""

    def message(text: bytes, seconds: int) -> bytes:
        checkpoint = parse_checkpoint_text(text)
        return cosigned_message(
            name,
            origin=checkpoint.origin,
            seconds=seconds,
            start=0,
            end=checkpoint.size,
            root=checkpoint.root,
        )

    return message


def _with_length(value: bytes) -> bytes:
    return len(value).to_bytes(1, "big") + value


def _require_name(name: str) -> str:
    if name.split() != [name] or "+" in name or len(name.encode()) > MAX_COSIGNER_BYTES:
        raise InvalidNameError(
            f"expected a name of at most {MAX_COSIGNER_BYTES} bytes without spaces or '+',"
            f" found {name!r:.80}"
        )
    return name
