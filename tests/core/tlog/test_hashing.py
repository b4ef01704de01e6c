from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash, parent_hashes

hashes = st.binary(min_size=32, max_size=32)


def test_hashes_are_those_published_with_certificate_transparency() -> None:
    # The roots of [] and [""] and ["", "00"].
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    one = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    two = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"

    assert EMPTY_ROOT.hex() == empty
    assert leaf_hash(b"").hex() == one
    assert node_hash(leaf_hash(b""), leaf_hash(b"\x00")).hex() == two


@given(hashes, hashes)
def test_an_entry_made_of_two_hashes_never_has_the_hash_of_the_node_above_them(
    left: bytes, right: bytes
) -> None:
    assert leaf_hash(left + right) != node_hash(left, right)
    assert leaf_hash(b"\x01" + left + right) != node_hash(left, right)
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest()


@given(st.lists(hashes, max_size=9))
def test_parents_are_those_of_whole_pairs_and_the_last_one_waits(level: list[bytes]) -> None:
    expected = [node_hash(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]

    assert parent_hashes(b"".join(level)) == b"".join(expected)
