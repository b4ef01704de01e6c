from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exchange.memory import LogMemory
from servanda.core.exchange.past import LeafPlace
from servanda.core.identifiers import PartyId
from tests.core.keys.cast import ALICE, BOB


def hash_of(number: int) -> bytes:
    return sha256(b"%d" % number).digest()


def places(party: PartyId, numbers: list[int]) -> list[tuple[bytes, LeafPlace]]:
    return [
        (hash_of(number), LeafPlace(party=party, index=index, type="check"))
        for index, number in enumerate(numbers)
    ]


@given(st.lists(st.integers(0, 40)), st.lists(st.integers(0, 40)))
def test_every_place_of_a_leaf_is_found_repeats_included(
    first: list[int], second: list[int]
) -> None:
    memory = LogMemory([ALICE, BOB])
    leaves = places(ALICE, first) + places(BOB, second)

    memory.take(leaves)

    for number in range(45):
        expected = [place for leaf_hash, place in leaves if leaf_hash == hash_of(number)]
        found = memory.find(hash_of(number))
        assert sorted(map(repr, found)) == sorted(map(repr, expected))


def test_it_grows_past_its_first_size_without_losing_a_leaf() -> None:
    memory = LogMemory([ALICE, BOB])
    leaves = places(ALICE, list(range(3_000)))

    for start in range(0, 3_000, 100):
        memory.take(leaves[start : start + 100])

    assert all(memory.find(leaf_hash) == [place] for leaf_hash, place in leaves)
    assert memory.find(hash_of(3_000)) == []


def test_each_leaf_keeps_the_type_it_was_given() -> None:
    memory = LogMemory([ALICE, BOB])
    names = ["request", None, "receipt", "request", None]
    leaves = [
        (hash_of(index), LeafPlace(party=BOB, index=index, type=name))
        for index, name in enumerate(names)
    ]

    memory.take(leaves)

    assert [memory.find(leaf_hash)[0].type for leaf_hash, _ in leaves] == names
