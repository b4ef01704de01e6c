"""Measures say what they define: by hand on small cases, and at both ends of the scale."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.scoring.measure_attributions import measure_attributions
from servanda.evidence.scoring.measure_copies import measure_copies
from servanda.evidence.scoring.measure_groups import measure_groups
from servanda.evidence.scoring.measure_pages import measure_pages
from servanda.evidence.scoring.measure_quotations import measure_quotations
from servanda.evidence.scoring.measure_times import measure_times
from servanda.evidence.scoring.measures import Row, Share

QUOTATION: Row = {
    "doc": "a",
    "start": 100,
    "end": 200,
    "words": 12,
    "attribution": True,
    "sources": [[210, 220]],
    "source_text": "Minister Ines Calloway",
}


def said(start: int, end: int, **more: object) -> Row:
    return {"doc": "a", "start": start, "end": end, **more}


def speaker(start: int, end: int) -> dict[str, int]:
    return {"speaker_start": start, "speaker_end": end}


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_lies_between_precision_and_recall(right: int, wrong: int, missed: int) -> None:
    share = Share(right=right, predicted=right + wrong, gold=right + missed)

    low, high = sorted((share.precision, share.recall))
    assert low <= share.f1 <= high or share.f1 == 0
    assert 0 <= share.as_json()["f1_permille"] <= 1000


def test_nothing_of_nothing_is_nothing() -> None:
    assert Share(right=0, predicted=0, gold=0).as_json()["f1_permille"] == 0


@pytest.mark.parametrize(
    ("start", "end", "found"), [(100, 160, 1), (100, 159, 0), (90, 230, 1), (0, 100, 0)]
)
def test_a_prediction_finds_a_quotation_of_which_it_covers_three_fifths(
    start: int, end: int, found: int
) -> None:
    counted = measure_quotations([QUOTATION], [said(start, end, **speaker(210, 215))])

    assert counted.found == found
    assert counted.loose == 1 - found
    assert counted.speaker.as_json()["right"] == found


@pytest.mark.parametrize(
    ("prediction", "right"),
    [
        (speaker(215, 230), 1),
        (speaker(220, 230), 0),
        ({**speaker(0, 8), "speaker_text": "Calloway"}, 1),
        ({**speaker(0, 10), "speaker_text": "Ms. Calloway’s"}, 1),
        ({**speaker(0, 8), "speaker_text": "minister"}, 0),
        ({**speaker(0, 2), "speaker_text": "He"}, 0),
        ({"speaker_start": None, "speaker_end": None, "name": "Calloway"}, 1),
        ({"speaker_start": None, "speaker_end": None, "name": None}, 0),
    ],
)
def test_a_speaker_is_right_by_mention_or_by_the_last_word_of_a_name(
    prediction: Mapping[str, object], right: int
) -> None:
    counted = measure_quotations([QUOTATION], [said(100, 200, **prediction)])

    assert counted.right == right


def test_a_speaker_is_right_by_a_name_that_the_set_accepts() -> None:
    gold = {**QUOTATION, "sources": [], "source_text": "", "names": ["Ines Calloway"]}

    counted = measure_quotations([gold], [said(100, 200, name="Ines Calloway")])

    assert counted.speaker.f1 == 1


def test_short_quotations_and_what_falls_on_them_count_neither_way() -> None:
    short = {**QUOTATION, "words": 2}

    counted = measure_quotations([short], [said(100, 200, **speaker(0, 5))])

    assert (counted.said, counted.predicted, counted.loose) == (0, 0, 0)


def test_a_speaker_in_a_document_that_is_not_in_the_set_is_wrong() -> None:
    counted = measure_quotations([QUOTATION], [{**said(1, 9, **speaker(0, 1)), "doc": "b"}])

    assert counted.speaker.as_json()["predicted"] == 1


def test_equal_spans_pair_before_overlapping_ones() -> None:
    gold = [said(0, 10, type="DATE", value="A"), said(8, 20, type="DATE", value="B")]
    predicted = [said(8, 20, type="DATE", value="B"), said(0, 9, type="TIME", value="A")]

    shares = measure_times(gold, predicted)

    assert {name: share.right for name, share in shares.items()} == {
        "relaxed": 2,
        "strict": 1,
        "type": 1,
        "value": 2,
    }


def test_one_prediction_pairs_with_one_expression_alone() -> None:
    shares = measure_times([said(0, 5), said(6, 9)], [said(0, 9)])

    assert shares["relaxed"].right == 1


def test_characters_of_attributions_are_counted_once() -> None:
    gold = [{"doc": "a", "source": [[0, 10], [5, 12]], "cue": [], "content": [[20, 30]]}]
    predicted = [{"doc": "a", "source": [[0, 6]], "cue": [[1, 2]], "content": [[20, 30]]}]

    spans = measure_attributions(gold, predicted)

    assert spans["source"].characters == Share(right=6, predicted=6, gold=12)
    assert spans["source"].exact == Share(right=0, predicted=1, gold=2)
    assert spans["cue"].exact == Share(right=0, predicted=1, gold=0)
    assert spans["content"].exact.f1 == 1


spans_within = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda each: [each[0], sum(each)]),
    max_size=8,
)


@given(spans_within, spans_within)
def test_characters_in_common_are_those_of_the_two_sets(
    one: list[list[int]], other: list[list[int]]
) -> None:
    def rows(places: list[list[int]]) -> list[Row]:
        return [{"doc": "a", "source": places}]

    def letters(places: list[list[int]]) -> set[int]:
        return {letter for start, end in places for letter in range(start, end)}

    share = measure_attributions(rows(one), rows(other))["source"].characters

    assert share == Share(
        right=len(letters(one) & letters(other)),
        predicted=len(letters(other)),
        gold=len(letters(one)),
    )


def pair(a: str, b: str, label: str = "copy", alteration: str = "cut") -> Row:
    return {"a": a, "b": b, "label": label, "alteration": alteration}


def test_pairs_have_no_order_traps_are_named_and_what_is_to_be_ignored_is() -> None:
    gold = [pair("a", "b"), pair("c", "d"), pair("a", "x", "trap", "quotation")]
    gold.append(pair("b", "y", "ignore"))
    predicted = [pair("b", "a"), pair("x", "a"), pair("y", "b"), pair("e", "f"), pair("a", "a")]

    found = measure_copies(gold, predicted)

    assert found.pairs == Share(right=1, predicted=3, gold=2)
    assert found.traps == {"quotation": 1}
    assert found.by_alteration["cut"].recall == Fraction(1, 2)
    assert found.groups is not None
    assert found.groups.precision < 1


def test_groups_as_they_should_be_agree_wholly_and_all_in_one_recall_everything() -> None:
    gold = {"a": 1, "b": 1, "c": 2, "d": 2}

    same = measure_groups(gold, {"a": "x", "b": "x", "c": "y", "d": "y"})
    one = measure_groups(gold, dict.fromkeys(gold, 0))
    alone = measure_groups(gold, {name: name for name in gold})

    assert all(share == 1 for share in (same.precision, same.recall, same.rand))
    assert one.as_json() == {"b_cubed": of(500, 1000, 667), "adjusted_rand_permille": 0}
    assert alone.as_json()["b_cubed"] == of(1000, 500, 667)


def of(precision: int, recall: int, f1: int) -> dict[str, int]:
    return {"precision_permille": precision, "recall_permille": recall, "f1_permille": f1}


def test_pairs_connect_documents_over_others() -> None:
    chain = [pair(one, other) for one, other in zip("abcdefg", "bcdefgh", strict=True)]

    found = measure_copies([*chain, pair("x", "y")], [*chain[::2], *chain[1::2]])

    assert found.groups is not None
    assert found.groups.precision == 1
    assert found.groups.recall == Fraction(9, 10)


def test_a_single_document_agrees_with_itself() -> None:
    assert measure_groups({"a": 1}, {"a": 2}).rand == 1


def test_a_page_weighs_the_same_whatever_its_length() -> None:
    gold = [{"doc": "a", "text": "one two three four"}, {"doc": "b", "text": "x " * 400}]

    figures = measure_pages(gold, [{"doc": "a", "text": "one two three four"}])

    assert figures == of(1000, 500, 667)


@pytest.mark.parametrize(
    "measured",
    [
        lambda rows: measure_quotations([QUOTATION], rows).speaker,
        lambda rows: measure_times([QUOTATION], rows)["value"],
        lambda rows: measure_attributions([{"doc": "a", "cue": [[1, 2]]}], rows)["cue"].exact,
        lambda rows: measure_copies([pair("a", "b")], rows).pairs,
    ],
)
def test_no_prediction_scores_nothing(measured: Callable[[list[Row]], Share]) -> None:
    assert measured([]).f1 == 0
