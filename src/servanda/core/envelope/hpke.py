"""Encrypt bytes to one recipient, so that neither of two attacks alone can open them.

The recipient's key is a hybrid: ML-KEM-768 holds against quantum computers, X25519 against a
flaw found in ML-KEM; both would have to fall. A private key is kept as its 32-byte seed.

`cryptography` gives HPKE no associated data of its own, so what must not be exchanged around
the ciphertext (the envelope's header) is bound through `info`.

Source: RFC 9180 (base mode, one message); draft-connolly-cfrg-xwing-kem for KEM and seed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import shake_256
from typing import ClassVar

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from servanda.core.envelope.notes import UnusableKeyError, ml_dsa_44_signer
from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.core.identifiers import InvalidNameError

SUITE_NAME = "hpke-xwing-hkdf256-chacha20poly1305"
KEM_SEED_BYTES = 32
KEM_PUBLIC_BYTES = 1_216  # ML-KEM-768 first, then X25519
ENCAPSULATED_BYTES = 1_120
SEAL_OVERHEAD_BYTES = ENCAPSULATED_BYTES + 16  # the encapsulated key and the tag

_ML_KEM_PUBLIC_BYTES = 1_184
_ML_KEM_SEED_BYTES = 64
_EXPANDED_SEED_BYTES = 96
_KEM_NAME = re.compile(r"kem-[a-z0-9-]{1,36}")


class CannotOpenError(CounterpartError):
    """Sealed bytes do not open: they are for another key, or were changed on the way."""

    code: ClassVar[str] = "cannot-open"


class MissingAlgorithmError(MisconfiguredError):
    """The installed `cryptography` was built without an algorithm that Servanda needs."""

    code: ClassVar[str] = "missing-algorithm"


@dataclass(frozen=True, slots=True, kw_only=True)
class KemPrivate:
    """A private key that envelopes are sealed to, ready for use.

    Attributes:
        name: As the key sheet names it, `kem-<period>`.
        private: Both halves.
    """

    name: str
    private: MLKEM768X25519PrivateKey


def parse_kem_name(text: str) -> str:
    """Return `text` if it is a name of a KEM key, or raise `InvalidNameError`."""
    if _KEM_NAME.fullmatch(text) is None:
        raise InvalidNameError(f"expected kem-<period> of a-z, 0-9, '-', found {text!r:.80}")
    return text


def kem_private(name: str, seed: bytes) -> KemPrivate:
    """Return the private key made from the `KEM_SEED_BYTES` bytes `seed`."""
    ml_kem, x25519 = _expand(seed)
    return KemPrivate(name=parse_kem_name(name), private=MLKEM768X25519PrivateKey(ml_kem, x25519))


def kem_public_bytes(seed: bytes) -> bytes:
    """Return the `KEM_PUBLIC_BYTES` bytes of the public key that belongs to `seed`."""
    ml_kem, x25519 = _expand(seed)
    return ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def check_kem_public(public: bytes) -> None:
    """Check that something can be sealed to `public`, so that a bad card shows at once.

    Raises:
        UnusableKeyError: The length is wrong, a coefficient too large, or the X25519 half one
            of the few points that give everybody the same secret.
    """
    seal(b"", public=public, info=b"")


def seal(plain: bytes, *, public: bytes, info: bytes) -> bytes:
    """Return `plain` encrypted to `public`: the encapsulated key, then the ciphertext.

    Args:
        plain: Any bytes.
        public: `KEM_PUBLIC_BYTES` bytes from a verified key sheet.
        info: What the recipient must present unchanged to open.

    Raises:
        UnusableKeyError: Nothing can be sealed to `public`.
    """
    key = _load_public(public)
    try:
        return _suite().encrypt(plain, key, info=info)
    except ValueError as error:
        raise UnusableKeyError("expected an X25519 key of full order in the KEM key") from error


def open_sealed_bytes(sealed: bytes, *, private: KemPrivate, info: bytes) -> bytes:
    """Return what was sealed to `private` under the same `info`.

    Raises:
        CannotOpenError: Anything differs from what was sealed. It is not said what.
    """
    try:
        return _suite().decrypt(sealed, private.private, info=info)
    except InvalidTag as error:
        raise CannotOpenError(f"expected bytes sealed to {private.name}, unchanged") from error


def probe() -> None:
    """Try once, at start, the algorithms that a build of the library may lack.

    Raises:
        MissingAlgorithmError: This build of `cryptography` cannot seal and open, or cannot
            sign with ML-DSA-44.
    """
    seed = bytes(KEM_SEED_BYTES)
    try:
        sealed = seal(b"", public=kem_public_bytes(seed), info=b"")
        open_sealed_bytes(sealed, private=kem_private("kem-probe", seed), info=b"")
        ml_dsa_44_signer("probe", seed).sign(b"")
    except UnsupportedAlgorithm as error:
        raise MissingAlgorithmError(
            "the installed `cryptography` lacks ML-KEM-768, X25519 or ML-DSA-44; install it "
            "from PyPI (version 50 or later), not from the distribution"
        ) from error


def _expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    # Longer seeds would work too, and be another key than every other program makes of them.
    if len(seed) != KEM_SEED_BYTES:
        raise UnusableKeyError(f"expected a seed of {KEM_SEED_BYTES} bytes, found {len(seed)}")
    expanded = shake_256(seed).digest(_EXPANDED_SEED_BYTES)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:_ML_KEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(expanded[_ML_KEM_SEED_BYTES:]),
    )


@lru_cache(maxsize=256)  # a counterpart's key serves for months; loading it is half of a seal
def _load_public(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != KEM_PUBLIC_BYTES:
        raise UnusableKeyError(f"expected {KEM_PUBLIC_BYTES} bytes of KEM key, found {len(public)}")
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_ML_KEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public[_ML_KEM_PUBLIC_BYTES:]),
        )
    except ValueError as error:
        raise UnusableKeyError("expected an ML-KEM-768 key with reduced coefficients") from error


@lru_cache(maxsize=1)
def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
