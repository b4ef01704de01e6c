"""Tiles in the store are the tree of the leaves, however they came to be."""

import pytest

from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tree import Frontier, MerkleTree, OutsideTreeError, root_at
from servanda.memory.store import MemoryStore
from servanda.usecases.exchange.stored_tree import StoredNodes, all_tiles, new_tiles
from servanda.usecases.ports.records import LeafRecord
from servanda.usecases.ports.store import LogGrowth, StepCommit
from tests.usecases.store_samples import NOW, OWN

SIZE = 66_000  # beyond 256 full tiles: hashes at tile level 2


@pytest.mark.parametrize("steps", [(255, 1, 1), (256, 256), (300, 300, 1_000), (1, 254, 2, 511)])
def test_a_log_that_grows_in_steps_has_the_tiles_of_one_written_at_once(
    steps: tuple[int, ...],
) -> None:
    store = MemoryStore()
    for count in steps:
        grow(store, count)

    size = sum(steps)
    tree = MerkleTree()
    tree.extend(hashes(0, size))
    for tile in all_tiles(hashes(0, size)):
        assert store.tile(OWN, tile.level, tile.number) == tile.hashes
    nodes = StoredNodes(store, OWN)
    assert [root_at(nodes, one) for one in range(0, size + 1, 37)] == [
        root_at(tree, one) for one in range(0, size + 1, 37)
    ]


def test_a_large_log_has_tiles_of_every_level() -> None:
    tiles = all_tiles(hashes(0, SIZE))

    assert {tile.level for tile in tiles} == {0, 1, 2}
    (top,) = [tile for tile in tiles if tile.level == 2]
    tree = MerkleTree()
    tree.extend(hashes(0, SIZE))
    assert top.hashes == tree.node(16, 0)


def test_what_is_not_complete_is_no_node() -> None:
    store = MemoryStore()
    grow(store, 3)
    nodes = StoredNodes(store, OWN)

    assert nodes.node(1, 0) == tree_of(3).node(1, 0)
    for level, index in ((0, 3), (1, 1), (2, 0), (8, 0)):
        with pytest.raises(OutsideTreeError):
            nodes.node(level, index)


def tree_of(size: int) -> MerkleTree:
    tree = MerkleTree()
    tree.extend(hashes(0, size))
    return tree


def grow(store: MemoryStore, count: int) -> None:
    size = store.log_size(OWN)
    new = hashes(size, size + count)
    _, nodes = Frontier.at(StoredNodes(store, OWN), size).extended(new)
    fresh = {(level, index): node for level, index, node in nodes}
    tiles = new_tiles(store, OWN, old_size=size, leaf_hashes=new, fresh=fresh)
    leaves = [record(size + offset, name) for offset, name in enumerate(new)]
    store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=leaves, tiles=tiles)]))


def hashes(first: int, until: int) -> list[bytes]:
    return [leaf_hash(b"%d" % index) for index in range(first, until)]


def record(index: int, name: bytes) -> LeafRecord:
    return LeafRecord(index=index, leaf_hash=name, note=b"", type="", ref=None, time=NOW)
