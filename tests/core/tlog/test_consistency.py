from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.tlog.consistency import (
    ConsistencyProof,
    build_consistency,
    verify_consistency,
)
from servanda.core.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash
from servanda.core.tlog.inclusion import InvalidProofError
from servanda.core.tlog.tree import OutsideTreeError, root_at
from tests.core.tlog.definition import (
    flip_bit,
    growth_by_definition,
    numbered_entries,
    root_by_definition,
    roots_by_pymerkle,
)
from tests.core.tlog.test_tree import PUBLISHED_ENTRIES, tree_of

two_sizes = st.integers(2, 300).flatmap(
    lambda new: st.tuples(st.integers(1, new - 1), st.just(new))
)


@pytest.mark.parametrize("new_size", range(1, 50))
def test_all_small_sizes_have_the_proof_of_the_definition(new_size: int) -> None:
    entries = numbered_entries(new_size)
    larger_tree = tree_of([*entries, b"written", b"later"])
    new_root = root_by_definition(entries)

    for old_size in range(1, new_size + 1):
        old_root = root_by_definition(entries[:old_size])
        proof = build_consistency(larger_tree, old_size=old_size, new_size=new_size)
        verify_consistency(proof, old_root=old_root, new_root=new_root)
        assert list(proof.path) == growth_by_definition(old_size, entries)


@pytest.mark.parametrize("new_size", range(2, 26))
def test_a_proof_proves_no_other_sizes_among_the_small_ones(new_size: int) -> None:
    tree = tree_of(numbered_entries(26))

    for old_size in range(1, new_size):
        proof = build_consistency(tree, old_size=old_size, new_size=new_size)
        for other in range(-1, 27):
            if other != old_size:
                with pytest.raises(InvalidProofError):
                    verify_consistency(
                        replace(proof, old_size=other),
                        old_root=root_at(tree, old_size),
                        new_root=root_at(tree, new_size),
                    )


def test_proofs_lead_to_the_roots_of_another_implementation() -> None:
    entries = numbered_entries(64)
    tree = tree_of(entries)
    roots = roots_by_pymerkle(entries)

    for old_size in range(1, 64):
        proof = build_consistency(tree, old_size=old_size, new_size=64)
        verify_consistency(proof, old_root=roots[old_size - 1], new_root=roots[-1])


@pytest.mark.parametrize(
    ("old_size", "new_size", "published"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_proofs_are_those_published_with_certificate_transparency(
    old_size: int, new_size: int, published: list[str]
) -> None:
    tree = tree_of(PUBLISHED_ENTRIES)

    proof = build_consistency(tree, old_size=old_size, new_size=new_size)

    assert [node.hex() for node in proof.path] == published


@given(two_sizes, st.data())
def test_a_proof_with_any_one_bit_flipped_is_rejected(
    sizes: tuple[int, int], data: st.DataObject
) -> None:
    old_size, new_size = sizes
    tree = tree_of(numbered_entries(new_size))
    proof = build_consistency(tree, old_size=old_size, new_size=new_size)
    path = list(proof.path)
    level = data.draw(st.integers(0, len(path) - 1))
    path[level] = flip_bit(path[level], data.draw(st.integers(0, 255)))

    with pytest.raises(InvalidProofError, match="leads to another"):
        verify_consistency(
            replace(proof, path=path),
            old_root=root_at(tree, old_size),
            new_root=root_at(tree, new_size),
        )


@given(two_sizes, st.data())
def test_a_log_that_changed_an_old_entry_cannot_prove_that_it_only_grew(
    sizes: tuple[int, int], data: st.DataObject
) -> None:
    old_size, new_size = sizes
    entries = numbered_entries(new_size)
    changed = data.draw(st.integers(0, old_size - 1))
    old_root = root_by_definition(entries[:old_size])
    entries[changed] = b"rewritten"
    rewritten = tree_of(entries)
    proof = build_consistency(rewritten, old_size=old_size, new_size=new_size)

    with pytest.raises(InvalidProofError, match="leads to another"):
        verify_consistency(proof, old_root=old_root, new_root=rewritten.root())


@given(two_sizes, st.sampled_from([-1, 1]))
def test_a_path_one_hash_too_short_or_too_long_is_rejected(
    sizes: tuple[int, int], change: int
) -> None:
    old_size, new_size = sizes
    tree = tree_of(numbered_entries(new_size))
    proof = build_consistency(tree, old_size=old_size, new_size=new_size)
    path = proof.path[:-1] if change < 0 else (*proof.path, leaf_hash(b"extra"))

    with pytest.raises(InvalidProofError, match="expected a path of"):
        verify_consistency(
            replace(proof, path=path),
            old_root=root_at(tree, old_size),
            new_root=root_at(tree, new_size),
        )


@given(st.integers(-2, 40), st.integers(-2, 40), st.lists(st.binary(max_size=33), max_size=8))
def test_any_values_give_a_proof_error_or_the_two_trivial_proofs(
    old_size: int, new_size: int, path: list[bytes]
) -> None:
    proof = ConsistencyProof(old_size=old_size, new_size=new_size, path=path)
    is_trivial = not path and 0 <= old_size <= new_size and old_size in (0, new_size)

    if is_trivial:
        verify_consistency(proof, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)
    else:
        with pytest.raises(InvalidProofError):
            verify_consistency(proof, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)


def test_every_log_continues_the_empty_one_and_no_other_of_size_0() -> None:
    tree = tree_of(numbered_entries(5))
    proof = build_consistency(tree, old_size=0, new_size=5)

    verify_consistency(proof, old_root=EMPTY_ROOT, new_root=tree.root())
    with pytest.raises(InvalidProofError, match="no entries"):
        verify_consistency(proof, old_root=tree.root(), new_root=tree.root())
    with pytest.raises(InvalidProofError, match="0 hashes, found 1"):
        verify_consistency(
            replace(proof, path=[EMPTY_ROOT]), old_root=EMPTY_ROOT, new_root=tree.root()
        )


def test_two_roots_for_one_size_are_a_fork_and_never_consistent() -> None:
    tree = tree_of(numbered_entries(5))
    proof = build_consistency(tree, old_size=5, new_size=5)

    verify_consistency(proof, old_root=tree.root(), new_root=tree.root())
    with pytest.raises(InvalidProofError, match="two roots"):
        verify_consistency(proof, old_root=EMPTY_ROOT, new_root=tree.root())


def test_a_tree_never_continues_a_larger_one() -> None:
    tree = tree_of(numbered_entries(5))
    proof = ConsistencyProof(old_size=5, new_size=4, path=[])

    with pytest.raises(InvalidProofError, match="in order"):
        verify_consistency(proof, old_root=tree.root(), new_root=root_at(tree, 4))


def test_the_path_must_lead_to_the_old_root_too() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    proof = ConsistencyProof(old_size=1, new_size=2, path=[right])

    verify_consistency(proof, old_root=left, new_root=node_hash(left, right))
    with pytest.raises(InvalidProofError, match="expected new root"):
        verify_consistency(proof, old_root=right, new_root=node_hash(left, right))


@pytest.mark.parametrize(("old_size", "new_size"), [(-1, 3), (4, 3), (2, 6)])
def test_no_proof_is_made_for_sizes_the_tree_does_not_have(old_size: int, new_size: int) -> None:
    tree = tree_of(numbered_entries(5))

    with pytest.raises(OutsideTreeError):
        build_consistency(tree, old_size=old_size, new_size=new_size)
