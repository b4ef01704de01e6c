"""What the tests of rotations do to a node of the simulation."""

from datetime import datetime

from servanda.core.envelope.sealed import open_sealed
from servanda.core.identifiers import digest_of
from servanda.core.keys.rotation import Hold
from servanda.simulation.accord import PERIODS, TOLERANCE_SECONDS, simulated_terms
from servanda.simulation.simulated_node import SimulatedNode
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.receive_envelope import seal_to_counterpart
from servanda.usecases.exchange.runs import build_run
from servanda.usecases.keys.own_keys import own_logs
from servanda.usecases.keys.rotate_keys import (
    RotationResult,
    adopt_sheet,
    draft_sheet,
    rotate_kem,
    sign_draft,
)
from servanda.usecases.keys.show_keys import show_keys


def kem(node: SimulatedNode) -> RotationResult:
    """Let a node change its KEM key, as its operator does."""
    with node.services.lease.hold():
        return rotate_kem(services=node.services)


def sheet(
    node: SimulatedNode, *, expires: datetime | None = None, mail: str | None = None
) -> RotationResult:
    """Let a node have a new sheet, signed by the root that lies at hand."""
    with node.services.lease.hold():
        draft = draft_sheet(expires=expires, mail=mail, services=node.services)
        note = sign_draft(draft, root=node.services.keys.load_root())
        return adopt_sheet(note, services=node.services)


def holds(node: SimulatedNode) -> dict[str, set[Hold]]:
    """Why a node keeps each seed that it has."""
    seeds = show_keys(services=node.services).seeds
    return {name: {one.hold for one in why} for name, why in seeds.items()}


def serials(node: SimulatedNode) -> list[int]:
    """The serial of the sheet at the end of each own log."""
    return [log.keys.newest.serial for log in own_logs(node.services)]


def can_open(node: SimulatedNode, sender: SimulatedNode) -> bool:
    """Whether what `sender` would seal at this moment opens at `node`."""
    run = build_run(sender.store, sender.pair.own, first=0, have=0)
    envelope = seal_to_counterpart(run, services=sender.services)
    keys = node.services.keys.load().kem_keys
    return bool(open_sealed(envelope, to=node.party, kem_keys=keys).leaves)


def propose(node: SimulatedNode, other: SimulatedNode, *, name: str) -> None:
    """Let `node` propose one more accord, so that two new logs open."""
    document = draft_accord(
        name=name,
        counterpart=other.party,
        terms=simulated_terms(),
        template_name="simulated",
        template_digest=digest_of(b"simulated"),
        periods=PERIODS,
        cut_wait_seconds=0,
        tolerance_seconds=TOLERANCE_SECONDS,
        services=node.services,
    ).document
    propose_accord(document=document, services=node.services)
