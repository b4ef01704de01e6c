"""The second factor of a person at the desk: codes of an app, and recovery codes for its loss.

The digest of all of it stands in the audit log, as that of a passphrase does: whoever puts another
into its place in the database is found out.

Source: RFC 6238 (TOTP); docs/spec/desk.md, "The second factor".
"""

import re
from base64 import b32decode, b32encode
from binascii import Error as Base32Error
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from servanda.core.identifiers import Digest, PartyId, digest_of

SECRET_BYTES = 20  # RFC 4226, section 4: 160 bits are recommended
RECOVERY_BYTES = 10
RECOVERY_CODES = 10
_STEP_SECONDS = 30
_DIGITS = 6
_DRIFT = 1  # steps before and after: clocks of telephones differ, and typing takes time
_GROUP = 4
_LABEL = b"servanda-second-factor/1\n"
_RECOVERY_LABEL = b"servanda-recovery/1\n"
_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """What the codes of a person are known by.

    Attributes:
        secret: `SECRET_BYTES` bytes that the person's app has too.
        recovery: Digests of the recovery codes.
    """

    secret: bytes
    recovery: tuple[Digest, ...]

    @property
    def digest(self) -> Digest:
        """Names it in the audit log."""
        return digest_of(_LABEL + self.secret + "".join(self.recovery).encode())

    def mark_of(self, typed: str, *, at: datetime) -> str | None:
        """Return what is spent when `typed` is taken as right at `at`; None if it is wrong.

        Whoever is given a mark has to see that it was not spent before: each code counts once.
        """
        code = re.sub(r"[\s-]", "", typed).lower()
        if _CODE.fullmatch(code):
            step = _step_of(code, self.secret, at=at)
            return None if step is None else f"step {step}"
        recovery = recovery_digest(code)
        return recovery if recovery in self.recovery else None


def recovery_digest(code: str) -> Digest:
    """Return what a recovery code is kept as; 80 random bits need no stretching."""
    return digest_of(_RECOVERY_LABEL + re.sub(r"[\s-]", "", code).lower().encode(errors="replace"))


def build_recovery_code(raw: bytes) -> str:
    """Return `RECOVERY_BYTES` random bytes as a code that can be written down."""
    return grouped(b32encode(raw).decode().lower(), by="-")


def grouped(text: str, *, by: str = " ") -> str:
    """Return `text` in groups that can be typed off."""
    return by.join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def write_secret(secret: bytes) -> str:
    """Return a secret as apps take it."""
    return b32encode(secret).decode()


def parse_secret(text: str) -> bytes | None:
    """Return the secret that `text` writes; None if it writes none of the right length."""
    try:
        secret = b32decode(re.sub(r"\s", "", text).upper())
    except (Base32Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def app_address(secret: bytes, *, person: str, party: PartyId) -> str:
    """Return the address by which an app on the same machine takes the secret."""
    return _totp(secret).get_provisioning_uri(person, str(party))


def code_at(secret: bytes, *, at: datetime) -> str:
    """Return the code that an app shows at `at`."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _step_of(code: str, secret: bytes, *, at: datetime) -> int | None:
    now = int(at.timestamp()) // _STEP_SECONDS
    found = None
    # All of them, also after one fits: the time tells nothing.
    for step in range(max(0, now - _DRIFT), now + _DRIFT + 1):
        if bytes_eq(_totp(secret).generate(step * _STEP_SECONDS), code.encode()):
            found = step
    return found


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what apps know; as a MAC key of 160 bits it is not what its weakness is about.
    return TOTP(secret, _DIGITS, SHA1(), _STEP_SECONDS)  # noqa: S303
