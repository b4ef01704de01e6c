"""Stories: the same for any order, the same as clustering everything at once."""

import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from servanda.evidence.stories import cluster
from servanda.evidence.stories.cluster import cluster_stories
from servanda.evidence.stories.terms import stem, terms_of
from tests.evidence.shared import seeds

FERRY = [
    "The ferry Halcyon sank off Calder on Monday with forty people on board, the coast guard said.",
    "Divers looked for the ferry Halcyon off Calder; the coast guard spoke of forty people.",
    "Off Calder the search for forty people of the ferry Halcyon goes on, says the coast guard.",
]
BANK = [
    "The central bank of Southmere raised its rate by half a point to slow the price of bread.",
    "A half point more: the central bank of Southmere wants the price of bread to rise less.",
    "Bread has become dearer, so the rate of the central bank of Southmere rose half a point.",
]


def stories(texts: list[str]) -> set[frozenset[str]]:
    found = cluster_stories({text: terms_of(text) for text in texts})
    return {frozenset(story.documents) for story in found}


def test_two_matters_are_two_stories() -> None:
    assert stories([*FERRY, *BANK]) == {frozenset(FERRY), frozenset(BANK)}


@given(st.permutations([*FERRY, *BANK]))
def test_the_order_of_documents_changes_nothing(texts: list[str]) -> None:
    assert stories(texts) == stories([*FERRY, *BANK])


def test_every_document_is_in_one_story_even_without_a_word() -> None:
    texts = [*FERRY, "", "12", "单独一篇"]

    found = cluster_stories({text: terms_of(text) for text in texts})

    assert sorted(one for story in found for one in story.documents) == sorted(texts)
    assert cluster_stories({}) == ()


TERMS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.5, 5), max_size=6)


@given(st.lists(TERMS, min_size=2, max_size=14), st.integers(50, 900))
def test_parts_by_themselves_give_what_all_at_once_would(
    documents: list[Mapping[str, float]], threshold: int
) -> None:
    terms = {f"{number:02}": one for number, one in enumerate(documents)}
    vectors = cluster._vectors([terms[name] for name in sorted(terms)])
    similar = np.round((vectors @ vectors.T).toarray(), 6)
    distance = np.clip(1 - similar, 0, None)
    np.fill_diagonal(distance, 0)
    labels = fcluster(
        linkage(squareform(distance, checks=False), "average"), 1 - threshold / 1_000, "distance"
    )
    expected: dict[int, set[str]] = {}
    for name, label in zip(sorted(terms), labels.tolist(), strict=True):
        expected.setdefault(label, set()).add(name)

    found = cluster_stories(terms, threshold=threshold)

    # Where two merges are equally good, either is average linkage; sizes then still agree.
    assert sorted(len(story.documents) for story in found) == sorted(map(len, expected.values()))


def test_a_part_that_is_too_large_is_looked_at_more_closely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "MOST_OF_A_PART", 2)

    found = stories([*FERRY, *BANK])

    assert sorted(one for story in found for one in story) == sorted([*FERRY, *BANK])


def test_endings_are_set_aside_and_short_words_kept() -> None:
    assert stem("arrested") == stem("arrests") == "arrest"
    assert stem("was") == "was"


def test_the_three_articles_are_one_story() -> None:
    texts = [path.read_text(encoding="utf-8") for path in seeds()]

    found = stories(texts)

    assert any(set(texts[:3]) <= story for story in found)


@given(st.text("aA bB1.,é好 ", max_size=60))
def test_terms_are_words_capitals_and_neighbours(text: str) -> None:
    words = re.findall(r"[^\W\d_][\w'’-]+|\d[\d.,]*|[\u4e00-\u9fff]", text)
    terms = [f"#{word.rstrip('.,')}" if word[0].isdigit() else stem(word) for word in words]
    expected: dict[str, float] = {}
    for at, term in enumerate(terms):
        expected[term] = expected.get(term, 0) + 1
        if at:
            both = f"{terms[at - 1]}_{term}"
            expected[both] = expected.get(both, 0) + 1
    for word, term in zip(words, terms, strict=True):
        if word[0].isupper():
            expected[f"^{term}"] = expected.get(f"^{term}", 0) + 0.5

    assert terms_of(text) == expected
