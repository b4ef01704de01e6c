import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.tlog.hashing import leaf_hash, node_hash
from servanda.core.tlog.inclusion import (
    InclusionProof,
    InvalidProofError,
    build_inclusion,
    verify_inclusion,
    verify_leaf_inclusion,
)
from servanda.core.tlog.tree import OutsideTreeError
from tests.core.tlog.definition import (
    flip_bit,
    numbered_entries,
    path_by_definition,
    paths_by_pymerkle,
    root_by_definition,
)
from tests.core.tlog.test_tree import PUBLISHED_ENTRIES, tree_of

places = st.integers(2, 300).flatmap(
    lambda size: st.tuples(st.just(size), st.integers(0, size - 1))
)


@pytest.mark.parametrize("size", range(1, 66))
def test_every_entry_of_every_small_tree_has_the_proof_of_the_definition(size: int) -> None:
    entries = numbered_entries(size)
    larger_tree = tree_of([*entries, b"written", b"later"])
    root = root_by_definition(entries)

    for index, entry in enumerate(entries):
        proof = build_inclusion(larger_tree, leaf_index=index, tree_size=size)
        verify_inclusion(entry, proof, root)
        assert list(proof.path) == path_by_definition(index, entries)


@pytest.mark.parametrize("size", range(1, 34))
def test_a_proof_proves_no_other_place_in_any_small_tree(size: int) -> None:
    entries = numbered_entries(size)
    tree = tree_of(entries)
    root = root_by_definition(entries)

    for index in range(size):
        path = build_inclusion(tree, leaf_index=index, tree_size=size).path
        for other in range(-1, size + 1):
            if other != index:
                proof = InclusionProof(leaf_index=other, tree_size=size, path=path)
                with pytest.raises(InvalidProofError):
                    verify_inclusion(entries[index], proof, root)


def test_paths_are_those_of_another_implementation() -> None:
    entries = numbered_entries(100)
    tree = tree_of(entries)

    for index, leaf_and_path in enumerate(paths_by_pymerkle(entries)):
        proof = build_inclusion(tree, leaf_index=index, tree_size=100)
        assert [leaf_hash(entries[index]), *proof.path] == leaf_and_path


def test_a_path_is_the_one_published_with_certificate_transparency() -> None:
    published = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]

    proof = build_inclusion(tree_of(PUBLISHED_ENTRIES), leaf_index=5, tree_size=8)

    assert [sibling.hex() for sibling in proof.path] == published


@given(places, st.data())
def test_a_proof_with_any_one_bit_flipped_is_rejected(
    place: tuple[int, int], data: st.DataObject
) -> None:
    size, index = place
    entries = numbered_entries(size)
    proof = build_inclusion(tree_of(entries), leaf_index=index, tree_size=size)
    path = list(proof.path)
    level = data.draw(st.integers(0, len(path) - 1))
    path[level] = flip_bit(path[level], data.draw(st.integers(0, 255)))
    altered = InclusionProof(leaf_index=index, tree_size=size, path=path)

    with pytest.raises(InvalidProofError, match="leads to another"):
        verify_inclusion(entries[index], altered, root_by_definition(entries))


@given(places, st.integers(0, 31))
def test_an_entry_with_any_one_bit_flipped_is_rejected(place: tuple[int, int], bit: int) -> None:
    size, index = place
    entries = numbered_entries(size)
    proof = build_inclusion(tree_of(entries), leaf_index=index, tree_size=size)

    with pytest.raises(InvalidProofError, match="leads to another"):
        verify_inclusion(flip_bit(entries[index], bit), proof, root_by_definition(entries))


@given(
    st.integers(-2, 40),
    st.integers(-2, 40),
    st.lists(st.binary(max_size=33), max_size=8),
    st.binary(max_size=40),
)
def test_any_values_give_a_proof_error_or_a_proof(
    index: int, size: int, path: list[bytes], root: bytes
) -> None:
    proof = InclusionProof(leaf_index=index, tree_size=size, path=path)

    with pytest.raises(InvalidProofError):
        verify_inclusion(b"entry", proof, root)


def test_a_withheld_entry_is_proved_by_its_leaf_hash() -> None:
    entries = numbered_entries(9)
    proof = build_inclusion(tree_of(entries), leaf_index=4, tree_size=9)

    verify_leaf_inclusion(leaf_hash(entries[4]), proof, root_by_definition(entries))


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0), (0, -1)])
def test_an_index_outside_the_tree_is_rejected(index: int, size: int) -> None:
    proof = InclusionProof(leaf_index=index, tree_size=size, path=[])

    with pytest.raises(InvalidProofError, match="outside a tree"):
        verify_inclusion(b"entry", proof, leaf_hash(b"entry"))


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0), (0, 6)])
def test_no_proof_is_made_for_what_is_not_in_the_tree(index: int, size: int) -> None:
    tree = tree_of(numbered_entries(5))

    with pytest.raises(OutsideTreeError):
        build_inclusion(tree, leaf_index=index, tree_size=size)


def test_an_inner_node_cannot_be_passed_off_as_an_entry() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    proof = InclusionProof(leaf_index=0, tree_size=1, path=[])

    with pytest.raises(InvalidProofError, match="leads to another"):
        verify_inclusion(b"\x01" + left + right, proof, node_hash(left, right))


def test_a_path_too_short_for_the_tree_is_rejected_even_if_it_reaches_the_root() -> None:
    sibling = leaf_hash(b"sibling")
    proof = InclusionProof(leaf_index=0, tree_size=4, path=[sibling])

    with pytest.raises(InvalidProofError, match="2 hashes, found 1"):
        verify_inclusion(b"entry", proof, node_hash(leaf_hash(b"entry"), sibling))


def test_a_path_too_long_for_the_tree_is_rejected_even_if_it_reaches_the_root() -> None:
    extra = leaf_hash(b"extra")
    proof = InclusionProof(leaf_index=0, tree_size=1, path=[extra])

    with pytest.raises(InvalidProofError, match="0 hashes, found 1"):
        verify_inclusion(b"entry", proof, node_hash(extra, leaf_hash(b"entry")))


@pytest.mark.parametrize("sibling", [b"short", bytes(33), b""])
def test_a_sibling_hash_of_the_wrong_length_is_rejected(sibling: bytes) -> None:
    proof = InclusionProof(leaf_index=0, tree_size=2, path=[sibling])

    with pytest.raises(InvalidProofError, match="32 bytes"):
        verify_inclusion(b"entry", proof, node_hash(leaf_hash(b"entry"), sibling))
