"""What a node keeps of a passphrase: enough to know it again, too little to find it.

The digest of what is kept stands in the audit log. So whoever puts another into its place in
the database, to pass for that person, is found out, and no guessing is possible from the log.

Source: RFC 9106 (Argon2); docs/spec/people.md, "Passphrases".
"""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.constant_time import bytes_eq

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of

SALT_BYTES = 16
LEAST_CHARACTERS = 12
MOST_BYTES = 1024  # stretching costs the same for all; this only bounds what is read

# Argon2id as RFC 9106 recommends where memory is not plentiful (section 4, the second option):
# 64 MiB a guess. Part of the version, so that an altered database cannot weaken it.
_PASSES = 3
_MEMORY_KIB = 64 * 1024
_LANES = 4
_HASH_BYTES = 32
_LABEL = b"servanda-passphrase/1\n"


class WeakPassphraseError(InvalidInputError):
    """A new passphrase is too short, or too long to be one."""

    code: ClassVar[str] = "weak-passphrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """What a passphrase is known by.

    Attributes:
        salt: `SALT_BYTES` random bytes.
        stretched: What Argon2id makes of passphrase and salt.
    """

    salt: bytes
    stretched: bytes

    @property
    def digest(self) -> Digest:
        """Names it in the audit log; says nothing without the salt."""
        return digest_of(_LABEL + self.salt + self.stretched)

    def fits(self, passphrase: bytes) -> bool:
        """Return whether it is of `passphrase`; takes as long for a wrong one as for the right."""
        return bytes_eq(self.stretched, _stretched(passphrase, self.salt))


def build_verifier(passphrase: bytes, *, salt: bytes) -> Verifier:
    """Return what is kept of a new passphrase.

    Args:
        passphrase: As typed, in UTF-8.
        salt: `SALT_BYTES` random bytes, new for every call.

    Raises:
        WeakPassphraseError: It is too short, or no text.
    """
    try:
        length = len(passphrase.decode())
    except UnicodeDecodeError as error:
        raise WeakPassphraseError("expected a passphrase in UTF-8") from error
    if length < LEAST_CHARACTERS or len(passphrase) > MOST_BYTES:
        raise WeakPassphraseError(
            f"expected a passphrase of at least {LEAST_CHARACTERS} characters and at most "
            f"{MOST_BYTES} bytes; some words that do not belong together are best"
        )
    return Verifier(salt=salt, stretched=_stretched(passphrase, salt))


def _stretched(passphrase: bytes, salt: bytes) -> bytes:
    return hash_secret_raw(
        _one_spelling(passphrase),
        salt,
        time_cost=_PASSES,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=_HASH_BYTES,
        type=Type.ID,
    )


def _one_spelling(passphrase: bytes) -> bytes:
    """Return the same bytes for the same signs, however a keyboard puts them together."""
    try:
        return unicodedata.normalize("NFC", passphrase.decode()).encode()
    except UnicodeDecodeError:
        return passphrase
