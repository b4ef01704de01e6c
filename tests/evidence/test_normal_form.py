"""The normal form drops what means nothing, and every position leads back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.normal_form import normal_form

TRICKY = st.text(alphabet="aBß“”\"’'-–—  \u00a0\u200b\u00ad\n…ﬁİ，「」\u3000", max_size=40)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("“premature to conclude”", '"premature to conclude"'),
        ("Northmark’s  talks — «good»", 'Northmark\'s talks - "good"'),
        ("a -- b---c", "a - b-c"),
        ("one\u00a0two\n three\u3000four", "one two three four"),
        ("co\u00adoperation\u200b", "cooperation"),
        ("wait…", "wait..."),
        ("ﬁle traﬃc", "file traffic"),
        ("ＡＢＣ（１）", "ABC(1)"),
        ("“两国”同意。", '"两国"同意。'),
        ("a \u200b b", "a b"),
    ],
)
def test_spellings_that_mean_the_same_have_one_form(text: str, normal: str) -> None:
    assert normal_form(text).normal == normal


def test_capitals_are_folded_on_request_alone() -> None:
    assert normal_form("Unit İ ÉTÉ").normal == "Unit İ ÉTÉ"
    assert normal_form("Unit İ ÉTÉ", fold_case=True).normal == "unit İ été"


@given(TRICKY, st.booleans())
def test_a_normal_form_has_itself_as_normal_form(text: str, fold_case: bool) -> None:  # noqa: FBT001
    once = normal_form(text, fold_case=fold_case).normal

    assert normal_form(once, fold_case=fold_case).normal == once


@given(TRICKY | st.text(max_size=60), st.data())
def test_what_a_stretch_of_the_normal_form_came_from_has_it_as_normal_form(
    text: str, data: st.DataObject
) -> None:
    form = normal_form(text)
    start = data.draw(st.integers(0, len(form.normal)))
    end = data.draw(st.integers(start, len(form.normal)))

    source_start, source_end = form.to_source(start, end)

    assert 0 <= source_start <= source_end <= len(text)
    whole_start, whole_end = form.to_normal(source_start, source_end)
    if start < end:
        assert whole_start <= start < end <= whole_end
        assert (
            normal_form(text[source_start:source_end]).normal == form.normal[whole_start:whole_end]
        )


@given(TRICKY, st.data())
def test_there_and_back_covers_the_stretch_unless_it_vanished(
    text: str, data: st.DataObject
) -> None:
    form = normal_form(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    normal_start, normal_end = form.to_normal(start, end)

    assert 0 <= normal_start <= normal_end <= len(form.normal)
    if normal_start < normal_end:
        back_start, back_end = form.to_source(normal_start, normal_end)
        assert not normal_form(text[start : max(back_start, start)]).normal
        assert not normal_form(text[min(back_end, end) : end]).normal


def test_positions_lead_to_the_words_as_printed() -> None:
    text = "He said:\u00a0“we  will…\u200b watch”."
    form = normal_form(text)

    start = form.normal.index("we will... watch")
    source_start, source_end = form.to_source(start, start + len("we will... watch"))

    assert text[source_start:source_end] == "we  will…\u200b watch"
