"""Find what an old store has as waiting, though the log that came back says it already.

Used by a refill: else a restored backup would say everything of a day twice.

Source: docs/spec/own-safety.md, "Refill", 6.
"""

from collections.abc import Sequence

from servanda.core import canonical
from servanda.core.exchange.leaf import JudgedLeaf
from servanda.core.identifiers import Origin, digest_from_hash
from servanda.core.statements.body import body_digest
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.services import Services

MAX_WAITING = 100_000  # statements of a queue, looked through once


def said_already(
    own: Origin, leaves: Sequence[JudgedLeaf], *, services: Services
) -> list[tuple[str, bytes]]:
    """Return ticket and leaf of what an old store has as waiting, and the log as said.

    A body is known by its salt, which is random; what has none, by saying the same among the
    leaves that only now came back.
    """
    by_body = {leaf.header.body: leaf for leaf in leaves if leaf.header and leaf.header.body}
    held = set(services.store.leaf_hashes(own, 0, len(leaves)))
    without_body = [
        leaf
        for leaf in leaves
        if leaf.header and not leaf.header.body and leaf.leaf_hash not in held
    ]
    said: list[tuple[str, bytes]] = []
    for waiting in services.store.queued(limit=MAX_WAITING):
        if waiting.own != own:
            continue
        if waiting.salt is not None and waiting.body is not None:
            leaf = by_body.get(body_digest(waiting.salt, waiting.body))
        else:
            leaf = next((one for one in without_body if _says(one, waiting)), None)
        if leaf is not None:
            said.append((waiting.ticket, leaf.leaf_hash))
            without_body = [one for one in without_body if one is not leaf]
    return said


def _says(leaf: JudgedLeaf, waiting: QueuedStatement) -> bool:
    header, ref = leaf.header, waiting.ref
    return (
        header is not None
        and header.type == waiting.type
        and header.ref == (None if ref is None else digest_from_hash(ref))
        and canonical.encode(header.facts) == waiting.facts
    )
