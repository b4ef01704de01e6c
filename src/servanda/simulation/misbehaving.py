"""A counterpart with proper keys and no manners.

It takes over an honest node's keys, log and copy, and writes with them what no node of ours
would: leaves out of place, other histories, false times, refusals of what it got whole. Nothing
it makes touches the honest node's store, so one can compare what the victim holds with what
truth would have been.

Source: docs/threat-model.md, "What a dishonest counterpart can do".
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from servanda.core.canonical import JsonObject
from servanda.core.envelope.notes import NoteSigner
from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.core.identifiers import Digest, Origin, digest_from_hash
from servanda.core.keys.private import checkpoint_signer, leaf_signer
from servanda.core.statements.body import SALT_BYTES, Body, body_digest, encode_body
from servanda.core.statements.header import Header, Seen, encode_header
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tree import Frontier
from servanda.simulation.simulated_node import SimulatedNode
from servanda.usecases.accords.accord_state import read_accord_state
from servanda.usecases.exchange.receive_envelope import seal_to_counterpart
from servanda.usecases.exchange.runs import carried_leaves
from servanda.usecases.services import Services


@dataclass(slots=True, kw_only=True)
class Misbehaving:
    """A counterpart's log as it would like it to be.

    Attributes:
        services: Of the honest node it took over; its store is only read.
        own: The log it writes.
        leaves: The log so far.
        theirs: The leaf hashes of the victim's log that it admits to hold.
        accord: The version that its leaves name; None before one is in force.
        signer: What it signs leaves with.
        head_signer: What it signs heads with.
    """

    services: Services
    own: Origin
    leaves: list[CarriedLeaf]
    theirs: list[bytes]
    accord: Digest | None
    signer: NoteSigner
    head_signer: NoteSigner
    now: datetime
    _salts: int = field(default=0)

    def copy_their_log(self) -> None:
        """Hold what the honest node's store holds now of the victim's log."""
        origin = self.own.reverse
        size = self.services.store.log_size(origin)
        self.theirs = list(self.services.store.leaf_hashes(origin, 0, size))

    def forget_own(self, size: int) -> None:
        """Go back to the first `size` leaves of the own log, to tell another story from there."""
        del self.leaves[size:]

    def draft(
        self,
        type_: str,
        facts: JsonObject,
        *,
        ref: Digest | None = None,
        salted: tuple[bytes, bytes] | None = None,
    ) -> Header:
        """Return the header that an honest node would write next; change it with `replace`."""
        previous = None if not self.leaves else digest_from_hash(leaf_hash(self.leaves[-1].note))
        return Header(
            from_party=self.own.from_party,
            to_party=self.own.to_party,
            accord=self.accord,
            seq=len(self.leaves),
            prev=previous,
            seen=self.seen(len(self.theirs)),
            time=self.now,
            type=type_,
            facts=facts,
            ref=ref,
            body=None if salted is None else body_digest(*salted),
            att=(),
        )

    def seen(self, size: int) -> Seen:
        """Return what a leaf that admits `size` leaves of the victim's log says."""
        return Seen(size=size, root=digest_from_hash(root_of(self.theirs[:size])))

    def salted(self, members: JsonObject) -> tuple[bytes, bytes]:
        """Return salt and body for `members`."""
        self._salts += 1
        salt = self._salts.to_bytes(SALT_BYTES, "big")
        return salt, encode_body(Body(members=members, files=()))

    def append(self, header: Header, *, salted: tuple[bytes, bytes] | None = None) -> bytes:
        """Sign and append a leaf that says `header`, whatever that is; return its hash."""
        return self.append_text(encode_header(header), salted=salted)

    def append_text(self, text: bytes, *, salted: tuple[bytes, bytes] | None = None) -> bytes:
        """Sign and append a leaf whose text is `text`; return its hash."""
        return self.append_note(note_of(text, self.signer), salted=salted)

    def append_note(self, note: bytes, *, salted: tuple[bytes, bytes] | None = None) -> bytes:
        """Append `note`, signed by whomever; return its hash."""
        salt, body = (None, None) if salted is None else salted
        self.leaves.append(CarriedLeaf(note=note, salt=salt, body=body))
        return leaf_hash(note)

    def say(
        self,
        type_: str,
        facts: JsonObject,
        *,
        ref: Digest | None = None,
        body: JsonObject | None = None,
    ) -> bytes:
        """Sign and append what an honest node would; return its hash."""
        salted = None if body is None else self.salted(body)
        return self.append(self.draft(type_, facts, ref=ref, salted=salted), salted=salted)

    def head(self, size: int | None = None) -> bytes:
        """Return a signed head over the first `size` leaves, by default all."""
        hashes = [leaf_hash(leaf.note) for leaf in self.leaves[:size]]
        checkpoint = Checkpoint(origin=str(self.own), size=len(hashes), root=root_of(hashes))
        return sign_checkpoint(checkpoint, signers=[self.head_signer])

    def run(self, *, first: int = 0, have: int | None = None) -> Run:
        """Return the run from `first` to the end, as it would travel."""
        return Run(
            origin=self.own,
            first=first,
            leaves=tuple(self.leaves[first:]),
            checkpoint=self.head(),
            have=len(self.theirs) if have is None else have,
        )

    def envelope(self, run: Run | None = None) -> bytes:
        """Return a run, by default the whole log, sealed to the victim."""
        return seal_to_counterpart(run or self.run(), services=self.services)


def misbehave(node: SimulatedNode) -> Misbehaving:
    """Return what takes over the keys and the knowledge of `node`."""
    services = node.services
    secrets = services.keys.load()
    own = node.pair.own
    size = services.store.log_size(own)
    made = Misbehaving(
        services=services,
        own=own,
        leaves=carried_leaves(services.store, own, 0, size),
        theirs=[],
        accord=read_accord_state(node.pair, services=services).in_force_id,
        signer=leaf_signer(secrets),
        head_signer=checkpoint_signer(secrets, own),
        now=services.clock.now(),
    )
    made.copy_their_log()
    return made


def note_of(text: bytes, signer: NoteSigner) -> bytes:
    """Return `text` signed, even if no node of ours would sign it."""
    signature = b64encode(signer.key_id + signer.sign(text))
    return text + b"\n" + "— ".encode() + signer.name.encode() + b" " + signature + b"\n"


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root of a log with these leaf hashes."""
    frontier, _ = Frontier.empty().extended(list(hashes))
    return frontier.root()
