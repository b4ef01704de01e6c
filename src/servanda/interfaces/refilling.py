"""A refill as it arrives, envelope by envelope, at a node or at a verb in its place.

Source: docs/spec/exchange.md, "Refill".
"""

from servanda.core.envelope.sealed import open_sealed
from servanda.core.errors import CounterpartError
from servanda.store.home.refill_folder import RefillFolder
from servanda.usecases.services import require_node
from servanda.usecases.upkeep.refill_log import IncompleteRefillError, RefillResult, apply_refill
from servanda.wiring import Node


def keep_for_refill(envelope: bytes, *, node: Node) -> bool:
    """Keep `envelope` if it is part of a refill that we asked for; return whether it is.

    From any thread. What does not open, or is of another pair, is left to the usual way.
    """
    folder = RefillFolder(node.home.refill)
    asked = folder.asked()
    if asked is None:
        return False
    services = node.services
    keys = services.working.of(services.keys).kem
    try:
        run = open_sealed(envelope, to=require_node(services).party, kem_keys=keys)
    except CounterpartError:
        return False
    if not run.leaves or run.origin not in (asked, asked.reverse):
        return False
    folder.add(envelope)
    return True


def try_refill(*, node: Node, accept_loss: bool = False) -> RefillResult | None:
    """Put back what has come, if it is whole; None while something is missing.

    The caller holds the lease.

    Raises:
        BehindHeadError: It is whole, and does not reach what we signed.
    """
    folder = RefillFolder(node.home.refill)
    if folder.asked() is None:
        return None
    try:
        result = apply_refill(folder.envelopes(), accept_loss=accept_loss, services=node.services)
    except IncompleteRefillError:
        return None
    folder.clear()
    return result
