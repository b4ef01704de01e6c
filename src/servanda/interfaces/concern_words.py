"""Concerns and disputes in a person's language, for pages and verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.casework.verdicts import ClockState
from servanda.core.concerns.concern import Concern
from servanda.core.disputes.fold import Dispute, DisputeState
from servanda.core.identifiers import Digest, PartyId
from servanda.interfaces.clocks import clock_words
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.conduct.show_concerns import PairConcerns


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRow:
    """One concern as people read it.

    Attributes:
        leaf: The statement that issued it.
        issuer: Who issued it.
        about: The commitment, or the subject with the words that it is in no finding.
        elements: Of the commitment, that it touches.
        received_at: When the other side received it.
        state: Where it stands.
        position: What was replied; empty while nothing is.
        clock: How the clock to reply stands.
        is_overdue: Whether it ran out with no reply.
        is_open: Whether anything is left of it.
    """

    leaf: Digest
    issuer: PartyId
    about: str
    elements: str
    received_at: datetime
    state: str
    position: str
    clock: str
    is_overdue: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """One dispute as people read it.

    Attributes:
        leaf: The statement that stated it.
        by: Who stated it.
        about: What kind of thing is contested.
        contested: Leaves or figures that it contests now.
        is_answered: Whether the other side stated its version.
        narrowed: How often either side narrowed its own.
        state: Where it stands.
        received_at: When the other side received it.
        is_standing: Whether it was not withdrawn.
    """

    leaf: Digest
    by: PartyId
    about: str
    contested: Sequence[str]
    is_answered: bool
    narrowed: int
    state: str
    received_at: datetime
    is_standing: bool


def concern_rows(found: PairConcerns, *, language: str | None = None) -> Sequence[ConcernRow]:
    """Return the concerns of a pair, open ones first, then the newest first."""
    rows = [
        _concern(one, found.clock(one), language=language)
        for one in found.concerns.by_leaf.values()
    ]
    return sorted(rows, key=lambda row: (not row.is_open, -row.received_at.timestamp()))


def dispute_rows(found: PairConcerns, *, language: str | None = None) -> Sequence[DisputeRow]:
    """Return the disputes of a pair, standing ones first, then the newest first."""
    rows = [_dispute(one, language=language) for one in found.disputes.by_leaf.values()]
    return sorted(rows, key=lambda row: (not row.is_standing, -row.received_at.timestamp()))


def _concern(one: Concern, clock: ClockState, *, language: str | None) -> ConcernRow:
    verdict = clock.verdict
    subject = text("a subject, in no finding", language=language)
    outcome = f" ({word(one.outcome, language=language)})" if one.outcome else ""
    return ConcernRow(
        leaf=one.leaf,
        issuer=one.issuer,
        about=one.commitment or f"{one.subject} ({subject})",
        elements=text(", ", language=language).join(
            word(each, language=language) for each in one.elements
        ),
        received_at=one.received_at,
        state=word(one.state, language=language) + outcome,
        position=word(one.position, language=language) if one.position else "",
        clock=clock_words(clock, language=language),
        is_overdue=one.replied_at is None and verdict is not None and verdict.margin_seconds < 0,
        is_open=one.is_open,
    )


def _dispute(one: Dispute, *, language: str | None) -> DisputeRow:
    own = one.versions[one.by]
    return DisputeRow(
        leaf=one.leaf,
        by=one.by,
        about=word(one.about, language=language),
        contested=(*sorted(own.leaves), *sorted(own.figures)),
        is_answered=len(one.versions) > 1,
        narrowed=sum(version.narrowed for version in one.versions.values()),
        state=word(one.state, language=language),
        received_at=one.received_at,
        is_standing=one.state is DisputeState.STANDING,
    )
