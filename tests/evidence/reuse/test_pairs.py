"""Pairs of documents: against brute force, in any order, in memory and on disk alike."""

from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.reuse.pairs import LEAST_SHARED, MOST_DOCUMENTS, Pair, find_pairs
from servanda.evidence.reuse.shelf import MemoryShelf
from servanda.evidence.reuse.shingles import Hashes, kept, letter_hashes
from servanda.store.evidence.shelf import folder_shelf

SETS = st.lists(st.sets(st.integers(0, 30), max_size=20), max_size=12)


def arrays(sets: list[set[int]]) -> list[Hashes]:
    return [np.array(sorted(one), dtype=np.uint64) for one in sets]


def found(sets: list[set[int]], least: int) -> list[Pair]:
    pairs = find_pairs(arrays(sets), hashes=MemoryShelf(), pairs=MemoryShelf(), least=least)
    return sorted(pairs, key=lambda pair: (pair.a, pair.b))


@given(SETS, st.integers(1, 1_000))
def test_pairs_are_those_of_comparing_every_two(sets: list[set[int]], least: int) -> None:
    expected = []
    for a, b in combinations(range(len(sets)), 2):
        shared = len(sets[a] & sets[b])
        smaller = max(1, min(len(sets[a]), len(sets[b])))
        if shared >= LEAST_SHARED and shared * 1_000 // smaller >= least:
            expected.append(Pair(a=a, b=b, shared=shared, containment=shared * 1_000 // smaller))

    assert found(sets, least) == expected


def test_what_too_many_have_joins_nobody() -> None:
    phrase, own = set(range(10)), set(range(100, 105))
    many = [phrase | {1_000 + number} for number in range(MOST_DOCUMENTS)]

    pairs = found([phrase | own, own | {7_777}, *many], least=1)

    assert [(pair.a, pair.b) for pair in pairs] == [(0, 1)]
    # What all of them share is not counted in anybody's size either.
    assert pairs[0].containment == 1_000 * 5 // 5


def test_a_shelf_on_disk_finds_the_same_pairs(tmp_path: Path) -> None:
    numbers = np.random.default_rng(5)
    sets = [set(numbers.integers(0, 400, 60).tolist()) for _ in range(80)]

    with folder_shelf(tmp_path) as hashes, folder_shelf(tmp_path) as pairs:
        on_disk = sorted(
            find_pairs(arrays(sets), hashes=hashes, pairs=pairs, least=100),
            key=lambda pair: (pair.a, pair.b),
        )

    assert on_disk == found(sets, 100)
    assert on_disk


def test_no_document_shares_nothing() -> None:
    assert found([], 1) == []
    assert found([set(), set()], 1) == []


@given(st.text(max_size=200))
def test_spaces_case_figures_and_marks_change_no_hash(text: str) -> None:
    spaced = " ".join(f"{sign}," for sign in text)

    assert np.array_equal(letter_hashes(text), letter_hashes(spaced))
    assert np.array_equal(letter_hashes(text), letter_hashes(text + " 1, 2; 3"))


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_text_keeps_its_runs_inside_another(text: str, more: str) -> None:
    own = set(kept(letter_hashes(text)).tolist())

    assert own <= set(kept(letter_hashes(more + "\n" + text)).tolist())


def test_the_hashes_of_any_script_are_the_same_on_every_machine() -> None:
    # Written down once: another machine, or another numpy, has to find these.
    assert letter_hashes("Quarrels serve neither")[:2].tolist() == [
        675_130_684_817_763_017,
        1_301_037_173_887_899_729,
    ]
    assert (
        letter_hashes("双方同意就网络犯罪问题建立高级别联合对话机制")[0]
        == 3_624_694_563_954_205_017
    )
