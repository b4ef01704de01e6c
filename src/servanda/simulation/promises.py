"""What must hold in a simulation at every moment, and at its end.

A `Witness` stands beside two nodes, remembers what they ever committed, signed or receipted, and
says at once when something of it is gone, changed or there twice. It reads the stores only.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import ClassVar

from servanda.core.envelope.notes import split_note
from servanda.core.errors import ServandaError
from servanda.core.identifiers import Origin
from servanda.core.tlog.checkpoint import Checkpoint, parse_checkpoint_text
from servanda.core.tlog.tree import Frontier
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import TwoNodes
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections


class BrokenPromiseError(ServandaError):
    """A promise of the exchange does not hold; the message says which, of what."""

    code: ClassVar[str] = "broken-promise"


@dataclass(slots=True)
class Witness:
    """Remembers and compares.

    Attributes:
        world: The two nodes.
        logs: By holder and log: the leaf hashes once committed.
        heads: By log: the root of every head ever signed, by size.
        tickets: By node, of all statements that were queued durably: the leaf that each became,
            or None while it waits.
    """

    world: TwoNodes
    logs: dict[tuple[str, Origin], list[bytes]] = field(default_factory=dict)
    heads: dict[Origin, dict[int, bytes]] = field(default_factory=dict)
    tickets: tuple[dict[str, bytes | None], dict[str, bytes | None]] = field(
        default_factory=lambda: ({}, {})
    )
    _compared: set[tuple[str, bytes]] = field(default_factory=set)

    def queued(self, number: int, ticket: str) -> None:
        """Remember a statement if it was queued durably."""
        if self.world.nodes[number].store.ticket(ticket) is not None:
            self.tickets[number].setdefault(ticket)

    def look(self) -> None:
        """Compare what is now with what was: logs only grow, heads never contradict.

        Raises:
            BrokenPromiseError: They do not.
        """
        for node, tickets in zip(self.world.nodes, self.tickets, strict=True):
            for ticket, leaf_hash in tickets.items():
                statement = None if leaf_hash is not None else node.store.ticket(ticket)
                if statement is not None:
                    tickets[ticket] = statement.leaf_hash
            for origin in node.store.log_sizes():
                known = self.logs.setdefault((node.party, origin), [])
                held = node.store.leaf_hashes(origin, 0, len(known) + 1_000_000)
                if list(held[: len(known)]) != known:
                    raise BrokenPromiseError(f"{node.party}: {origin} lost or changed a leaf")
                known.extend(held[len(known) :])
                self._look_at_head(node, origin)

    def database_lost(self, number: int) -> None:
        """Forget what only a node's lost database knew: wishes that still waited in its queue."""
        store, tickets = self.world.nodes[number].store, self.tickets[number]
        for ticket in [ticket for ticket, leaf_hash in tickets.items() if leaf_hash is None]:
            if store.ticket(ticket) is None:
                del tickets[ticket]

    def settled(self) -> None:
        """Compare both nodes when nothing is on its way any more.

        Raises:
            BrokenPromiseError: A statement is lost, doubled or unreceipted, a projection differs.
        """
        self.look()
        alice, bob = self.world.nodes
        for node, other in ((alice, bob), (bob, alice)):
            own = [leaf.note for leaf in node.own_leaves]
            copy = [leaf.note for leaf in other.copied_leaves]
            if own != copy:
                raise BrokenPromiseError(
                    f"{node.party} has {len(own)} leaves, of which {other.party} holds {len(copy)}"
                )
            if node.pair.has_unreceipted:
                raise BrokenPromiseError(f"{node.party} has a statement without a receipt")
            differences = rebuild_projections(check=True, services=node.services).differences
            if differences:
                raise BrokenPromiseError(f"{node.party}: {differences[0]}")
        for number, tickets in enumerate(self.tickets):
            self._require_each_once(number, tickets)

    def _require_each_once(self, number: int, tickets: dict[str, bytes | None]) -> None:
        node = self.world.nodes[number]
        counted = Counter(leaf.leaf_hash for leaf in node.own_leaves)
        for ticket, leaf_hash in tickets.items():
            if leaf_hash is None:
                raise BrokenPromiseError(f"{node.party}: {ticket} was queued and never appended")
            if counted[leaf_hash] != 1:
                times = counted[leaf_hash]
                raise BrokenPromiseError(f"{node.party}: {ticket} stands {times} times in the log")
        spoken = sum(leaf.type in ("request", "response") for leaf in node.own_leaves)
        if spoken != len(tickets):
            raise BrokenPromiseError(f"{node.party}: {len(tickets)} wishes became {spoken} leaves")

    def _look_at_head(self, node: SimulatedNode, origin: Origin) -> None:
        record = node.store.checkpoint(origin)
        if record is None:
            return
        if (node.party, record.note) in self._compared:
            return
        head = head_of(record.note)
        signed = self.heads.setdefault(origin, {})
        if signed.setdefault(head.size, head.root) != head.root:
            raise BrokenPromiseError(f"two heads of {origin} with {head.size} leaves were signed")
        hashes = node.store.leaf_hashes(origin, 0, head.size)
        frontier, _ = Frontier.empty().extended(list(hashes))
        if len(hashes) != head.size or frontier.root() != head.root:
            raise BrokenPromiseError(f"{node.party}: the head of {origin} covers what is not there")
        self._compared.add((node.party, record.note))


def head_of(note: bytes) -> Checkpoint:
    """Return what a signed head states; its signature is for others to check."""
    return parse_checkpoint_text(split_note(note).text)
