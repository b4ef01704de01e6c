"""The private keys of a party, and the signers and sheets made from them.

Every private key is a seed of 32 bytes, so that one short file holds them all and any other
program can make the same keys from it. The root's seeds are a file of their own: it is needed
to sign key sheets alone and belongs on a machine that is never connected.

How the files are encrypted is in `sealed_secrets`; where they lie is the shell's business.

Source: docs/spec/keys.md, Private keys.
"""

from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue, NotCanonicalError
from servanda.core.envelope.hpke import (
    KEM_SEED_BYTES,
    KemPrivate,
    kem_private,
    kem_public_bytes,
    parse_kem_name,
)
from servanda.core.envelope.notes import NoteSigner, ed25519_signer, ml_dsa_44_signer
from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import Origin, PartyId, parse_party
from servanda.core.keys.sheets import KeySheet, RootKeys, parse_base64, root_key_name
from servanda.core.keys.timeline import sign_key_name

SEED_BYTES = 32

_SECRETS_VERSION = "servanda-secrets/1"
_ROOT_VERSION = "servanda-root-secrets/1"
_SEEDS = ("log_ed25519", "log_ml_dsa_44", "sign", "tls", "tls_authority")


class UnreadableSecretsError(MisconfiguredError):
    """A file of private keys is damaged, or is not one."""

    code: ClassVar[str] = "unreadable-secrets"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RootSecrets:
    """The seeds of a party's root; they never lie beside the node's keys. Not printable.

    Attributes:
        party: Whose root it is.
        ed25519: Seed of the Ed25519 key.
        ml_dsa_44: Seed of the ML-DSA-44 key.
    """

    party: PartyId
    ed25519: bytes
    ml_dsa_44: bytes

    @property
    def public(self) -> RootKeys:
        """The public keys, as a sheet names them."""
        return RootKeys(
            ed25519=_ed25519_public(self.ed25519), ml_dsa_44=_ml_dsa_44_public(self.ml_dsa_44)
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PartySecrets:
    """The seeds a node works with. Not printable, so that no message shows them.

    Attributes:
        party: Whose keys these are.
        sign: Seed of the key of leaves.
        log_ed25519: Seed of the key of every checkpoint.
        log_ml_dsa_44: Seed of the key of a checkpoint's second line.
        tls_authority: Secret of the party's certificate authority (`tls.tls_private`).
        tls: Secret of the node's own TLS certificate.
        kem: Seeds of the KEM keys, by name: the newest, and those that others may still seal
            to.
    """

    party: PartyId
    sign: bytes
    log_ed25519: bytes
    log_ml_dsa_44: bytes
    tls_authority: bytes
    tls: bytes
    kem: Mapping[str, bytes]

    @property
    def newest_kem_name(self) -> str:
        """The KEM key that everybody is to seal to: the last by name."""
        return max(self.kem)

    @property
    def newest_kem_public(self) -> bytes:
        """Its public key; making it costs, so keep the result."""
        return kem_public_bytes(self.kem[self.newest_kem_name])

    @property
    def log_ed25519_public(self) -> bytes:
        """The key that every checkpoint is verified with."""
        return _ed25519_public(self.log_ed25519)

    @property
    def sign_public(self) -> bytes:
        """The public key of leaves."""
        return _ed25519_public(self.sign)

    @property
    def kem_keys(self) -> Mapping[str, KemPrivate]:
        """The KEM keys, ready to open with; making them costs, so keep the result."""
        return {name: kem_private(name, seed) for name, seed in self.kem.items()}


def generate_secrets(
    randomness: Callable[[int], bytes], *, party: PartyId, kem_name: str
) -> PartySecrets:
    """Return new keys for a node.

    Args:
        randomness: Returns as many unpredictable bytes as it is asked for.
        party: Whose keys.
        kem_name: Name of the first KEM key, `kem-<period>`.
    """
    return PartySecrets(
        party=party,
        sign=randomness(SEED_BYTES),
        log_ed25519=randomness(SEED_BYTES),
        log_ml_dsa_44=randomness(SEED_BYTES),
        tls_authority=randomness(SEED_BYTES),
        tls=randomness(SEED_BYTES),
        kem={parse_kem_name(kem_name): randomness(KEM_SEED_BYTES)},
    )


def replace_secrets(
    secrets: PartySecrets, randomness: Callable[[int], bytes], *, kem_name: str
) -> PartySecrets:
    """Return the keys that a new sheet will name, in the place of `secrets`.

    Sign key, log keys and KEM key are new; the TLS authority stays, for a counterpart that does
    not know the new sheet yet has to be able to fetch it.

    Args:
        secrets: The keys in use.
        randomness: As for `generate_secrets`.
        kem_name: Of the new KEM key (`rotation.next_kem_name`).
    """
    new = generate_secrets(randomness, party=secrets.party, kem_name=kem_name)
    return replace(new, tls_authority=secrets.tls_authority, tls=secrets.tls)


def generate_root(randomness: Callable[[int], bytes], *, party: PartyId) -> RootSecrets:
    """Return a new root for `party`; `randomness` as for `generate_secrets`."""
    return RootSecrets(
        party=party, ed25519=randomness(SEED_BYTES), ml_dsa_44=randomness(SEED_BYTES)
    )


def with_kem_key(secrets: PartySecrets, name: str, seed: bytes) -> PartySecrets:
    """Return `secrets` with one more KEM key, before the `key` leaf that adds it."""
    return replace(secrets, kem={**secrets.kem, parse_kem_name(name): seed})


def without_kem_keys(secrets: PartySecrets, names: Collection[str]) -> PartySecrets:
    """Return `secrets` without retired KEM keys: what was sealed to them stays shut for ever."""
    kept = {name: seed for name, seed in secrets.kem.items() if name not in names}
    return replace(secrets, kem=kept)


def leaf_signer(secrets: PartySecrets) -> NoteSigner:
    """Return what signs the leaves of every log of the party."""
    return ed25519_signer(sign_key_name(secrets.party), secrets.sign)


def checkpoint_signer(secrets: PartySecrets, origin: Origin) -> NoteSigner:
    """Return what signs every checkpoint of the log `origin`, under the log's name."""
    return ed25519_signer(str(origin), secrets.log_ed25519)


def root_signers(root: RootSecrets) -> tuple[NoteSigner, NoteSigner]:
    """Return the two signers that a key sheet needs, both of them."""
    name = root_key_name(root.party)
    return ed25519_signer(name, root.ed25519), ml_dsa_44_signer(name, root.ml_dsa_44)


def sheet_of(
    secrets: PartySecrets,
    *,
    root: RootKeys,
    serial: int,
    tls: bytes,
    carriers: Mapping[str, str],
    expires: datetime,
) -> KeySheet:
    """Return the sheet of the public keys that belong to `secrets`; it names the newest KEM key.

    Args:
        secrets: The node's keys.
        root: The root that will sign the sheet.
        serial: One above the sheet before, 1 for the first.
        tls: The party's certificate authority, DER (`tls.build_authority`).
        carriers: Addresses by kind of carrier.
        expires: When the party itself will stop using these keys.
    """
    return KeySheet(
        party=secrets.party,
        serial=serial,
        sign=_ed25519_public(secrets.sign),
        log_ed25519=_ed25519_public(secrets.log_ed25519),
        log_ml_dsa_44=_ml_dsa_44_public(secrets.log_ml_dsa_44),
        kem={secrets.newest_kem_name: secrets.newest_kem_public},
        root=root,
        next_root=None,
        tls=tls,
        carriers=carriers,
        expires=expires,
    )


def encode_secrets(secrets: PartySecrets) -> bytes:
    """Return `secrets` as the plaintext of their file; encrypt before it touches a disk."""
    members: dict[str, JsonValue] = {
        name: _base64(seed)
        for name, seed in (
            ("log_ed25519", secrets.log_ed25519),
            ("log_ml_dsa_44", secrets.log_ml_dsa_44),
            ("sign", secrets.sign),
            ("tls", secrets.tls),
            ("tls_authority", secrets.tls_authority),
        )
    }
    members["kem"] = {name: _base64(seed) for name, seed in secrets.kem.items()}
    return canonical.encode({**members, "party": secrets.party, "v": _SECRETS_VERSION})


def parse_secrets(plain: bytes) -> PartySecrets:
    """Return the secrets that `plain` holds, or raise `UnreadableSecretsError`."""
    members = _members(plain, {*_SEEDS, "kem", "party", "v"}, _SECRETS_VERSION)
    kem = members["kem"]
    if not isinstance(kem, Mapping) or not kem:
        raise UnreadableSecretsError("expected KEM seeds by name; restore the file from a backup")
    return PartySecrets(
        party=_party(members["party"]),
        sign=_seed(members["sign"]),
        log_ed25519=_seed(members["log_ed25519"]),
        log_ml_dsa_44=_seed(members["log_ml_dsa_44"]),
        tls_authority=_seed(members["tls_authority"]),
        tls=_seed(members["tls"]),
        kem={name: _seed(seed) for name, seed in kem.items()},
    )


def encode_root_secrets(root: RootSecrets) -> bytes:
    """Return `root` as the plaintext of its file; encrypt before it touches a disk."""
    return canonical.encode(
        {
            "ed25519": _base64(root.ed25519),
            "ml_dsa_44": _base64(root.ml_dsa_44),
            "party": root.party,
            "v": _ROOT_VERSION,
        }
    )


def parse_root_secrets(plain: bytes) -> RootSecrets:
    """Return the root that `plain` holds, or raise `UnreadableSecretsError`."""
    members = _members(plain, {"ed25519", "ml_dsa_44", "party", "v"}, _ROOT_VERSION)
    return RootSecrets(
        party=_party(members["party"]),
        ed25519=_seed(members["ed25519"]),
        ml_dsa_44=_seed(members["ml_dsa_44"]),
    )


def _members(plain: bytes, names: set[str], version: str) -> JsonObject:
    try:
        members = canonical.parse_object(plain)
    except NotCanonicalError as error:
        raise UnreadableSecretsError("expected private keys; restore from a backup") from error
    if members.keys() != names or members["v"] != version:
        raise UnreadableSecretsError(f"expected the members of {version}")
    return members


def _party(value: JsonValue) -> PartyId:
    try:
        return parse_party(value if isinstance(value, str) else "")
    except ServandaError as error:
        raise UnreadableSecretsError("expected the party of the keys") from error


def _seed(value: JsonValue) -> bytes:
    try:
        seed = parse_base64(value)
    except ServandaError as error:
        raise UnreadableSecretsError("expected seeds in base64") from error
    if len(seed) != SEED_BYTES:
        raise UnreadableSecretsError(f"expected seeds of {SEED_BYTES} bytes, found {len(seed)}")
    return seed


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _ed25519_public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _ml_dsa_44_public(seed: bytes) -> bytes:
    return MLDSA44PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()
