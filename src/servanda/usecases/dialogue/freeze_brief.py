"""Sign a brief as a snapshot, and say on which heads of the logs it stands.

Source: docs/spec/brief.md, "Snapshots"; decision 0044.
"""

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.snapshot.snapshot import sign_snapshot
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_node


def heads_of(pair: PairRecord, *, services: Services) -> JsonObject:
    """Return the accord in force between a pair, and the newest signed heads of both logs."""
    newest = read_pair_state(pair, services=services).newest_accord
    return {
        "accord": None if newest is None else newest.digest,
        "logs": [_head(origin, services=services) for origin in (pair.own, pair.own.reverse)],
    }


def freeze_brief(parts: JsonObject, *, services: Services) -> bytes:
    """Return `parts` as a snapshot that this node signed now.

    Args:
        parts: Of the brief (`snapshot_parts`).
        services: The node's ports.

    Raises:
        MisconfiguredError: The home is not set up, or its keys cannot be read.
    """
    return sign_snapshot(
        parts,
        card=require_node(services).card,
        frozen_at=services.clock.now(),
        secrets=services.keys.load(),
    )


def _head(origin: Origin, *, services: Services) -> JsonValue:
    head = services.store.checkpoint(origin)
    if head is None:
        return {"log": str(origin), "root": None, "size": 0}
    return {"log": str(origin), "root": digest_from_hash(head.root), "size": head.size}
