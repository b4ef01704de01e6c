"""Refuse a step of an assessment before it is sent, if it would have no effect now, and say why.

Source: docs/spec/assessments.md.
"""

from collections.abc import Sequence
from typing import ClassVar

from typing_extensions import override

from servanda.core.assessments.assessment import (
    DRAFTED,
    STEPS,
    Assessment,
    AssessmentState,
)
from servanda.core.assessments.fold import (
    ASSESSMENT,
    ASSESSMENT_TYPES,
    Assessments,
    named_by,
)
from servanda.core.assessments.neutral import NEUTRAL, is_signed_by_neutral
from servanda.core.casework.casework import terms_for
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.faults import Expectation, Expected, expect
from servanda.core.identifiers import Digest, PartyId, format_instant
from servanda.usecases.conduct.read_assessments import read_assessments
from servanda.usecases.conduct.require_effect import IllegalStepError, require_effect
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


class IllegalAssessmentError(IllegalStepError):
    """A draft or a release would have no effect now, for a reason of its own; it is not sent."""

    code: ClassVar[str] = "illegal-assessment"

    def __init__(self, event: str, *, state: str, expected: Expectation) -> None:
        """Take what was to be said, the state of what it is about, and what it needs."""
        self._needs = expected
        super().__init__(event, state=state, legal=(), is_condition=True)

    @override
    def _expected(self) -> Expectation:
        return self._needs


def require_legal_assessment(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that a step of an assessment would have an effect; as `require_effect`.

    Raises:
        IllegalAssessmentError: A draft does not name what it replaces, or a release comes while
            the other side can still comment.
    """
    if leaf.header.type not in ASSESSMENT_TYPES:
        return

    def fold(fresh: Sequence[VerifiedStatement]) -> Assessments | None:
        found = read_assessments(pair, services=services, fresh=fresh)
        return None if found is None else found.assessments

    def standing(said: VerifiedStatement, found: Assessments) -> tuple[str, Sequence[str]]:
        return _standing(said, found)

    try:
        require_effect(
            leaf,
            types=ASSESSMENT_TYPES,
            before=before,
            pair=pair,
            services=services,
            fold=fold,
            standing=standing,
        )
    except IllegalStepError as error:
        found = fold(before)
        expected = None if found is None else _needs(leaf, found)
        if expected is None:
            raise
        raise IllegalAssessmentError(error.event, state=error.state, expected=expected) from error


def _needs(leaf: VerifiedStatement, found: Assessments) -> Expectation | None:
    """Return what a draft or a release lacks, where that can be said in more than its state."""
    author = PartyId(leaf.header.from_party)
    match leaf.header.facts["step"]:
        case "drafted" if NEUTRAL in leaf.header.facts and not _is_signed(leaf, found):
            return expect(Expected.SIGNED_AS_NEUTRAL)
        case "drafted":
            named = named_by(found, author=author, facts=leaf.header.facts)
            if named is not None and leaf.header.ref != named.leaf:
                return expect(Expected.REPLACES, leaf=named.leaf)
        case "released":
            one = _about(leaf, found)
            due = None if one is None else found.due(one)
            waits = one is not None and one.state is AssessmentState.DRAFT
            if one is not None and waits and due is not None and one.author == author:
                return expect(Expected.COMMENT_OR_SILENCE, until=format_instant(due.at))
        case _:
            pass
    return None


def _is_signed(leaf: VerifiedStatement, found: Assessments) -> bool:
    terms = terms_for(found.casework, leaf)
    return is_signed_by_neutral(leaf.header.facts, accord=leaf.header.accord, terms=terms)


def _about(leaf: VerifiedStatement, found: Assessments) -> Assessment | None:
    return found.by_leaf.get(Digest(leaf.header.ref or ""))


def _standing(leaf: VerifiedStatement, found: Assessments) -> tuple[str, Sequence[str]]:
    """Return the state of what `leaf` is about, and the steps that may be said in it."""
    one, author = _about(leaf, found), PartyId(leaf.header.from_party)
    if one is None:
        return "", ()
    at = leaf.header.time
    legal = [step for step in STEPS if found.may_say(one, step, by=author, at=at)]
    if author == one.author and one.state is not AssessmentState.REPLACED:
        legal.append(DRAFTED)
    return one.state, [f"{ASSESSMENT}.{step}" for step in legal]
