"""What somebody with the database's password can do to a simulated node."""

from dataclasses import replace

from servanda.core.identifiers import Origin
from servanda.simulation.simulated_node import SimulatedNode
from servanda.usecases.ports.records import LeafRecord


def edit_one_row(node: SimulatedNode, choice: int) -> tuple[Origin, int]:
    """Change one byte of one stored leaf, of our log or of the copy; return which.

    Args:
        node: Whose store.
        choice: Any number; decides leaf and byte.
    """
    own = node.pair.own
    rows: list[tuple[Origin, LeafRecord]] = [
        *((own, leaf) for leaf in node.own_leaves),
        *((own.reverse, leaf) for leaf in node.copied_leaves),
    ]
    origin, leaf = rows[choice % len(rows)]
    position = choice // len(rows) % len(leaf.note)
    changed = bytes([leaf.note[position] ^ 1])
    note = leaf.note[:position] + changed + leaf.note[position + 1 :]
    node.store.overwrite_leaf_unsafe(origin, replace(leaf, note=note))
    return origin, leaf.index
