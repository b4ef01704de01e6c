"""The page of assessments: what each side judges of each commitment, side by side, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import Origin, PartyId
from servanda.interfaces.assessment_words import (
    AssessmentRow,
    SideBySideRow,
    assessment_rows,
    side_by_side_rows,
)
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.conduct.read_assessments import PairAssessments, read_pair_assessments
from servanda.usecases.services import Services, require_node

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSection:
    """The assessments of one pair on the page.

    Attributes:
        own: Origin of our log.
        scale: What the values of the accord's scale are called, from the least to the most.
        beside: What was released, by commitment and period, at most `PAGE_ROWS`.
        rows: Every assessment, open ones first, at most `PAGE_ROWS`.
        without_effect: How many statements about them had no effect.
    """

    own: Origin
    scale: Sequence[str]
    beside: Sequence[SideBySideRow]
    rows: Sequence[AssessmentRow]
    without_effect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentsPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each pair with an accord.
    """

    party: PartyId
    mode: str
    sections: Sequence[AssessmentSection]


@page("assessments")
def assessments_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_assessments_page(visit.services, language=visit.language)


def read_assessments_page(services: Services, *, language: str) -> AssessmentsPage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    found = read_pair_assessments(services.store.pairs(), services=services)
    return AssessmentsPage(
        party=node.party,
        mode=node.mode,
        sections=[_section(one, language=language) for one in found],
    )


def _section(found: PairAssessments, *, language: str) -> AssessmentSection:
    scale = found.terms.scale
    return AssessmentSection(
        own=found.own,
        scale=[scale.title(one.code, language=language) for one in scale.values],
        beside=side_by_side_rows(found, language=language)[:PAGE_ROWS],
        rows=assessment_rows(found, language=language)[:PAGE_ROWS],
        without_effect=len(found.assessments.out_of_state),
    )
