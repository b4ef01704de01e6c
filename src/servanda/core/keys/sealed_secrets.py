"""Encrypt a file of private keys under a passphrase.

Whoever copies the disk gets nothing that a good passphrase does not give away. The passphrase
is stretched with scrypt, which makes each guess cost memory, not only time.

Source: RFC 7914 (scrypt), RFC 8439 (ChaCha20-Poly1305); docs/spec/keys.md, Private keys.
"""

from base64 import b64encode
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from servanda.core import canonical
from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.keys.private import UnreadableSecretsError
from servanda.core.keys.sheets import parse_base64

SALT_BYTES = 16
NONCE_BYTES = 12
MAX_SEALED_SECRETS_BYTES = 64 * 1024

_VERSION = "servanda-sealed-secrets/1"
_MEMBERS = frozenset({"box", "nonce", "salt", "v"})

# 32 MiB and some 80 ms a guess (RFC 7914: N, r, p). Part of the version, not of the file, so
# that a forged file can neither weaken the stretching nor exhaust the memory.
_SCRYPT_N = 2**15
_SCRYPT_R = 8
_SCRYPT_P = 1
_KEY_BYTES = 32


class WrongPassphraseError(InvalidInputError):
    """The private keys do not open: another passphrase, or a changed file."""

    code: ClassVar[str] = "wrong-passphrase"


def seal_secrets(plain: bytes, *, passphrase: bytes, salt: bytes, nonce: bytes) -> bytes:
    """Return `plain` encrypted under `passphrase`, as one line of strict JCS.

    Args:
        plain: From `encode_secrets` or `encode_root_secrets`.
        passphrase: As typed, in UTF-8, or the bytes of a key file.
        salt: `SALT_BYTES` random bytes, new for every call.
        nonce: `NONCE_BYTES` random bytes, new for every call.

    Raises:
        WrongPassphraseError: `passphrase` is empty.
    """
    if not passphrase:
        raise WrongPassphraseError("expected a passphrase that is not empty")
    box = ChaCha20Poly1305(_stretch(passphrase, salt)).encrypt(nonce, plain, _VERSION.encode())
    return canonical.encode(
        {"box": _base64(box), "nonce": _base64(nonce), "salt": _base64(salt), "v": _VERSION}
    )


def open_secrets(sealed: bytes, *, passphrase: bytes) -> bytes:
    """Return what `seal_secrets` encrypted.

    Raises:
        UnreadableSecretsError: `sealed` is no such file.
        WrongPassphraseError: It does not open.
    """
    if len(sealed) > MAX_SEALED_SECRETS_BYTES:
        raise UnreadableSecretsError(f"expected at most {MAX_SEALED_SECRETS_BYTES} bytes")
    try:
        members = canonical.parse_object(sealed)
        if members.keys() != _MEMBERS or members["v"] != _VERSION:
            raise UnreadableSecretsError(f"expected the members of {_VERSION}")
        box, nonce, salt = (parse_base64(members[name]) for name in ("box", "nonce", "salt"))
    except ServandaError as error:
        raise UnreadableSecretsError(
            "expected a file of sealed private keys; restore it from a backup"
        ) from error
    if len(nonce) != NONCE_BYTES or len(salt) != SALT_BYTES:
        raise UnreadableSecretsError(f"expected {NONCE_BYTES} bytes of nonce, {SALT_BYTES} of salt")
    try:
        return ChaCha20Poly1305(_stretch(passphrase, salt)).decrypt(nonce, box, _VERSION.encode())
    except InvalidTag as error:
        raise WrongPassphraseError("the private keys do not open with this passphrase") from error


def _stretch(passphrase: bytes, salt: bytes) -> bytes:
    kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
    return kdf.derive(passphrase)


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()
