"""The receive pipeline in batches, beside its bound on the same bytes.

Pipeline: open, verify, judge, copy, append the receipt, commit durably, sign the head, seal the
answer, all by the use case that every carrier calls. Bound: what no program can leave out, done
by bare `cryptography`: open the envelope, verify each statement's signature.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from benchmarks.accounting import Spent, counted_into
from benchmarks.desks import Desk, hub_kem
from benchmarks.payload import PAYLOAD_BYTES
from servanda.core.envelope.notes import split_note
from servanda.usecases.exchange.receive_envelope import receive_envelope
from servanda.usecases.services import Services, own_card

BATCH = 256


@dataclass(slots=True)
class BatchResult:
    """What batches took.

    Attributes:
        statements: How many were exchanged.
        pipeline: Spent by the receiving node.
        bound: Spent on the same bytes by bare cryptography.
        wire_bytes: Of envelopes and answers.
    """

    statements: int = 0
    pipeline: Spent = field(default_factory=Spent)
    bound: Spent = field(default_factory=Spent)
    wire_bytes: int = 0

    @property
    def rate(self) -> float:
        """Statements for each CPU-second of the pipeline."""
        return self.statements / self.pipeline.cpu_seconds

    @property
    def bound_rate(self) -> float:
        """Statements for each CPU-second of bare cryptography."""
        return self.statements / self.bound.cpu_seconds

    @property
    def wire_overhead(self) -> float:
        """Bytes that travel for each byte of payload."""
        return self.wire_bytes / (self.statements * PAYLOAD_BYTES)


def exchange_batches(count: int, *, desk: Desk, hub: Services, result: BatchResult) -> None:
    """Let `desk` send `count` batches to the node `hub`; add both sides of the ratio to `result`.

    Raises:
        ValueError: A receipt is missing.
    """
    kem = hub_kem(hub)
    bound = _Bound(desk, hub)
    for _ in range(count):
        desk.say(BATCH)
        envelope = desk.envelope(hub_kem=kem)
        with counted_into(result.pipeline):
            answer = receive_envelope(envelope, services=hub).answer
        if answer is None:
            raise ValueError("expected a receipt for the batch, found no answer")
        bound.measure(envelope, result.bound)
        result.statements += BATCH
        result.wire_bytes += len(envelope) + len(answer)
        desk.take(answer)
    record = desk.services.store.pair(desk.own)
    if record is None or record.has_unreceipted:
        raise ValueError("expected a receipt for every statement")


class _Bound:
    """The work on one envelope that nothing can leave out, with keys made beforehand."""

    def __init__(self, desk: Desk, hub: Services) -> None:
        self._desk = desk
        self._private = hub.working.of(hub.keys).kem
        self._sign = Ed25519PublicKey.from_public_bytes(own_card(desk.services).newest.sign)
        self._suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

    def measure(self, envelope: bytes, spent: Spent) -> None:
        """Open `envelope` and verify the signatures of the last batch."""
        line, _, sealed = envelope.partition(b"\n")
        (name,) = [name for name in self._private if name.encode() in line]
        private, info = self._private[name].private, b"servanda-envelope/1\n" + line
        until = self._desk.sent
        leaves = self._desk.services.store.leaves(self._desk.own, until - BATCH, until)
        signed = [
            (split.signatures[0].signature, split.text)
            for split in (split_note(leaf.note) for leaf in leaves)
        ]
        verify = self._sign.verify
        with counted_into(spent):
            self._suite.decrypt(sealed, private, info=info)
            for signature, text in signed:
                verify(signature, text)
