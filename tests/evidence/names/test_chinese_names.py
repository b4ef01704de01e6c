"""Chinese names: the family name first, as the source writes it, and nothing by sound alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.names.chinese_names import chinese_order
from servanda.evidence.names.proposals import ProposalKind
from tests.evidence.names.fictional import Found, gazetteer

FAMILIES = gazetteer().family_names


@pytest.mark.parametrize(
    ("name", "family", "is_open"),
    [
        ("guo wenmao", ("guo",), False),
        ("guo wen mao", ("guo",), False),
        ("li guo", ("li",), False),
        ("wenmao guo", ("wenmao", "guo"), True),
    ],
)
def test_the_first_word_is_the_family_name_when_it_is_one(
    name: str,
    family: tuple[str, ...],
    is_open: bool,  # noqa: FBT001 - a row of the table
) -> None:
    order = chinese_order(name.split(), FAMILIES)

    assert order is not None
    assert (order.family, order.is_open) == (family, is_open)


@pytest.mark.parametrize("name", ["oskar brandvold", "li brandvold", "he said", "guo"])
def test_another_name_has_no_chinese_order(name: str) -> None:
    assert chinese_order(name.split(), FAMILIES) is None


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), max_size=6))
def test_the_words_of_an_order_are_words_of_the_name(words: list[str]) -> None:
    order = chinese_order(words, FAMILIES)

    if order is not None:
        assert set(order.family) <= set(words)
        assert FAMILIES & set(order.family)


def test_short_form_and_mr_use_the_family_name() -> None:
    found = Found("Minister of Quiet Waters Guo Wenmao came.", "Guo spoke, and Mr. Guo left.")

    assert found["Guo"].entity == "person:guo wenmao"
    assert found["Mr. Guo"].entity == "person:guo wenmao"


def test_a_given_name_used_as_a_family_name_is_a_proposal() -> None:
    found = Found("Guo Wenmao met Ruth Penhale.", "Wenmao and Penhale agreed.")

    mention = found["Wenmao"]
    assert mention.entity == "person:wenmao"
    assert mention.candidates == ("person:guo wenmao",)
    assert [p.kind for p in found.names.proposals] == [ProposalKind.GIVEN_NAME]


def test_an_open_order_lets_either_end_be_the_short_form() -> None:
    found = Found("The painter Wenmao Guo came. Later Guo left, and Mr. Wenmao too.")

    assert found["Guo"].entity == found["Mr. Wenmao"].entity == "person:wenmao guo"


def test_another_order_of_the_same_words_is_another_name() -> None:
    found = Found("Minister of Quiet Waters Guo Wenmao and the painter Wenmao Guo came.")

    assert len({mention.entity for mention in found.names.mentions}) == 2


def test_two_people_of_one_family_name_leave_the_short_form_open() -> None:
    found = Found("Guo Wenmao met the painter Guo Lan. Then Guo left.")

    assert found["Guo"].entity is None
    assert found["Guo"].candidates == ("person:guo lan", "person:guo wenmao")
