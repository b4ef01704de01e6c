"""Printings of one text are found in one pass, whatever the order and however many there are."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.evidence.documents import Document
from servanda.evidence.reuse.printings import (
    LOOKED_AT,
    Printings,
    aligned_paragraphs,
    find_printings,
)
from tests.attacks.planted import article, with_one_word_changed
from tests.evidence.corpora import demo_analyses
from tests.evidence.making import document_of

BASE = article("ledger-date-set")


def printed(text: str) -> Document:
    return document_of(*[line for line in text.split("\n") if line.strip()])


def found(*texts: str, decided: frozenset[str] = frozenset()) -> tuple[Printings, ...]:
    return find_printings([printed(text) for text in texts], decided=decided)


def test_articles_on_one_matter_are_no_printings_of_one_text() -> None:
    assert find_printings([one.document for one in demo_analyses()]) == ()


def test_a_text_with_another_word_is_a_printing_and_half_of_it_is_none() -> None:
    (text,) = found(BASE, *with_one_word_changed(BASE, 2))

    assert text.count == 3
    assert text.counted == ()
    assert found(BASE, BASE[: len(BASE) // 2]) == ()


def test_of_many_printings_a_few_are_looked_at_the_most_usual_and_the_least() -> None:
    usual = with_one_word_changed(BASE, 60)
    odd = BASE.replace("Lanternfish", "Coldharbor").replace("said", "denied")

    (text,) = found(BASE, odd, *usual)

    assert (len(text.looked_at), text.count) == (LOOKED_AT, 62)
    assert text.closest == printed(BASE).sha256
    assert printed(odd).sha256 in text.looked_at


def test_what_a_decision_points_at_is_always_looked_at() -> None:
    copies = with_one_word_changed(BASE, 40)
    (before,) = found(BASE, *copies)
    chosen = before.counted[7]

    (after,) = found(BASE, *copies, decided=frozenset((chosen,)))

    assert chosen in after.looked_at
    assert after.count == before.count


@settings(max_examples=10, deadline=None)
@given(st.permutations([BASE, *with_one_word_changed(BASE, 8), article("courier-second-round")]))
def test_the_order_of_documents_changes_nothing(texts: list[str]) -> None:
    assert found(*texts) == found(*sorted(texts))


@pytest.mark.parametrize("size", [1, 3, 200])
def test_a_short_text_is_a_printing_of_none(size: int) -> None:
    assert found("x" * size, "x" * size + " y") == ()


LINES = st.lists(
    st.sampled_from(["One line.", "Another line.", "A third.", "Yet another."]), max_size=9
)


@given(LINES, LINES)
def test_paragraphs_are_aligned_in_order_each_once(one: list[str], other: list[str]) -> None:
    aligned = aligned_paragraphs(document_of(*one), document_of(*other))

    for (a, b), (c, d) in pairwise(aligned.items()):
        assert a.end <= c.start
        assert b.end <= d.start


@given(st.lists(st.text("abc ", min_size=3), min_size=4, max_size=12, unique=True), st.data())
def test_a_changed_and_an_added_paragraph_move_no_other(
    lines: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(lines) - 2))
    one = document_of(*lines)
    changed = document_of(*lines[:at], lines[at] + "X", *lines[at + 1 :])
    longer = document_of(*lines[:at], "Q", *lines[at:])

    for other in (changed, longer):
        same = {one.text_of(a): other.text_of(b) for a, b in aligned_paragraphs(one, other).items()}
        assert all(same[line] in {line, line + "X"} for line in lines)
