"""Assessments in a person's language, for pages, documents and verbs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.accords.scale import DISPUTED, NOT_ASSESSABLE, Scale
from servanda.core.assessments.assessment import (
    NEUTRAL_MARK,
    Assessment,
    AssessmentState,
)
from servanda.core.assessments.side_by_side import Agreement, SideBySide
from servanda.core.identifiers import Digest, format_instant
from servanda.interfaces.clocks import clock_words
from servanda.interfaces.language import ENGLISH, current_language, text
from servanda.interfaces.words import word
from servanda.usecases.conduct.read_assessments import PairAssessments


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRow:
    """One assessment as people read it.

    Attributes:
        leaf: The statement that drafted it.
        assessor: Whose judgement it is.
        commitment: Which commitment is assessed.
        period: From when to when.
        value: On the accord's scale, in words; with the ground where nothing can be assessed.
        elements: How each element stands.
        confidence: Of the assessor, in a field of its own; empty for none.
        state: Where it stands.
        comment: What the other side said to the draft; empty while it has said nothing.
        clock: How the clock to comment stands; empty once it no longer matters.
        is_open: Whether it waits for a comment or for its release.
        drafted_at: When the other side received the draft.
    """

    leaf: Digest
    assessor: str
    commitment: str
    period: str
    value: str
    elements: str
    confidence: str
    state: str
    comment: str
    clock: str
    is_open: bool
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySideRow:
    """The released assessments of one commitment and period, as people read them.

    Attributes:
        commitment: Which commitment.
        period: From when to when.
        rows: One for each assessor that has spoken.
        said: In words how they stand to each other.
        differs: Whether two do not say the same.
    """

    commitment: str
    period: str
    rows: Sequence[AssessmentRow]
    said: str
    differs: bool


def value_words(scale: Scale, code: str, *, language: str | None = None) -> str:
    """Return what a value of the accord's scale is called."""
    if code in {NOT_ASSESSABLE, DISPUTED}:
        return word(code, language=language)
    return scale.title(code, language=language or current_language()) or code


def assessment_rows(
    found: PairAssessments, *, language: str | None = None
) -> Sequence[AssessmentRow]:
    """Return the assessments of a pair, open ones first, then the newest first."""
    rows = [
        assessment_row(one, found, language=language) for one in found.assessments.by_leaf.values()
    ]
    return sorted(rows, key=lambda row: (not row.is_open, -row.drafted_at.timestamp()))


def assessment_row(
    one: Assessment, found: PairAssessments, *, language: str | None = None
) -> AssessmentRow:
    """Return one assessment as people read it."""
    judged = one.judgement
    value = value_words(one.terms.scale, judged.value, language=language)
    ground = f" ({word(judged.ground, language=language)})" if judged.ground else ""
    waits = one.state is AssessmentState.DRAFT
    return AssessmentRow(
        leaf=one.leaf,
        assessor=assessor_words(one.assessor, language=language),
        commitment=one.matter.commitment,
        period=period_words(one.matter.from_, one.matter.until),
        value=value + ground,
        elements=_elements(judged.elements.items(), language=language),
        confidence=word(judged.confidence, language=language) if judged.confidence else "",
        state=word(one.state, language=language),
        comment=_comment(one, language=language),
        clock=clock_words(found.clock(one), language=language) if waits else "",
        is_open=one.is_open,
        drafted_at=one.drafted_at,
    )


def side_by_side_rows(
    found: PairAssessments, *, language: str | None = None
) -> Sequence[SideBySideRow]:
    """Return what was released, by commitment and period, each assessor named."""
    return [
        SideBySideRow(
            commitment=one.matter.commitment,
            period=period_words(one.matter.from_, one.matter.until),
            rows=[assessment_row(each, found, language=language) for each in one.assessments],
            said=agreement_words(one, language=language),
            differs=one.agreement is Agreement.DIFFERENT,
        )
        for one in found.side_by_side()
    ]


def agreement_words(one: SideBySide, *, language: str | None = None) -> str:
    """Return in words how the assessments of one matter stand to each other."""
    assessors = (assessor_words(each.assessor, language=language) for each in one.assessments)
    names = _listed(assessors, language=language)
    match one.agreement:
        case Agreement.ALONE:
            return text("{assessors} alone has assessed this.", language=language).format(
                assessors=names
            )
        case Agreement.SAME:
            return text("{assessors} say the same.", language=language).format(assessors=names)
        case Agreement.DIFFERENT:
            said = text("{assessors} do not say the same; nothing is averaged.", language=language)
            if one.rests_on_same_evidence:
                said = text(
                    "{assessors} do not say the same, on the same evidence; nothing is averaged.",
                    language=language,
                )
            return said.format(assessors=names)


def assessor_words(assessor: str, *, language: str | None = None) -> str:
    """Return who assesses: a party by its name, a neutral named as that."""
    if not assessor.endswith(NEUTRAL_MARK):
        return assessor
    said = text("{name} (neutral)", language=language)
    return said.format(name=assessor.removesuffix(NEUTRAL_MARK))


def period_words(from_: datetime, until: datetime) -> str:
    """Return a period as people read it: whole days where it has no others."""
    shown = (format_instant(one) for one in (from_, until))
    return " – ".join(one.removesuffix("T00:00:00Z") for one in shown)


def _elements(results: Iterable[tuple[str, str]], *, language: str | None) -> str:
    named = (
        f"{word(name, language=language)}: {word(f'element_{result}', language=language)}"
        for name, result in sorted(results)
    )
    return text("; ", language=language).join(named)


def _comment(one: Assessment, *, language: str | None) -> str:
    if one.position:
        return word(one.position, language=language)
    return text("no comment in the time given", language=language) if one.stood_in_silence else ""


def _listed(names: Iterable[str], *, language: str | None) -> str:
    comma = ", " if (language or current_language()) == ENGLISH else "、"
    return comma.join(names)
