"""What stands between marks is found exactly, whatever marks a writer's keyboard has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.quotations.marks import count_words, find_marked


def quoted(text: str) -> list[str]:
    return [text[each.start : each.end] for each in find_marked(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will keep it,” Voss said.", ["“We will keep it,”"]),
        ('"We will keep it," Voss said.', ['"We will keep it,"']),
        ("``We will keep it,'' Voss said.", ["``We will keep it,''"]),
        ("''We will keep it,'' Voss said.", ["''We will keep it,''"]),
        ("Voss: „Wir halten es ein“, so der Text.", ["„Wir halten es ein“"]),
        ("Voss : «Nous le tiendrons», dit-elle.", ["«Nous le tiendrons»"]),
        ("沃斯说：「我们会遵守。」随后离开。", ["「我们会遵守。」"]),
        ("沃斯说：“我们会遵守。”随后离开。", ["“我们会遵守。”"]),
        ("沃斯说：『他答「是」。』", ["『他答「是」。』"]),
        ("‘We will keep it,’ Voss said.", ["‘We will keep it,’"]),
    ],
)
def test_each_kind_of_mark_is_known(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'It is "the best unit in the field” and more. Then came another day.',
        'It is “the best unit in the field" and more. Then came another day.',
        "It is “the best unit in the field“ and more. Then came another day.",
    ],
)
def test_a_mixed_pair_ends_at_its_second_mark_and_swallows_nothing(text: str) -> None:
    (found,) = find_marked(text, 0, len(text))

    assert text[found.inner_start : found.inner_end] == "the best unit in the field"
    assert found.is_mixed
    assert not found.unclosed


def test_a_mark_left_open_runs_to_the_end_of_its_paragraph() -> None:
    text = "Voss said: “We have read every word of it and we agree"

    (found,) = find_marked(text, 0, len(text))

    assert found.unclosed
    assert text[found.start : found.end] == "“We have read every word of it and we agree"


@pytest.mark.parametrize("text", ['The mast is 20" high', 'He is 6\'2" and "', "She left. “ok"])
def test_a_short_rest_after_an_open_mark_is_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_nothing_is_quoted_across_paragraphs() -> None:
    text = "“We have read it and agree\nThe talks went on.”"
    end = text.index("\n")

    (found,) = find_marked(text, 0, end)

    assert found.end == end


@pytest.mark.parametrize(
    "text",
    [
        "Southmere’s envoy doesn’t think Northmark’s plan won’t work",
        "Southmere's envoy doesn't think the ministers' plan won't work",
        "rock 'n' roll of the '90s, get 'em",
        '<img pic="" author="">',
    ],
)
def test_apostrophes_and_empty_pairs_quote_nothing(text: str) -> None:
    assert quoted(text) == []


def test_what_is_quoted_inside_a_quotation_belongs_to_it() -> None:
    double = "“He told us, ‘Do not sign,’ and left,” Voss said."
    straight = "\"He told us, 'Do not sign,' and left,\" Voss said."
    curly = "“He told us, “Do not sign,” and left,” Voss said."

    assert [len(quoted(text)) for text in (double, straight, curly)] == [1, 1, 1]
    assert quoted(curly) == ["“He told us, “Do not sign,” and left,”"]


def test_two_opening_marks_in_a_row_open_one_quotation() -> None:
    assert quoted('"“We will keep it,” Voss said.') == ['"“We will keep it,”']


def test_marks_beside_each_other_are_two_quotations() -> None:
    assert quoted("“Yes.” “No.”") == ["“Yes.”", "“No.”"]


def test_words_are_counted_by_spaces_and_chinese_by_characters() -> None:
    assert count_words("rules of the road") == 4
    assert count_words("我们会遵守。") == 5
    assert count_words("— … !") == 0
    assert count_words("签署 accord") == 3


MARKS = "\"“”„«»「」『』'’‘`"


@given(st.text(alphabet=MARKS + "ab .,\u4e00", max_size=60))
def test_spans_lie_in_the_paragraph_in_order_without_overlap(text: str) -> None:
    found = find_marked(text, 0, len(text))

    at = 0
    for each in found:
        assert at <= each.start < each.inner_start <= each.inner_end <= each.end <= len(text)
        assert each.unclosed == (each.end == each.inner_end)
        at = each.end


@given(st.text(alphabet="ab .,", min_size=1, max_size=30).filter(lambda text: text.strip() != ""))
def test_what_is_put_between_curly_marks_comes_back(inner: str) -> None:
    text = f"Voss said “{inner}” there."

    (found,) = find_marked(text, 0, len(text))

    assert text[found.inner_start : found.inner_end] == inner


@given(st.text(max_size=80), st.integers(0, 20))
def test_where_a_paragraph_stands_in_the_text_changes_nothing(text: str, before: int) -> None:
    alone = find_marked(text, 0, len(text))
    moved = find_marked("“" * before + text + "”…", before, before + len(text))

    assert [(e.start + before, e.end + before) for e in alone] == [(e.start, e.end) for e in moved]


@given(st.text(alphabet="ab1 _—.’\u4e00\u00a0", max_size=30))
def test_counting_words_does_not_depend_on_the_way_it_is_done(text: str) -> None:
    spaced = text.replace("\u4e00", " \u4e00 ")

    assert count_words(text) == sum(any(map(str.isalnum, word)) for word in spaced.split())
