"""Two desks in miniature: each has its log, a copy of the other, and the state of the pair.

No store and no carrier: a test hands runs from one desk to the other in whatever order it
likes. What a desk does with a run is what the core decides, and nothing is added to it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from servanda.core.accords.accord import Accord, accord_id, encode_accord
from servanda.core.accords.terms import Commitment, Terms
from servanda.core.canonical import JsonValue
from servanda.core.envelope.notes import build_note
from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.core.exchange.cut import CutContents, cut_contents, find_cut
from servanda.core.exchange.judge import judge_leaf
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.exchange.pair import PairState
from servanda.core.exchange.receiving import RunDecision, Taken, decide_run
from servanda.core.identifiers import AccordName, Digest, PartyId, digest_from_hash, digest_of
from servanda.core.keys.private import PartySecrets, checkpoint_signer, leaf_signer
from servanda.core.statements.body import Body, body_digest, encode_body
from servanda.core.statements.header import Header, Seen, encode_header
from servanda.core.statements.registry import full_profile
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from tests.core.keys.cast import ALICE, BOB, card_of, secrets_of

__all__ = ["ALICE", "BOB"]  # for the tests that import them from here

NAME = AccordName("alice-bob")
PARTIES = (ALICE, BOB)
DAY = datetime(2026, 11, 22, tzinfo=UTC)

TERMS = Terms(
    commitments=(Commitment(id="C1.1", nature="continuing", text={"en": "Answer in time."}),),
    kinds=frozenset({"information_request", "preservation"}),
    clocks=(),
    grounds=frozenset({"not_available"}),
    subjects=frozenset({"cyber"}),
)
REQUEST_FACTS: Mapping[str, JsonValue] = {
    "commitment": "C1.1",
    "elements": {"E01": "given"},
    "items": 1,
    "kind": "preservation",
    "subject": "cyber",
    "tlp": "amber",
    "urgency": "routine",
    "use": "investigative",
}
REQUEST_BODY = encode_body(
    Body(
        members={
            "authority": "Alice's desk",
            "brief_facts": "An account was used for fraud.",
            "file_number": "A-1",
            "items": [{"sought": "records of the account"}],
            "title": "Preserve an account",
        }
    )
)
RESPONSE_FACTS: Mapping[str, JsonValue] = {
    "items": ["supplied"],
    "outcome": "fulfilled_full",
    "step": "final",
    "tlp": "amber",
}
RESPONSE_BODY = encode_body(Body(members={"text": "Attached."}))
WITHDRAWAL_FACTS: Mapping[str, JsonValue] = {"reason": "no_longer_needed", "tlp": "amber"}


def at(clock: str) -> datetime:
    """Return `hh:mm:ss` of the one day on which everything happens."""
    hours, minutes, seconds = map(int, clock.split(":"))
    return DAY.replace(hour=hours, minute=minutes, second=seconds)


def make_accord(**changes: object) -> Accord:
    accord = Accord(
        name=NAME,
        parties=PARTIES,
        cards=(card_of(ALICE), card_of(BOB)),
        mode="demonstration",
        periods=(at("00:00:00"), at("12:00:00"), at("18:00:00")),
        cut_wait_seconds=0,
        tolerance_seconds=120,
        profile=full_profile(),
        template_name="test",
        template_digest=digest_of(b"template"),
        terms=TERMS,
    )
    return replace(accord, **changes)  # type: ignore[arg-type]  # a test names real attributes


ACCORD = make_accord()
ACCORD_BYTES = encode_accord(ACCORD)
ACCORD_ID = accord_id(ACCORD_BYTES)


def new_pair() -> PairState:
    return PairState.in_memory(PARTIES, NAME, {party: card_of(party) for party in PARTIES})


class Desk:
    """One party's side of the exchange."""

    def __init__(self, party: PartyId) -> None:
        self.party = party
        self.secrets: PartySecrets = secrets_of(party)
        self.pair = new_pair()
        self.other = self.pair.counterpart(party)
        self.origin = self.pair.origin(party)
        self.leaves: dict[PartyId, list[CarriedLeaf]] = {ALICE: [], BOB: []}
        self.judged: dict[PartyId, list[JudgedLeaf]] = {ALICE: [], BOB: []}
        self.held_checkpoint: bytes | None = None
        self.aside: list[Run] = []

    def header(
        self,
        type_name: str,
        facts: Mapping[str, JsonValue] | None = None,
        *,
        time: datetime,
        ref: Digest | None = None,
        body: Digest | None = None,
        seen: int | None = None,
    ) -> Header:
        """Return the honest header of the next leaf; `seen` may say less than is held."""
        own, other = self.pair.log(self.party), self.pair.log(self.other)
        size = other.roots.size if seen is None else seen
        version = self.pair.accord_for(self.party, index=own.roots.size, seen_size=size)
        previous = own.previous_hash
        return Header(
            from_party=self.party,
            to_party=self.other,
            accord=None if version is None else version.digest,
            seq=own.roots.size,
            prev=None if previous is None else digest_from_hash(previous),
            seen=Seen(size=size, root=digest_from_hash(other.roots.root_at(size))),
            time=time,
            type=type_name,
            facts=facts or {},
            ref=ref,
            body=body,
        )

    def say(
        self,
        type_name: str,
        facts: Mapping[str, JsonValue] | None = None,
        *,
        time: datetime,
        ref: Digest | None = None,
        body: bytes | None = None,
        seen: int | None = None,
        accord: Digest | None = None,
        att: tuple[Digest, ...] = (),
    ) -> VerifiedStatement:
        """Append a valid leaf to the own log."""
        salt = None if body is None else sha256(b"salt" + body).digest()
        digest = None if salt is None or body is None else body_digest(salt, body)
        header = self.header(type_name, facts, time=time, ref=ref, body=digest, seen=seen)
        header = header._replace(att=att, accord=accord or header.accord)
        judged = self.append(CarriedLeaf(note=self.sign(header), salt=salt, body=body))
        assert isinstance(judged, VerifiedStatement), judged
        return judged

    def propose(self, accord: Accord, *, time: datetime) -> VerifiedStatement:
        data = encode_accord(accord)
        facts = {} if accord.replaces is None else {"replaces": accord.replaces}
        return self.say("proposal", facts, time=time, body=data, accord=accord_id(data))

    def accept(self, proposal: VerifiedStatement, *, time: datetime) -> VerifiedStatement:
        return self.say("acceptance", time=time, ref=proposal.digest, accord=proposal.header.accord)

    def sign(self, header: Header) -> bytes:
        return build_note(encode_header(header), [leaf_signer(self.secrets)])

    def append(self, carried: CarriedLeaf) -> JudgedLeaf:
        """Append whatever is given to the own log."""
        judged = judge_leaf(carried, origin=self.origin, past=self.pair.past_of_next(self.party))
        self.pair.add(judged, body=carried.body)
        self.leaves[self.party].append(carried)
        self.judged[self.party].append(judged)
        return judged

    def head(self, size: int) -> bytes:
        root = self.pair.log(self.party).roots.root_at(size)
        checkpoint = Checkpoint(origin=str(self.origin), size=size, root=root)
        return sign_checkpoint(checkpoint, signers=[checkpoint_signer(self.secrets, self.origin)])

    def run(self, first: int = 0, end: int | None = None) -> Run:
        """Return the own leaves `first` to before `end` under their signed head."""
        leaves = tuple(self.leaves[self.party][first:end])
        return Run(
            origin=self.origin,
            first=first,
            leaves=leaves,
            checkpoint=self.head(first + len(leaves)),
            have=len(self.leaves[self.other]),
        )

    def take(self, run: Run) -> RunDecision:
        """Decide about a run and keep what is taken; append nothing."""
        decision = decide_run(
            run, us=self.party, pair=self.pair, held_checkpoint=self.held_checkpoint
        )
        if isinstance(decision, Taken) and decision.new:
            self.pair = decision.pair
            self.pair.settle()
            self.leaves[self.other] += decision.carried
            self.judged[self.other] += decision.new
            self.held_checkpoint = run.checkpoint
        return decision

    def answer(self, decision: Taken, *, time: datetime) -> None:
        """Append the receipt and the refusals that a taken run asks for."""
        if decision.owes_receipt:
            self.say("receipt", time=time)
        for ref, code in decision.refusals:
            self.say("refusal", {"code": code}, time=time, ref=ref)

    def contents(self, until: datetime | None = None) -> CutContents:
        """Return the contents of the cut that is used for `until`, as this desk holds them."""
        cut = find_cut(self.pair.cuts, parties=PARTIES, until=until)
        assert cut is not None
        version = self.pair.accord_for(cut.party, index=cut.index, seen_size=cut.seen_size)
        assert version is not None
        return cut_contents(
            cut,
            logs=self.judged,
            cuts=self.pair.cuts,
            accords=self.pair.accords_before(cut.party, index=cut.index, seen_size=cut.seen_size),
            accord_digest=version.digest,
        )


def exchange(sender: Desk, receiver: Desk) -> RunDecision:
    """Hand all that the receiver lacks of the sender's log over, without an answer."""
    return receiver.take(sender.run(len(receiver.leaves[sender.party])))


def agreed_desks(accord: Accord = ACCORD) -> tuple[Desk, Desk]:
    """Return Alice's and Bob's desk with version 1 in force, both logs held by both."""
    alice, bob = Desk(ALICE), Desk(BOB)
    proposal = alice.propose(accord, time=at("08:00:00"))
    exchange(alice, bob)
    bob.say("receipt", time=at("08:00:02"))
    bob.accept(proposal, time=at("08:40:00"))
    exchange(bob, alice)
    alice.say("receipt", time=at("08:40:01"))
    exchange(alice, bob)
    return alice, bob
