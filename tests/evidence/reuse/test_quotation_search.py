"""Quotations with the same words: against the definition, in memory and on disk alike."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from servanda.evidence.reuse import quotation_search
from servanda.evidence.reuse.quotation_search import (
    LEAST_SIMILARITY,
    MOST_PLACES,
    MemoryWords,
    Quoted,
    QuotedPair,
    find_quotation_pairs,
)
from servanda.evidence.reuse.shelf import MemoryShelf
from servanda.evidence.reuse.shingles import letter_hashes
from servanda.store.evidence.shelf import file_words, folder_shelf

WORDS = st.sampled_from(
    (
        "we will keep to what we signed",
        "we will keep to what we have signed",
        "we shall keep to what we signed and to nothing else",
        "nobody was asked",
        "nobody was asked twice",
        "nobody",
        "not yet",
        "我们会遵守我们签署的协议和其中的每一条",
        "我们会遵守",
        "",
    )
)
QUOTED = st.lists(st.builds(Quoted, document=st.integers(0, 3), words=WORDS), max_size=30)


def found(quotations: list[Quoted]) -> list[QuotedPair]:
    pairs = find_quotation_pairs(
        quotations, runs=MemoryShelf(), pairs=MemoryShelf(), words=MemoryWords()
    )
    return sorted(pairs, key=lambda pair: (pair.a, pair.b))


def by_definition(quotations: list[Quoted]) -> list[QuotedPair]:
    """Return the pairs by comparing every two."""
    pairs = []
    runs = [set(letter_hashes(one.words).tolist()) or {one.words} for one in quotations]
    for a, b in combinations(range(len(quotations)), 2):
        one, other = quotations[a], quotations[b]
        shared = len(runs[a] & runs[b])
        is_enough = shared > 1 or (shared == 1 and min(len(one.words), len(other.words)) < 20)
        similarity = round(ratio(one.words, other.words) * 10)
        if one.document != other.document and is_enough and similarity >= LEAST_SIMILARITY:
            pairs.append(QuotedPair(a=a, b=b, similarity=similarity))
    return pairs


@given(QUOTED)
def test_pairs_are_those_of_comparing_every_two(quotations: list[Quoted]) -> None:
    assert found(quotations) == by_definition(quotations)


@given(QUOTED, st.integers(1, 5))
def test_how_many_are_hashed_together_changes_nothing(quotations: list[Quoted], most: int) -> None:
    before = found(quotations)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotation_search, "AT_ONCE", most)

        assert found(quotations) == before


def test_a_search_on_disk_finds_the_same(tmp_path: Path) -> None:
    quotations = [
        Quoted(document=number, words=f"the words that place {number // 3} of many was told")
        for number in range(300)
    ]

    with (
        folder_shelf(tmp_path) as runs,
        folder_shelf(tmp_path) as pairs,
        file_words(tmp_path) as words,
    ):
        on_disk = [*find_quotation_pairs(quotations, runs=runs, pairs=pairs, words=words)]

    assert sorted(on_disk, key=lambda pair: (pair.a, pair.b)) == found(quotations)
    assert on_disk
    assert not [*tmp_path.iterdir()]


def test_what_everybody_quotes_joins_the_first_places_and_no_more() -> None:
    quotations = [
        Quoted(document=number, words="what everybody quotes") for number in range(MOST_PLACES + 50)
    ]

    pairs = found(quotations)

    assert len(pairs) == MOST_PLACES * (MOST_PLACES - 1) // 2
    assert max(pair.b for pair in pairs) == MOST_PLACES - 1
