"""The signed head of an audit log: what an auditor notes, to hold a desk to it later.

It is a checkpoint like that of any log, under a name of its own, so that no signature of one can
stand for another.

Source: docs/spec/audit.md, "The signed head"; C2SP tlog-checkpoint.
"""

from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import ClassVar

from servanda.core.envelope.notes import (
    ED25519,
    NoteSigner,
    NoteVerifier,
    ed25519_signer,
    ed25519_verifier,
    verifier_key,
)
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import Digest, PartyId, hash_from_digest
from servanda.core.keys.private import PartySecrets
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint, verify_checkpoint

_SUFFIX = "/servanda-audit"


class InvalidAuditKeyError(InvalidInputError):
    """A key is not that of an audit log, as `servanda audit head` prints it."""

    code: ClassVar[str] = "invalid-audit-key"


def audit_name(party: PartyId) -> str:
    """Return the name of a party's audit log, of its key and of its heads."""
    return f"{party}{_SUFFIX}"


def audit_signer(secrets: PartySecrets) -> NoteSigner:
    """Return what signs the heads of our own audit log."""
    return ed25519_signer(audit_name(secrets.party), secrets.log_ed25519)


def audit_key(secrets: PartySecrets) -> str:
    """Return the key that these heads are verified with, as a line for the auditor."""
    return verifier_key(audit_name(secrets.party), ED25519, secrets.log_ed25519_public)


def sign_audit_head(*, size: int, root: Digest, secrets: PartySecrets) -> bytes:
    """Return the head as a signed note."""
    head = Checkpoint(origin=audit_name(secrets.party), size=size, root=hash_from_digest(root))
    return sign_checkpoint(head, signers=[audit_signer(secrets)])


def verify_audit_head(note: bytes, *, key: NoteVerifier) -> Checkpoint:
    """Verify that `note` is a head of the audit log that `key` is of, and return it.

    Raises:
        CounterpartError: Of `verify_checkpoint`.
    """
    return verify_checkpoint(note, verifiers=[key], origin=key.name)


def parse_audit_key(line: str) -> NoteVerifier:
    """Return the verifier for a key as `servanda audit head` prints it.

    Raises:
        InvalidAuditKeyError: It is none.
    """
    name, _, rest = line.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = a2b_base64(encoded, strict_mode=True)
        if not name.endswith(_SUFFIX) or raw[:1] != ED25519:
            raise InvalidAuditKeyError(_expected(line))
        verifier = ed25519_verifier(name, raw[1:])
    except (Base64Error, CounterpartError, UnicodeEncodeError, ValueError) as error:
        raise InvalidAuditKeyError(_expected(line)) from error
    if verifier.key_id.hex() != key_id:
        raise InvalidAuditKeyError(_expected(line))
    return verifier


def _expected(line: str) -> str:
    return (
        f"expected <party>{_SUFFIX}+<id>+<base64>, as `servanda audit head` prints it, "
        f"found {line!r:.100}"
    )
