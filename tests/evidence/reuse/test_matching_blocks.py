"""Characters in matching blocks: as many as difflib finds, whatever the texts."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.reuse.matching_blocks import matched_characters

WORDS = st.sampled_from(
    ("the port ", "of Calder ", "was ", "closed ", "at noon. ", "x", "ab", "好")
)
TEXTS = st.lists(WORDS, max_size=25).map("".join) | st.text("ab", max_size=40)


def by_difflib(one: str, other: str) -> int:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


@given(TEXTS, TEXTS)
def test_as_many_characters_as_difflib_finds(one: str, other: str) -> None:
    assert matched_characters(one, other) == by_difflib(one, other)


@given(TEXTS, st.data())
def test_a_text_with_some_letters_changed_too(one: str, data: st.DataObject) -> None:
    other = list(one)
    for place in data.draw(st.sets(st.integers(0, max(0, len(one) - 1)), max_size=6)):
        if other:
            other[place] = data.draw(st.sampled_from(("", "q", "ab")))

    assert matched_characters(one, "".join(other)) == by_difflib(one, "".join(other))
