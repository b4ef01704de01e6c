from random import Random

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.identifiers import Digest, hash_from_digest
from servanda.core.statements.evidence_set import evidence_root
from servanda.core.tlog.hashing import leaf_hash, node_hash
from tests import strategies

sets = st.lists(strategies.digests, min_size=1, max_size=8, unique=True)


@given(sets, st.randoms())
def test_one_set_has_one_root_in_whatever_order_and_however_often(
    documents: list[Digest], random: Random
) -> None:
    shuffled = [*documents, *documents[:2]]
    random.shuffle(shuffled)

    assert evidence_root(shuffled) == evidence_root(documents)


@given(sets, strategies.digests)
def test_one_document_more_is_another_root(documents: list[Digest], more: Digest) -> None:
    if more not in documents:
        assert evidence_root([*documents, more]) != evidence_root(documents)


def test_the_root_is_that_of_a_merkle_tree_over_the_hashes_in_rising_order() -> None:
    low, high = (Digest(f"sha256:{digit * 64}") for digit in "1e")

    first, second = (leaf_hash(hash_from_digest(one)) for one in (low, high))
    assert evidence_root([high, low]) == f"sha256:{node_hash(first, second).hex()}"
