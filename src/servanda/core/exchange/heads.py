"""Verify the signed head of a log with the keys that hold at its size.

Source: docs/spec/exchange.md, "Receiving a run", step 2; docs/spec/log.md.
"""

from functools import lru_cache

from servanda.core.envelope.notes import NoteVerifier
from servanda.core.identifiers import Origin
from servanda.core.keys.timeline import LogKeys, cached_ed25519_verifier
from servanda.core.tlog.checkpoint import Checkpoint, verify_checkpoint
from servanda.core.tlog.cosignature import ml_dsa_44_cosignature_verifier


def verify_head(note: bytes, *, origin: Origin, keys: LogKeys) -> Checkpoint:
    """Verify that `note` is a head of the log `origin` and return what it states.

    The log's Ed25519 line is required; an ML-DSA-44 line of the log, where there is one, has
    to fit too.

    Args:
        note: As received.
        origin: The log it must be of.
        keys: Those after the last leaf that the head covers.

    Raises:
        CounterpartError: Of `verify_checkpoint`.
    """
    return verify_checkpoint(note, verifiers=head_verifiers(origin, keys), origin=str(origin))


def head_verifiers(origin: Origin, keys: LogKeys) -> tuple[NoteVerifier, NoteVerifier]:
    """Return the two verifiers of the heads of `origin`, both under the log's name."""
    name = str(origin)
    return (
        cached_ed25519_verifier(name, keys.log_ed25519),
        _cached_ml_dsa_44_verifier(name, keys.log_ml_dsa_44),
    )


@lru_cache(maxsize=1024)  # two of each pair; making one costs more than using it
def _cached_ml_dsa_44_verifier(name: str, public: bytes) -> NoteVerifier:
    return ml_dsa_44_cosignature_verifier(name, public)
