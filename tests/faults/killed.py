"""Bob, in the memory of the test, who speaks with an Alice whose processes are killed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from servanda.core.identifiers import digest_of
from servanda.simulation.accord import PERIODS, REQUEST, REQUEST_BODY, START, simulated_terms
from servanda.simulation.clock import VirtualClock
from servanda.simulation.simulated_node import SimulatedNode, make_node
from servanda.transports.folder.inbound import FolderInbound
from servanda.transports.folder.outbound import FolderOutbound
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.keys.add_counterpart import add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.keys.show_card import show_card
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.review.make_cut import make_cut
from tests.faults.driver import command_of
from tests.house.places import ROOT
from tests.usecases.nodes import ALICE, BOB

MAX_ROUNDS = 30


@dataclass(slots=True, kw_only=True)
class Killed:
    """Alice's processes and Bob.

    Attributes:
        folder: Alice's home, and what travels.
        driver: Forks Alice's processes.
        clock: Everybody's.
        bob: Honest and never killed.
    """

    folder: Path
    driver: "subprocess.Popen[bytes]"
    clock: VirtualClock
    bob: SimulatedNode
    ended: list[int] = field(default_factory=list)

    def tell(self, do: str, **rest: object) -> dict[str, Any]:
        """Run one process of Alice; return what it said, and note how it ended."""
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.clock.advance(timedelta(minutes=1))
        self.driver.stdin.write(command_of(do, now=self.clock.now(), **rest))
        self.driver.stdin.flush()
        answer: dict[str, Any] = json.loads(self.driver.stdout.readline())
        self.ended.append(answer["status"])
        return answer["said"] or {}

    def bob_takes(self) -> int:
        """Let Bob take what lies in the folder for him, and send what he has."""
        inbound = FolderInbound(self.folder, BOB)
        arrived = list(inbound.arrived())
        for one in arrived:
            self.bob.take(one.content, answer_now=False)
            inbound.take(one)
        self.bob.step()
        self.bob.deliver(force=True)
        return len(arrived)

    def bob_says(self, ticket: str) -> None:
        """Let Bob ask something."""
        self.bob.queue("request", REQUEST, body=REQUEST_BODY, ticket=ticket)

    def come_home(self) -> dict[str, Any]:
        """Let both speak until nothing is unreceipted; return Alice's last report."""
        for _ in range(MAX_ROUNDS):
            self.clock.advance(timedelta(hours=7))
            self.tell("play", says=False, answers_now=False)
            assert self.ended[-1] == 0
            self.bob_takes()
            report = self.tell("report")
            assert self.ended[-1] == 0, report
            if not report["unreceipted"] and not self.bob.pair.has_unreceipted:
                return report
        raise TimeoutError("the exchange does not end")

    def require_all_there(self) -> None:
        """Nothing acknowledged is lost, nothing is doubled, and both reviews agree."""
        report = self.come_home()
        own, copy = report["own"], report["copy"]
        assert [leaf.note.decode() for leaf in self.bob.copied_leaves] == own
        assert [leaf.note.decode() for leaf in self.bob.own_leaves][: len(copy)] == copy
        assert report["differences"] == []
        hashes = [leaf.leaf_hash.hex() for leaf in self.bob.copied_leaves]
        assert [hashes.count(ticket) for ticket in report["tickets"]] == [1] * len(
            report["tickets"]
        )
        self.clock.advance(timedelta(minutes=5))
        make_cut(until=self.clock.now(), services=self.bob.services)
        self.bob.step()
        self.bob.deliver(force=True)
        self.come_home()
        assert self.tell("review")["figures"].encode() == self.bob_reviews()

    def bob_reviews(self) -> bytes:
        return compute_review(services=self.bob.services).document


@contextmanager
def killed_alice(folder: Path, *, kind: str = "node") -> Iterator[Killed]:
    """Give an Alice and a Bob with an accord in force; end Alice's processes at the end.

    Args:
        folder: Alice's home, and what travels.
        kind: What Alice is: `node` or `guest`.
    """
    (folder / "home").mkdir()
    clock = VirtualClock(START)
    bob = make_node(BOB, clock=clock, seed="bob")
    bob.join(ALICE, FolderOutbound(folder, ALICE))
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.driver", kind, str(folder)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "", "LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        both = Killed(folder=folder, driver=driver, clock=clock, bob=bob)
        _agree(both)
        yield both
    finally:
        assert driver.stdin is not None
        driver.stdin.close()
        driver.wait(30)
        assert driver.stdout is not None
        driver.stdout.close()


def _agree(both: Killed) -> None:
    card = show_card(services=both.bob.services)
    alice = both.tell("setup", card=card.card.hex(), words=list(card.words))
    add_counterpart(card=bytes.fromhex(alice["card"]), services=both.bob.services)
    confirm_counterpart(party=ALICE, words=alice["words"], services=both.bob.services)
    document = draft_accord(
        name="a-b",
        counterpart=ALICE,
        terms=simulated_terms(),
        template_name="simulated",
        template_digest=digest_of(b"simulated"),
        periods=PERIODS,
        cut_wait_seconds=0,
        services=both.bob.services,
    ).document
    propose_accord(document=document, services=both.bob.services)
    both.bob_takes()
    both.tell("play", says=False)
    both.tell("accept", says=False)
    both.come_home()
