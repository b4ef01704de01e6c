"""A text cut at the borders of spans is still the whole text, whatever overlaps."""

from hypothesis import given
from hypothesis import strategies as st

from servanda.documents.evidence.pieces import Mark, pieces_of
from servanda.documents.visible import in_one_line, visible

TEXT = "abcdefghijklmnopqrstuvwxyz"
marks_within = st.lists(
    st.tuples(st.integers(0, 26), st.integers(0, 26), st.sampled_from("abc")).map(
        lambda each: Mark(
            start=min(each[:2]),
            end=max(each[:2]),
            kind=each[2],
            row=f"row-{each[2]}",
            anchor=f"at-{min(each[:2])}-{max(each[:2])}",
        )
    ),
    max_size=12,
).map(lambda marks: sorted(marks, key=lambda mark: mark.start))


@given(marks_within, st.integers(0, 26), st.integers(0, 26))
def test_all_pieces_together_are_the_text_and_each_has_the_classes_of_what_covers_it(
    marks: list[Mark], one: int, other: int
) -> None:
    start, end = sorted((one, other))

    pieces = list(pieces_of(TEXT, marks, since=start, start=start, end=end))

    assert "".join(piece.text for piece in pieces) == TEXT[start:end]
    at = start
    for piece in pieces:
        for letter in piece.text:
            covering = {mark.kind for mark in marks if mark.start <= at < mark.end}
            assert set(piece.classes.split()) == covering, letter
            at += 1


@given(marks_within)
def test_each_mark_has_its_anchor_once_where_it_begins(marks: list[Mark]) -> None:
    pieces = list(pieces_of(TEXT, marks, since=0, start=0, end=26))

    anchors = [anchor for piece in pieces for anchor in piece.anchors]
    assert sorted(anchors) == sorted({mark.anchor for mark in marks if mark.start < len(TEXT)})


def test_a_piece_leads_to_the_row_of_the_shortest_span_around_it() -> None:
    outer = Mark(start=0, end=20, kind="claim", row="outer")
    inner = Mark(start=5, end=8, kind="name", row="inner")

    pieces = list(pieces_of(TEXT, [outer, inner], since=0, start=0, end=26))

    assert [(piece.text, piece.href) for piece in pieces] == [
        ("abcde", "#outer"),
        ("fgh", "#inner"),
        ("ijklmnopqrst", "#outer"),
        ("uvwxyz", ""),
    ]


@given(st.text())
def test_nothing_unseen_is_left_and_what_is_seen_is_not_changed(text: str) -> None:
    shown = visible(text)

    assert not any(
        "\u202a" <= letter <= "\u202e" or "\ud800" <= letter <= "\udfff" for letter in shown
    )
    shown.encode("utf-8")
    assert visible(shown) == shown
    assert len(in_one_line(text * 3, most=40).splitlines()) <= 1


def test_letters_of_every_script_are_left_alone() -> None:
    text = "नमस्ते\u200d، قال 诺斯马克 naïve “x”\tand\nmore"

    assert visible(text) == text


def test_what_begins_between_two_blocks_has_its_anchor_at_the_next() -> None:
    mark = Mark(start=4, end=9, kind="claim", anchor="here")

    first = list(pieces_of(TEXT, [mark], since=0, start=0, end=4))
    second = list(pieces_of(TEXT, [mark], since=4, start=6, end=26))

    assert [piece.anchors for piece in first] == [()]
    assert [(piece.text, piece.anchors) for piece in second] == [
        ("ghi", ("here",)),
        (TEXT[9:], ()),
    ]
