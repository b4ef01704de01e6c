"""Grades: a letter for an origin, a digit for a claim; likelihood and confidence stand apart.

Source: docs/spec/evidence/incidents.md, "Grades".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.incidents.elements import CREDIBILITY, Confidence, Letter, Likelihood

ORIGIN_PREFIX = "origin:"
_ORIGIN_MEMBERS = frozenset(("letter", "is_primary"))
_CLAIM_MEMBERS = frozenset(("credibility", "likelihood", "confidence"))


class InvalidGradeError(InvalidInputError):
    """A grade is none of its scale, or a letter was given to a claim or a digit to an origin."""

    code: ClassVar[str] = "invalid-grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """When a grade was given, by whom and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginGrade:
    """An origin's letter at one time.

    Attributes:
        is_primary: Whether it shows what it says itself: samples, logs, a court's file.
    """

    letter: Letter
    is_primary: bool
    given: Given | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGrade:
    """A claim's digit, and beside it likelihood and confidence, where they were given."""

    credibility: int
    likelihood: Likelihood | None
    confidence: Confidence | None
    given: Given | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """All grades, each with its history, oldest first."""

    origins: Mapping[str, tuple[OriginGrade, ...]]
    claims: Mapping[str, tuple[ClaimGrade, ...]]

    def letter(self, origin: str) -> OriginGrade | None:
        """Return the newest grade of an origin."""
        history = self.origins.get(origin, ())
        return history[-1] if history else None

    def credibility(self, claim: str) -> ClaimGrade | None:
        """Return the newest grade of a claim."""
        history = self.claims.get(claim, ())
        return history[-1] if history else None


def fold_grades(decisions: Sequence[Decision]) -> Grades:
    """Return the grades that decisions in force gave, in order."""
    origins: dict[str, list[OriginGrade]] = {}
    claims: dict[str, list[ClaimGrade]] = {}
    for one in decisions:
        if one.verb is not Verb.GRADE:
            continue
        grade = parse_grade(one.target, one.value)
        given = Given(at=one.at, by=one.by, reason=one.reason)
        if isinstance(grade, OriginGrade):
            key = one.target.removeprefix(ORIGIN_PREFIX)
            origins.setdefault(key, []).append(replace(grade, given=given))
        else:
            claims.setdefault(one.target, []).append(replace(grade, given=given))
    return Grades(
        origins={key: tuple(history) for key, history in sorted(origins.items())},
        claims={key: tuple(history) for key, history in sorted(claims.items())},
    )


def parse_grade(target: str, value: JsonObject) -> OriginGrade | ClaimGrade:
    """Return the grade in a decision's value, by what its target is.

    Raises:
        InvalidGradeError: It is none of its scale.
    """
    members = frozenset(value)
    if target.startswith(ORIGIN_PREFIX):
        if members != _ORIGIN_MEMBERS or not isinstance(value["is_primary"], bool):
            raise InvalidGradeError(
                f"expected letter and is_primary for an origin, found {sorted(members)}"
            )
        return OriginGrade(letter=_letter(value["letter"]), is_primary=value["is_primary"])
    if members != _CLAIM_MEMBERS:
        raise InvalidGradeError(
            f"expected credibility, likelihood and confidence for a claim, found {sorted(members)}"
        )
    credibility = value["credibility"]
    if isinstance(credibility, bool) or credibility not in CREDIBILITY:
        raise InvalidGradeError(f"credibility: expected 1 to 6, found {credibility!r:.40}")
    return ClaimGrade(
        credibility=int(str(credibility)),
        likelihood=_optional_likelihood(value["likelihood"]),
        confidence=_optional_confidence(value["confidence"]),
    )


def _letter(value: object) -> Letter:
    try:
        return Letter(str(value))
    except ValueError as error:
        raise InvalidGradeError(f"letter: expected A to F, found {value!r:.40}") from error


def _optional_likelihood(value: object) -> Likelihood | None:
    try:
        return None if value is None else Likelihood(str(value))
    except ValueError as error:
        words = ", ".join(Likelihood)
        raise InvalidGradeError(f"likelihood: expected one of {words}, or null") from error


def _optional_confidence(value: object) -> Confidence | None:
    try:
        return None if value is None else Confidence(str(value))
    except ValueError as error:
        words = ", ".join(Confidence)
        raise InvalidGradeError(f"confidence: expected one of {words}, or null") from error
