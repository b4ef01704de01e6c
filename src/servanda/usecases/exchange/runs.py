"""Make the runs that leave this node: from what the counterpart holds up to a signed head.

Source: docs/spec/exchange.md, "Sending a statement", 5; docs/spec/envelope.md.
"""

from collections.abc import Sequence
from typing import ClassVar

from servanda.core.envelope.run import (
    MAX_RUN_BYTES,
    MAX_RUN_LEAVES,
    CarriedLeaf,
    Run,
    carried_size,
)
from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import LeafRecord
from servanda.usecases.ports.store import LogReader

# Room for manifest, checkpoint and padding; the sequencer ends its batches within the same bounds.
MAX_RUN_CONTENT_BYTES = MAX_RUN_BYTES - 128 * 1024


class NoHeadInReachError(MisconfiguredError):
    """No signed head is near enough to end a run at; the log needs a new one."""

    code: ClassVar[str] = "no-head-in-reach"


def build_run(store: LogReader, origin: Origin, *, first: int, have: int) -> Run:
    """Return the longest run of `origin` from `first` on that fits one envelope.

    Args:
        store: Holds the log and its heads.
        origin: The log to send.
        first: What the recipient holds of it.
        have: What we hold of the recipient's log.

    Returns:
        An empty run where no head beyond `first` is signed yet.

    Raises:
        NoHeadInReachError: Heads beyond exist, but none that one envelope could reach.
    """
    newest = store.checkpoint(origin)
    if newest is None or newest.size <= first:
        return empty_run(origin, have=have)
    limit = min(newest.size, first + MAX_RUN_LEAVES)
    carried = carried_leaves(store, origin, first, limit)
    end, size = first, 0
    for leaf in carried:
        size += carried_size(leaf)
        if size > MAX_RUN_CONTENT_BYTES:
            break
        end += 1
    head = store.checkpoint(origin, at_most=end)
    if head is None or head.size <= first:
        raise NoHeadInReachError(
            f"{origin}: expected a signed head between leaf {first} and {end}, found none; "
            f"restart the node"
        )
    return Run(
        origin=origin,
        first=first,
        leaves=tuple(carried[: head.size - first]),
        checkpoint=head.note,
        have=have,
    )


def empty_run(origin: Origin, *, have: int) -> Run:
    """Return a run that only says what we hold."""
    return Run(origin=origin, first=0, leaves=(), checkpoint=None, have=have)


def carried_leaves(store: LogReader, origin: Origin, first: int, until: int) -> list[CarriedLeaf]:
    """Return leaves with the bodies still held, as they travel."""
    return with_bodies(store, store.leaves(origin, first, until))


def with_bodies(store: LogReader, leaves: Sequence[LeafRecord]) -> list[CarriedLeaf]:
    """Return stored leaves with the bodies still held, as they travel."""
    bodies = store.bodies([leaf.leaf_hash for leaf in leaves])
    carried = []
    for leaf in leaves:
        body = bodies.get(leaf.leaf_hash)
        carried.append(
            CarriedLeaf(
                note=leaf.note,
                salt=None if body is None else body.salt,
                body=None if body is None else body.body,
            )
        )
    return carried
