"""The cast of the tests: keys from fixed seeds, and the log of Alice that they sign."""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from servanda.core.envelope.notes import (
    NoteSigner,
    NoteVerifier,
    ed25519_signer,
    ed25519_verifier,
)
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from servanda.core.tlog.cosignature import (
    ed25519_cosignature_verifier,
    ed25519_cosigner,
    ml_dsa_44_cosignature_verifier,
    ml_dsa_44_cosigner,
)
from servanda.core.tlog.tree import MerkleTree

LOG = "alice.example/servanda/a-b/bob.example"
OTHER_LOG = "alice.example/servanda/a-c/carol.example"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

ALICE_SEED = b"A" * 32
MALLORY_SEED = b"M" * 32
WALTER_SEED = b"W" * 32
WALTER = "walter.example/witness"


def ed25519_public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def ml_dsa_44_public(seed: bytes) -> bytes:
    return MLDSA44PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()


ALICE_SIGNS: NoteSigner = ed25519_signer(LOG, ALICE_SEED)
ALICE: NoteVerifier = ed25519_verifier(LOG, ed25519_public(ALICE_SEED))
ALICE_COSIGNS = ml_dsa_44_cosigner(LOG, ALICE_SEED)
ALICE_ML_DSA: NoteVerifier = ml_dsa_44_cosignature_verifier(LOG, ml_dsa_44_public(ALICE_SEED))

WALTER_COSIGNS = ed25519_cosigner(WALTER, WALTER_SEED)
WALTER_ED25519 = ed25519_cosignature_verifier(WALTER, ed25519_public(WALTER_SEED))
WALTER_COSIGNS_ML_DSA = ml_dsa_44_cosigner(WALTER, WALTER_SEED)
WALTER_ML_DSA = ml_dsa_44_cosignature_verifier(WALTER, ml_dsa_44_public(WALTER_SEED))

MALLORY_SIGNS = ed25519_signer(LOG, MALLORY_SEED)


def head_of(tree: MerkleTree, *, log: str = LOG) -> Checkpoint:
    return Checkpoint(origin=log, size=tree.size, root=tree.root())


def signed(checkpoint: Checkpoint, *more: NoteSigner) -> bytes:
    return sign_checkpoint(checkpoint, signers=[ALICE_SIGNS, *more])
