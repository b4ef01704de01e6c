"""Paragraphs are cut where their writer cut them."""

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.reading.paragraphs import paragraphs

TYPED = """\
NORTHMARK AND SOUTHMERE SIGN

Officials of Northmark and Southmere said on Tuesday that they would
meet again in March, after a week of talks in which both sides spoke
of progress but named no day on which the accord would be in force.

A second round was held in the port town of Ost, behind closed doors,
and lasted until Friday.
"""


def shown(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


@given(st.text(alphabet="aB. \n\t\u3000", max_size=300))
def test_paragraphs_hold_every_word_in_order(text: str) -> None:
    found = paragraphs(text)

    assert "".join(text[start:end] for start, end in found).split() == text.split() or (
        " ".join(text[start:end] for start, end in found).split() == text.split()
    )
    assert list(found) == sorted(found)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)


def test_each_line_is_a_paragraph_where_lines_are_long() -> None:
    long = "The ministry said that it had begun to answer every request within a day. " * 3

    assert shown(f"Title\n{long}\n{long}\n\nEnd.") == ["Title", long.strip(), long.strip(), "End."]


def test_lines_of_one_width_are_joined_to_paragraphs() -> None:
    found = shown(TYPED)

    assert [text[:9] for text in found] == ["NORTHMARK", "Officials", "A second "]
    assert found[1].endswith("in force.")
    assert found[2].endswith("until Friday.")


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    text = TYPED.replace("until Friday.", "until Friday.\nIt is over.")

    assert shown(text)[-1] == "It is over."


def test_a_list_of_short_lines_is_not_joined() -> None:
    assert shown("One\nTwo words\nThree short words\n") == [
        "One",
        "Two words",
        "Three short words",
    ]
