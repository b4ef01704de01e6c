"""Assessments side by side: told in words, and no number is ever made of two."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import servanda
from servanda.core.accords.scale import DEFAULT_SCALE
from servanda.core.assessments.side_by_side import (
    Agreement,
    SideBySide,
    newest_of_each,
    set_side_by_side,
)
from servanda.core.canonical import JsonValue
from servanda.core.identifiers import PartyId, parse_instant
from tests.core.assessments.test_assessments import commented, drafted, fold, released
from tests.core.casework.counting import digest
from tests.core.keys.cast import ALICE, BOB

SAME = digest("evidence")
VALUES = sorted(DEFAULT_SCALE.codes)
WHERE_ASSESSMENTS_ARE_TOLD = (
    "core/assessments",
    "interfaces/assessment_words.py",
    "interfaces/cli/assessment.py",
    "usecases/conduct/read_assessments.py",
)
ARITHMETIC = (ast.Div, ast.FloorDiv, ast.Mult, ast.Pow, ast.Mod)
NUMBERS_OF_MANY = {"sum", "mean", "median", "mode", "fmean", "round", "average"}


def beside(
    first: JsonValue,
    second: JsonValue,
    *,
    since: str = "2026-01-01T00:00:00Z",
    evidence: JsonValue = SAME,
) -> Sequence[SideBySide]:
    found = fold(
        drafted("a", value=first),
        drafted("b", by=BOB, value=second, since=since, evidence=evidence),
        commented(of="a"),
        commented(of="b", by=ALICE),
        released(of="a"),
        released(of="b", by=BOB),
    )
    return set_side_by_side(
        found.released(), commitments=["C1.1"], assessors=[PartyId(ALICE), PartyId(BOB)]
    )


@given(st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_both_words_stand_as_they_were_said_and_nothing_is_made_of_them(
    first: str, second: str
) -> None:
    (matter,) = beside(first, second)

    assert [(one.assessor, one.judgement.value) for one in matter.assessments] == [
        (ALICE, first),
        (BOB, second),
    ]
    same = first == second
    assert matter.agreement is (Agreement.SAME if same else Agreement.DIFFERENT)


def test_a_scale_and_what_is_set_side_by_side_hold_no_number() -> None:
    (matter,) = beside("minimal", "full")

    for value in (*_values(matter), *_values(DEFAULT_SCALE)):
        assert not isinstance(value, int | float)


@pytest.mark.parametrize("place", WHERE_ASSESSMENTS_ARE_TOLD)
def test_no_code_that_tells_assessments_reckons_with_them(place: str) -> None:
    where = Path(servanda.__file__).parent / place
    for source in sorted(where.rglob("*.py")) if where.is_dir() else [where]:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp):
                assert not isinstance(node.op, ARITHMETIC), source
            if isinstance(node, ast.Call):
                assert getattr(node.func, "id", "") not in NUMBERS_OF_MANY, source


def test_one_assessor_alone_is_told_as_that() -> None:
    found = fold(drafted("a"), commented(of="a"), released(of="a"))

    (matter,) = set_side_by_side(found.released(), commitments=[], assessors=[])

    assert matter.agreement is Agreement.ALONE


def test_another_period_is_another_matter() -> None:
    told = beside("minimal", "full", since="2025-12-01T00:00:00Z")

    assert [one.agreement for one in told] == [Agreement.ALONE, Agreement.ALONE]


def test_of_each_commitment_the_period_that_ended_last_is_the_newest() -> None:
    longer, same = "2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z"

    for first, second in ((longer, same), (same, longer)):
        found = fold(
            drafted("a", since=first),
            drafted("b", since=second),
            commented(of="a"),
            commented(of="b"),
            released(of="a"),
            released(of="b"),
        )
        told = set_side_by_side(found.released(), commitments=[], assessors=[])
        (newest,) = newest_of_each(told)
        assert newest.matter.from_ == parse_instant(same)


def test_not_assessable_beside_a_value_is_a_difference_and_no_zero() -> None:
    (matter,) = beside("not_assessable", "not_initiated")

    assert matter.agreement is Agreement.DIFFERENT


def test_elements_on_which_they_are_apart_are_named() -> None:
    found = fold(
        drafted("a", elements={"nexus": "shown", "theft": "alleged"}),
        drafted("b", by=BOB, elements={"nexus": "not_shown", "theft": "alleged"}),
        commented(of="a"),
        commented(of="b", by=ALICE),
        released(of="a"),
        released(of="b", by=BOB),
    )

    (matter,) = set_side_by_side(found.released(), commitments=["C1.1"], assessors=[ALICE, BOB])

    assert matter.elements_apart == ("nexus",)
    assert matter.agreement is Agreement.SAME
    assert matter.rests_on_same_evidence


def test_other_evidence_is_told_apart() -> None:
    (matter,) = beside("minimal", "full", evidence=digest("other evidence"))

    assert not matter.rests_on_same_evidence


def _values(value: object) -> Iterator[object]:
    for one in fields(value):  # type: ignore[arg-type]  # dataclasses both
        yield getattr(value, one.name)
