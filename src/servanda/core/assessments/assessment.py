"""An assessment: what may be said of it in which state, and what is known of it.

It is drafted for the other side to comment on, and released as drafted: after the comment, or
after silence for the time that the accord gives. Nobody edits one; another replaces it.

Source: docs/spec/assessments.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from servanda.core.accords.scale import NOT_ASSESSABLE
from servanda.core.accords.terms import ANY, ClockRule, Terms
from servanda.core.identifiers import Digest, PartyId


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    COMMENTED = "commented"
    RELEASED = "released"
    REPLACED = "replaced"


class Speaker(StrEnum):
    """Whose word a step is."""

    ASSESSOR = "assessor"
    OTHER_SIDE = "other_side"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentStep:
    """One row of the table.

    Attributes:
        by: Whose word it is.
        states: In which it has an effect.
        after_silence: In which it has one only when the time to comment has run out.
        next_state: What follows.
    """

    by: Speaker
    states: frozenset[AssessmentState]
    after_silence: frozenset[AssessmentState] = frozenset()
    next_state: AssessmentState


DRAFTED, COMMENTED, RELEASED = "drafted", "commented", "released"

# By the `step` of an `assessment`; `drafted` opens one, and may replace another.
STEPS: Mapping[str, AssessmentStep] = {
    COMMENTED: AssessmentStep(
        by=Speaker.OTHER_SIDE,
        states=frozenset((AssessmentState.DRAFT,)),
        next_state=AssessmentState.COMMENTED,
    ),
    RELEASED: AssessmentStep(
        by=Speaker.ASSESSOR,
        states=frozenset((AssessmentState.COMMENTED,)),
        after_silence=frozenset((AssessmentState.DRAFT,)),
        next_state=AssessmentState.RELEASED,
    ),
}

# Where the accord has no such clock: else silence would hold a release for ever.
STAND_IN = ClockRule(
    name="comment",
    kind=ANY,
    unit="calendar_days",
    amount=14,
    source="proposed by Servanda, where the accord is silent [S]",
)


NEUTRAL_MARK = "/neutral"  # no party has a name that ends so


def neutral_name(name: str) -> str:
    """Return how the neutral assessor that the accord calls `name` is named among assessors."""
    return f"{name}{NEUTRAL_MARK}"


class Matter(NamedTuple):
    """What is assessed: one commitment, over one period.

    Attributes:
        commitment: Its id.
        from_: Begin of the period.
        until: Its end.
    """

    commitment: str
    from_: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an assessor judges, as it stands in the clear.

    Attributes:
        value: On the accord's scale, or one of those on every scale.
        ground: Why nothing can be assessed; empty where something was.
        elements: How each element of the commitment stands, by its code.
        confidence: Of the assessor; empty where nothing can be assessed and none is stated.
        evidence: Root hash of the evidence set; None for none.
    """

    value: str
    ground: str
    elements: Mapping[str, str]
    confidence: str
    evidence: Digest | None

    @property
    def is_assessable(self) -> bool:
        """Whether there was anything to judge by."""
        return self.value != NOT_ASSESSABLE


@dataclass(slots=True, kw_only=True)
class Assessment:
    """One assessment.

    Attributes:
        leaf: The statement that drafted it.
        author: Who said it.
        assessor: Whose judgement it is: the author's, or that of a neutral, as `neutral_name`.
        other_side: Who comments.
        matter: What is assessed.
        judgement: What is judged.
        version: The version of the accord in force for it.
        terms: Of that version.
        drafted_at: When the other side received the draft.
        replaces: The released assessment whose place it takes when it is released.
        state: Where it stands.
        comment: The statement that commented on it.
        position: What was commented, as a code; empty while nothing is.
        commented_at: When the assessor received the comment.
        release: The statement that released it.
        released_at: When the other side received the release.
        replaced_by: The draft that took its place.
        signed_at: When a neutral signed it, by its own clock; None for the author's own.
    """

    leaf: Digest
    author: PartyId
    assessor: str
    other_side: PartyId
    matter: Matter
    judgement: Judgement
    version: Digest | None
    terms: Terms
    drafted_at: datetime
    replaces: Digest | None = None
    state: AssessmentState = AssessmentState.DRAFT
    comment: Digest | None = None
    position: str = ""
    commented_at: datetime | None = None
    release: Digest | None = None
    released_at: datetime | None = None
    replaced_by: Digest | None = None
    signed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a comment or for its release."""
        return self.state in {AssessmentState.DRAFT, AssessmentState.COMMENTED}

    @property
    def stood_in_silence(self) -> bool:
        """Whether it was released without a comment."""
        return self.release is not None and self.comment is None
