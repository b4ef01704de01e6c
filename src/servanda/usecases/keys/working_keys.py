"""The party's private keys made ready to use: signers of leaves and heads, keys that open.

Making them from their seeds costs more than using them, so they are made once for each set of
secrets. Nothing here leaves memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from servanda.core.envelope.hpke import KemPrivate
from servanda.core.envelope.notes import NoteSigner
from servanda.core.identifiers import Origin
from servanda.core.keys.private import PartySecrets, checkpoint_signer, leaf_signer
from servanda.core.tlog.cosignature import Cosigner, ml_dsa_44_cosigner
from servanda.usecases.ports.outside import KeyStore


@dataclass(slots=True)
class WorkingKeys:
    """One set of secrets, ready; shared by threads, which at worst make a signer twice.

    Attributes:
        secrets: The seeds.
        leaf: Signs leaves.
        sign_public: The key that its signatures fit.
        kem: Opens what is sealed to any KEM key that is not destroyed.
        kem_public: The newest KEM key, for others to seal to.
    """

    secrets: PartySecrets
    leaf: NoteSigner
    sign_public: bytes
    kem: Mapping[str, KemPrivate]
    kem_public: bytes
    _heads: dict[Origin, NoteSigner] = field(default_factory=dict)
    _cosigners: dict[Origin, Cosigner] = field(default_factory=dict)

    def head_signers(self, origin: Origin, *, ml_dsa_at: datetime | None) -> list[NoteSigner]:
        """Return what signs a head of `origin`; with `ml_dsa_at` also the ML-DSA-44 line."""
        signer = self._heads.get(origin)
        if signer is None:
            signer = self._heads[origin] = checkpoint_signer(self.secrets, origin)
        if ml_dsa_at is None:
            return [signer]
        cosigner = self._cosigners.get(origin)
        if cosigner is None:
            seed = self.secrets.log_ml_dsa_44
            cosigner = self._cosigners[origin] = ml_dsa_44_cosigner(str(origin), seed)
        return [signer, cosigner.at(ml_dsa_at)]


@dataclass(slots=True)
class KeyCache:
    """Keeps the working keys of the secrets last loaded."""

    _kept: WorkingKeys | None = None

    def of(self, keys: KeyStore) -> WorkingKeys:
        """Return the working keys of what `keys` holds now."""
        secrets = keys.load()
        kept = self._kept
        if kept is None or kept.secrets is not secrets:
            kept = WorkingKeys(
                secrets=secrets,
                leaf=leaf_signer(secrets),
                sign_public=secrets.sign_public,
                kem=secrets.kem_keys,
                kem_public=secrets.newest_kem_public,
            )
            self._kept = kept
        return kept
