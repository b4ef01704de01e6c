import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.tlog.hashing import EMPTY_ROOT, leaf_hash
from servanda.core.tlog.tree import Frontier, MerkleTree, OutsideTreeError, root_at, subtree_root
from tests.core.tlog.definition import numbered_entries, root_by_definition, roots_by_pymerkle

sizes = st.integers(0, 600)

# The eight entries and roots published with Certificate Transparency.
PUBLISHED_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree_of(entries: list[bytes]) -> MerkleTree:
    tree = MerkleTree()
    tree.extend(map(leaf_hash, entries))
    return tree


def test_roots_are_those_published_with_certificate_transparency() -> None:
    tree = tree_of(PUBLISHED_ENTRIES)

    assert [root_at(tree, size).hex() for size in range(1, 9)] == PUBLISHED_ROOTS


@pytest.mark.parametrize("size", range(70))
def test_every_small_tree_has_the_root_of_the_definition(size: int) -> None:
    entries = numbered_entries(size)

    tree = tree_of(entries)

    assert tree.size == size
    assert tree.root() == root_by_definition(entries)
    assert Frontier.at(tree, size).root() == tree.root()


def test_roots_are_those_of_another_implementation() -> None:
    entries = numbered_entries(300)
    tree = tree_of(entries)

    assert [root_at(tree, size) for size in range(1, 301)] == roots_by_pymerkle(entries)


def test_a_larger_tree_still_knows_the_root_of_every_smaller_one() -> None:
    entries = numbered_entries(70)
    tree = tree_of(entries)

    for size in range(71):
        assert root_at(tree, size) == root_by_definition(entries[:size])


@given(st.lists(st.integers(0, 90), max_size=8))
def test_it_does_not_matter_in_which_portions_entries_are_added(portions: list[int]) -> None:
    leaves = [leaf_hash(entry) for entry in numbered_entries(sum(portions))]
    whole, grown, one_by_one = MerkleTree(), MerkleTree(), MerkleTree()
    edge = Frontier.empty()
    whole.extend(leaves)

    taken = 0
    for portion in portions:
        grown.extend(leaves[taken : taken + portion])
        edge, _ = edge.extended(leaves[taken : taken + portion])
        taken += portion
    for leaf in leaves:
        one_by_one.append(leaf)

    assert grown.root() == one_by_one.root() == edge.root() == whole.root()
    assert edge == Frontier.at(whole, whole.size)


@given(sizes, sizes)
def test_an_edge_reports_each_node_it_completes_once_and_after_its_children(
    before: int, added: int
) -> None:
    leaves = [leaf_hash(entry) for entry in numbered_entries(before + added)]
    tree = MerkleTree()
    tree.extend(leaves)
    old = Frontier.at(tree, before)

    new, completed = old.extended(leaves[before:])

    seen = set()
    for level, index, node in completed:
        assert node == tree.node(level, index)
        assert (level, index) not in seen
        for child in (2 * index, 2 * index + 1) if level else ():
            assert (level - 1, child) in seen or child + 1 << level - 1 <= before
        seen.add((level, index))
    every_node = {(level, i) for level in range(12) for i in range(new.size >> level)}
    assert seen == every_node - {(level, i) for level in range(12) for i in range(before >> level)}


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert MerkleTree().root() == Frontier.empty().root() == EMPTY_ROOT


@pytest.mark.parametrize(("level", "index"), [(0, 5), (1, 2), (2, 1), (3, 0), (0, -1), (-1, 0)])
def test_a_subtree_that_is_not_complete_has_no_hash(level: int, index: int) -> None:
    tree = tree_of(numbered_entries(5))

    with pytest.raises(OutsideTreeError, match="complete subtree"):
        tree.node(level, index)


@pytest.mark.parametrize("size", [-1, 6, 8])
def test_a_tree_has_no_root_of_a_size_it_has_not_reached(size: int) -> None:
    tree = tree_of(numbered_entries(5))

    with pytest.raises(OutsideTreeError):
        root_at(tree, size)


def test_a_subtree_with_its_leaves_out_of_order_has_no_root() -> None:
    tree = tree_of(numbered_entries(5))

    with pytest.raises(OutsideTreeError, match="in order"):
        subtree_root(tree, start=4, stop=2)


def test_a_hash_of_the_wrong_length_is_not_added_and_nothing_with_it() -> None:
    tree = tree_of(numbered_entries(3))

    with pytest.raises(ValueError, match="32 bytes"):
        tree.extend([leaf_hash(b"good"), b"short"])
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier.empty().extended([b"short"])

    assert tree.size == 3
