"""A letter belongs to an origin and has a history, a digit to a claim; measures count nothing."""

from datetime import date

import pytest

from servanda.core.canonical import JsonObject
from servanda.evidence.decisions.decision import Verb
from servanda.evidence.incidents.coding import InvalidCodingError
from servanda.evidence.incidents.elements import Letter, Likelihood
from servanda.evidence.incidents.grading import InvalidGradeError, fold_grades, parse_grade
from servanda.evidence.incidents.measures import fold_measures, parse_measure
from tests.evidence.decided import decided

CLAIM = "claim:" + "ab" * 32 + ":10-90"
ORIGIN = "origin:firm:coldharbor"
MEASURE: JsonObject = {
    "kind": "sanction_considered",
    "days": {"earliest": "2025-10-01", "latest": "2025-10-31"},
    "spans": [CLAIM],
    "actor": "Government of Southmere",
}


def claim(credibility: object = 2, **more: object) -> JsonObject:
    value: dict[str, object] = {"credibility": credibility, "likelihood": None, "confidence": None}
    return {**value, **more}  # type: ignore[dict-item]  # also what is no JSON


def test_an_origins_letter_has_a_history_and_the_newest_holds() -> None:
    grades = fold_grades(
        decided(
            (Verb.GRADE, ORIGIN, {"letter": "C", "is_primary": False}),
            (Verb.GRADE, ORIGIN, {"letter": "B", "is_primary": True}),
        )
    )

    newest = grades.letter("firm:coldharbor")

    assert newest is not None
    assert (newest.letter, newest.is_primary) == (Letter.B, True)
    assert [one.letter for one in grades.origins["firm:coldharbor"]] == [Letter.C, Letter.B]
    assert newest.given is not None
    assert newest.given.reason == "Reason 1."


def test_likelihood_and_confidence_stand_beside_the_digit() -> None:
    grades = fold_grades(
        decided((Verb.GRADE, CLAIM, claim(3, likelihood="unlikely", confidence="low")))
    )

    newest = grades.credibility(CLAIM)

    assert newest is not None
    assert (newest.credibility, newest.likelihood) == (3, Likelihood.UNLIKELY)


@pytest.mark.parametrize(
    ("target", "value"),
    [
        (CLAIM, {"letter": "A", "is_primary": False}),
        (ORIGIN, claim(2)),
        (ORIGIN, {"letter": "G", "is_primary": False}),
        (ORIGIN, {"letter": "A", "is_primary": 1}),
        (CLAIM, claim(0)),
        (CLAIM, claim(7)),
        (CLAIM, claim(credibility=True)),
        (CLAIM, claim("2")),
        (CLAIM, claim(2, likelihood="maybe")),
        (CLAIM, claim(2, confidence="90 %")),
    ],
)
def test_a_grade_of_another_scale_is_refused(target: str, value: JsonObject) -> None:
    with pytest.raises(InvalidGradeError):
        parse_grade(target, value)


def test_a_measure_keeps_its_day_its_actor_and_what_says_so() -> None:
    (measure,) = fold_measures(decided((Verb.CODE, "measure:sanctions", MEASURE)))

    assert measure.days.earliest == date(2025, 10, 1)
    assert measure.spans == (CLAIM,)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "war"},
        {"spans": []},
        {"actor": ""},
        {"days": {"earliest": "2025-11-01", "latest": "2025-10-31"}},
        {"days": {"earliest": "soon", "latest": None}},
        {"grade": "A"},
    ],
)
def test_a_measure_without_what_says_so_is_refused(changed: JsonObject) -> None:
    with pytest.raises(InvalidCodingError):
        parse_measure({**MEASURE, **changed})
