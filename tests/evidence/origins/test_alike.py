"""Statements alike by their words: the quick way finds what counting every two finds."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.origins import alike
from servanda.evidence.origins.alike import (
    LEAST_STEMS,
    LEAST_WORDS_ALIKE,
    PERMILLE,
    pairs_by_stems,
)

STEMS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), max_size=9), max_size=25)


def by_definition(statements: list[frozenset[str]], most: int) -> set[tuple[int, int]]:
    """Return the pairs by counting every two; a stem counts in the first `most` that have it."""
    told = [one if len(one) >= LEAST_STEMS else frozenset[str]() for one in statements]
    seen: Counter[str] = Counter()
    counting = []
    for one in told:
        counting.append({stem for stem in one if seen[stem] < most})
        seen.update(one)
    return {
        (a, b)
        for a, b in combinations(range(len(told)), 2)
        if told[a]
        and told[b]
        and len(counting[a] & counting[b]) * PERMILLE >= LEAST_WORDS_ALIKE * len(told[a] | told[b])
    }


@pytest.mark.parametrize("most", [2, 5, 50])
@given(statements=STEMS)
def test_pairs_are_those_of_counting_every_two(statements: list[frozenset[str]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "MOST_STATEMENTS", most)
        found = [*pairs_by_stems(statements)]

    assert len(found) == len(set(found))
    assert set(found) == by_definition(statements, most)
