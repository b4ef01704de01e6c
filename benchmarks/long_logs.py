"""Two long logs of two parties who answer each other, and the bundle over them.

Written with the functions that a node writes its leaves with, but without a store, so that a
million statements take minutes and not an hour. Every statement is a case of three: a request,
its acknowledgement, its answer; each side writes in batches and so receipts the other's.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.desks import terms
from benchmarks.payload import REQUEST_FACTS
from servanda.core import canonical
from servanda.core.bundle.build import BundledLog, BundleParts, bundle_files
from servanda.core.canonical import JsonObject
from servanda.core.exchange.cut import cut_contents, read_cut
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import AccordName, Digest, PartyId, digest_of, format_instant
from servanda.core.keys.private import checkpoint_signer, leaf_signer
from servanda.core.review.figures import compute_figures, encode_figures
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.exchange.own_leaves import Draft, write_leaf
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.review.export_bundle import write_zip
from servanda.usecases.services import Services, own_card

ALICE, BOB = PartyId("alice.example"), PartyId("bob.example")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2026, 7, 1, tzinfo=UTC)
_NAME = AccordName("bench")
_SALT = bytes(32)
_BATCH = 128  # cases: what one side writes before the other answers
_BODY = canonical.encode({"text": "x"})
_ACKNOWLEDGED: JsonObject = {"access": "direct", "tlp": "amber"}
_ANSWERED: JsonObject = {
    "step": "final",
    "outcome": "fulfilled_full",
    "items": ["supplied"],
    "tlp": "amber",
}


def write_bundle(target: Path, *, statements: int, progress: Callable[[int], None]) -> None:
    """Write a bundle over about `statements` statements to `target`.

    Args:
        target: A new file.
        statements: How many, receipts not counted; at least a handful.
        progress: Told how many are written.
    """
    logs = _Logs()
    logs.agree()
    cases = max(statements // 3, 1)
    for first in range(0, cases, _BATCH):
        count = min(_BATCH, cases - first)
        asked = [logs.say(ALICE, "request", REQUEST_FACTS) for _ in range(count)]
        for one in asked:
            logs.say(BOB, "acknowledgement", _ACKNOWLEDGED, ref=one.digest)
            logs.say(BOB, "response", _ANSWERED, ref=one.digest)
        logs.say(ALICE, "receipt", {}, body=None)
        progress(3 * (first + count))
    logs.write_cut(target)


class _Logs:
    """Both logs while they grow."""

    def __init__(self) -> None:
        self._clock = VirtualClock(_START)
        self._services = {party: self._node(party) for party in (ALICE, BOB)}
        _introduce(self._services[ALICE], self._services[BOB])
        cards = {party: own_card(services) for party, services in self._services.items()}
        self._cards = cards
        self._secrets = {party: services.keys.load() for party, services in self._services.items()}
        self._signers = {party: leaf_signer(secrets) for party, secrets in self._secrets.items()}
        self._pair = PairState.in_memory((ALICE, BOB), _NAME, cards)
        self._leaves: dict[PartyId, list[VerifiedStatement]] = {ALICE: [], BOB: []}
        self._document = b""

    def agree(self) -> None:
        """Bring the accord into force."""
        self._document = draft_accord(
            name=_NAME,
            counterpart=BOB,
            terms=terms(),
            template_name="benchmark",
            template_digest=digest_of(b"benchmark"),
            periods=[_START, _UNTIL],
            cut_wait_seconds=0,
            services=self._services[ALICE],
        ).document
        accord = digest_of(self._document)
        proposal = self.say(ALICE, "proposal", {}, body=self._document, accord=accord)
        self.say(BOB, "acceptance", {}, body=None, accord=accord, ref=proposal.digest)

    def say(
        self,
        party: PartyId,
        type_name: str,
        facts: JsonObject,
        *,
        body: bytes | None = _BODY,
        ref: Digest | None = None,
        accord: Digest | None = None,
    ) -> VerifiedStatement:
        """Append one leaf of `party`, who has seen all there is."""
        draft = Draft(
            type=type_name,
            facts=facts,
            ref=ref,
            accord=accord,
            salt=None if body is None else _SALT,
            body=body,
        )
        leaf = write_leaf(
            draft, pair=self._pair, us=party, signer=self._signers[party], now=self._clock.now()
        ).leaf
        self._pair.settle()
        self._leaves[party].append(leaf)
        return leaf

    def write_cut(self, target: Path) -> None:
        """End the period with a cut and write its bundle."""
        self._clock.set(_UNTIL + timedelta(hours=1))
        facts = {"from": format_instant(_START), "until": format_instant(_UNTIL)}
        statement = self.say(ALICE, "cut", facts, body=None)
        cut = read_cut(statement)
        version = self._pair.newest_accord
        if version is None:
            raise ValueError("expected an accord in force")
        contents = cut_contents(
            cut,
            logs=self._leaves,
            cuts=[cut],
            accords={version.digest: version.accord},
            accord_digest=version.digest,
        )
        parts = BundleParts(
            accord=version.digest,
            mode=version.accord.mode,
            cut=statement.digest,
            accords={version.digest: self._document},
            cards=[self._cards[party] for party in (ALICE, BOB)],
            logs=[self._bundled(party) for party in (ALICE, BOB)],
            figures=encode_figures(compute_figures(contents)),
            bodies={},
        )
        with target.open("wb") as file:
            write_zip(file, bundle_files(parts))

    def _bundled(self, party: PartyId) -> BundledLog:
        leaves, roots = self._leaves[party], self._pair.log(party).roots
        origin = self._pair.origin(party)
        head = Checkpoint(origin=str(origin), size=len(leaves), root=roots.root_at(len(leaves)))
        signer = checkpoint_signer(self._secrets[party], origin)

        def entries(first: int, count: int) -> Sequence[bytes]:
            return [leaf.note for leaf in leaves[first : first + count]]

        return BundledLog(
            party=party,
            size=len(leaves),
            checkpoint=sign_checkpoint(head, signers=[signer]),
            nodes=roots,
            entries=entries,
        )

    def _node(self, party: PartyId) -> Services:
        services = memory_services(clock=self._clock, seed=party)
        init_node(party=party, mode="exercise", carriers={}, services=services)
        return services


def _introduce(services: Services, other: Services) -> None:
    card = show_card(services=other)
    add_counterpart(card=card.card, services=services)
    confirm_counterpart(party=card.party, words=card.words, services=services)
