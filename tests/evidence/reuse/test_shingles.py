"""Hashes of letters: by table and many texts at once, the same as by the definition."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.reuse.paragraphs import hashed, hashes_in_common
from servanda.evidence.reuse.shingles import LETTERS, SEED, letter_hashes, letter_hashes_of
from tests.evidence.making import document_of

MASK = 2**64 - 1
TEXTS = st.text(max_size=60) | st.text("aB 1’“é.٣_²ßİ好", max_size=60)


def by_definition(text: str) -> list[int]:
    """Return the hashes of a text, one run after the other."""
    letters = re.sub(r"[\W\d_]+", "", text.casefold())
    found = set()
    for at in range(len(letters) - LETTERS + 1):
        number = SEED
        for place, letter in enumerate(letters[at : at + LETTERS]):
            number += ord(letter) * pow(0x100000001B3, LETTERS - 1 - place, 2**64)
        number &= MASK
        number ^= number >> 31
        number = number * 0x9E3779B97F4A7C15 & MASK
        found.add(number ^ (number >> 29))
    return sorted(found)


@given(TEXTS)
def test_hashes_are_those_of_the_definition(text: str) -> None:
    assert letter_hashes(text).tolist() == by_definition(text)


@given(st.lists(TEXTS, max_size=8))
def test_many_texts_at_once_have_each_its_own_hashes(texts: list[str]) -> None:
    hashes, owners = letter_hashes_of(texts)

    for number, text in enumerate(texts):
        assert np.unique(hashes[owners == number]).tolist() == by_definition(text)
    assert len(hashes) == len(owners)


@given(
    st.lists(st.text("ab", min_size=40, max_size=50), max_size=4),
    st.lists(st.text("ab", min_size=40, max_size=50), max_size=4),
)
def test_hashes_in_common_are_counted_for_every_two_paragraphs(
    one: list[str], other: list[str]
) -> None:
    shared = hashes_in_common(hashed(document_of(*one)), hashed(document_of(*other)))

    assert shared.tolist() == [
        [len({*by_definition(first)} & {*by_definition(second)}) for second in other]
        for first in one
    ]
