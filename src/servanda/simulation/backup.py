"""Copy the store of a simulated node: yesterday's backup, to be restored some day."""

from copy import deepcopy
from dataclasses import dataclass, replace

from servanda.memory.store import MemoryStore
from servanda.simulation.memory_node import MemoryHeads
from servanda.simulation.simulated_node import SimulatedNode
from servanda.usecases.exchange.pairs_in_memory import LoadedPairs
from servanda.usecases.keys.working_keys import KeyCache
from servanda.usecases.ports.outside import Heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was copied, and when it stood so.

    Attributes:
        store: A store of its own; each restore gets a copy of it.
        heads: The head file at the same moment.
    """

    store: MemoryStore
    heads: Heads


def make_backup(node: SimulatedNode) -> Backup:
    """Return a copy of the node's store and head file."""
    return Backup(store=copy_of(node.store), heads=node.services.heads.read())


def restore_database(node: SimulatedNode, backup: Backup) -> None:
    """Put the backup's database in place; the head file, kept elsewhere, stays as it is."""
    node.services = replace(
        node.services, store=copy_of(backup.store), pairs=LoadedPairs(), working=KeyCache()
    )


def restore_machine(node: SimulatedNode, backup: Backup) -> None:
    """Put back the whole machine: database and head file."""
    heads = MemoryHeads()
    heads.replace(Heads(), backup.heads)
    restore_database(node, backup)
    node.services = replace(node.services, heads=heads)


def copy_of(store: MemoryStore) -> MemoryStore:
    """Return a store with the same content that grows apart."""
    copy = MemoryStore()
    for name, value in vars(store).items():
        if isinstance(vars(copy)[name], dict | list):
            setattr(copy, name, deepcopy(value))
        elif not callable(getattr(value, "acquire", None)):  # every store has a lock of its own
            setattr(copy, name, value)
    return copy
