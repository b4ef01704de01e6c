"""Read the assessments of one pair, and note the clocks to comment.

Source: docs/spec/assessments.md; docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.accords.terms import Terms
from servanda.core.assessments.assessment import Assessment
from servanda.core.assessments.fold import (
    ASSESSMENT,
    ASSESSMENT_TYPES,
    Assessments,
    fold_assessments,
)
from servanda.core.assessments.side_by_side import SideBySide, set_side_by_side
from servanda.core.canonical import JsonObject
from servanda.core.casework.transitions import Clock
from servanda.core.casework.verdicts import ClockState
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, Origin, PartyId, hash_from_digest
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.casework.note_deadlines import notices_of
from servanda.usecases.conduct.counted_statements import (
    bodies_of,
    counted_calendars,
    counted_with_fresh,
    in_order,
)
from servanda.usecases.ports.casework import DeadlineRecord, NoticeRecord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, pairs_meant


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAssessments:
    """The assessments of one pair at one moment.

    Attributes:
        own: Origin of our log.
        now: That moment, by the node's clock.
        terms: Of the version of the accord in force.
        parties: Both, in the order of the accord.
        assessments: What was drafted, commented on and released.
    """

    own: Origin
    now: datetime
    terms: Terms
    parties: Sequence[PartyId]
    assessments: Assessments

    def clock(self, one: Assessment) -> ClockState:
        """Return the clock to comment on a draft."""
        return self.assessments.clock(one, at=self.now)

    def side_by_side(self) -> Sequence[SideBySide]:
        """Return what was released, by commitment and period."""
        return set_side_by_side(
            self.assessments.released(),
            commitments=[one.id for one in self.terms.commitments],
            assessors=self.parties,
        )


def read_assessments(
    pair: PairRecord, *, services: Services, fresh: Sequence[VerifiedStatement] = ()
) -> PairAssessments | None:
    """Return the assessments between a pair; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    calendars = counted_calendars(pair, services=services)
    said = counted_with_fresh(pair, ASSESSMENT_TYPES, services=services, fresh=fresh)
    ordered = in_order([*calendars, *said], parties=terms.parties)
    return PairAssessments(
        own=pair.own,
        now=services.clock.now(),
        terms=terms.in_force,
        parties=terms.parties,
        assessments=fold_assessments(ordered, terms=terms.terms, parties=terms.parties),
    )


def show_assessments(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> Sequence[PairAssessments]:
    """Return the assessments of each pair that is meant; casework follows the logs first.

    Args:
        counterpart: With whom; None for all.
        accord_name: Under which accord; likewise.
        services: The node's ports.

    Raises:
        InvalidInputError: A pair was named and is not there.
    """
    pairs = pairs_meant(services, counterpart=counterpart, accord_name=accord_name)
    for pair in pairs:
        follow_casework(pair, services=services)  # for the calendars
    return read_pair_assessments(pairs, services=services)


def read_pair_assessments(
    pairs: Sequence[PairRecord], *, services: Services
) -> Sequence[PairAssessments]:
    """Return the assessments of pairs, as far as casework has followed; nothing is written."""
    found = (read_assessments(pair, services=services) for pair in pairs)
    return [one for one in found if one is not None]


def words_of_assessment(one: Assessment, *, services: Services) -> Mapping[Digest, JsonObject]:
    """Return what the sealed bodies of a draft and of its comment say, by their leaves.

    What was erased, or never came, is not in it.
    """
    leaves = [one.leaf, *([] if one.comment is None else [one.comment])]
    return bodies_of(leaves, services=services)


def note_assessments(*, services: Services) -> tuple[NoticeRecord, ...]:
    """Note what the clocks to comment brought by now; return the notices that are new."""
    now = services.clock.now()
    notices = [
        notice
        for deadline in _deadlines(services=services)
        for notice in notices_of(deadline, now=now)
    ]
    return tuple(services.store.add_notices(notices))


def _deadlines(*, services: Services) -> Iterator[DeadlineRecord]:
    for pair in services.store.pairs():
        logs = (pair.own, pair.own.reverse)
        # A look that costs little where nothing was ever assessed.
        if not any(services.store.facts_of_types(log, {ASSESSMENT}) for log in logs):
            continue
        found = read_assessments(pair, services=services)
        for one in () if found is None else found.assessments.by_leaf.values():
            due = None if found is None else found.assessments.due(one)
            if due is None or one.comment is not None or not one.is_open:
                continue
            yield DeadlineRecord(
                case=hash_from_digest(one.leaf),
                own=pair.own,
                clock=Clock.COMMENT,
                number=0,
                is_ours=one.other_side == pair.own.from_party,
                started_at=one.drafted_at,
                due_at=due.at,
                is_provisional=due.provisional,
            )
