"""Sentences end where they end, and not at every full stop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, start=0, end=len(text))]


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.S. and Northmark met.", "Talks went on."],
        ["They met in the U.S. Senate on Nov. 12 and 13.", "Both were pleased."],
        ["He lives in the U.S.", "The others do not."],
        ["They left the U.S.", "“We will be back,” one said."],
        ["Mr. Oakes met Dr. J. R. Vale and Sen. Lund.", "Mrs. Oakes did not."],
        ["The deal was signed in Nov.", "The rest waited."],
        ["Corbel Inc. said so.", "It was Corbel Co.", "The firm had grown."],
        ["It rose by 3.5 percent.", "No. 4 fell.", "No."],
        ["“We will watch.”", "Then he left."],
        ["“Are words followed by actions?” Minister Oakes said in May.", "“We will see.”"],
        ["“Really?” he asked.", "Nobody answered!", "Why?"],
        ["“Are words followed by actions?”", "Nobody knew."],
        ["See hill.example for more.", "It is e.g. on vol. 3."],
        ["He paused ... and went on.", "Then he stopped..."],
        ["1. Northmark stops.", "2. Southmere stops."],
        ["At 5 p.m. Tuesday they met.", "By 6 p.m.", "They had left."],
        ["George W. Oakes spoke.", "Plan B.", "It failed."],
        ["两国同意对话。", "“我们会看。”", "他离开了！"],
        ["“我们会看。”他说。", "对话继续……", "完了。"],
    ],
)
def test_sentences_are_cut_where_they_end(parts: list[str]) -> None:
    joined = ("" if parts[0][-1] in "。！" else " ").join(parts)

    assert cut(joined) == parts


def test_an_empty_line_ends_what_has_no_full_stop() -> None:
    assert cut("Talks resume\n\nThe ministers met\nin Ost.") == [
        "Talks resume",
        "The ministers met\nin Ost.",
    ]


def test_nothing_outside_the_bounds_is_looked_at() -> None:
    text = "One. Two. Three."

    assert sentences(text, start=5, end=9) == ((5, 9),)


@given(st.text(alphabet='aB .!?\n“”"。U', max_size=80), st.data())
def test_sentences_hold_every_character_but_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    found = sentences(text, start=start, end=end)

    position = start
    for first, last in found:
        assert not text[position:first].strip()
        assert text[first:last] == text[first:last].strip() != ""
        position = last
    assert not text[position:end].strip()
