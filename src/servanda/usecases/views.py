"""What people are shown of a statement: its facts, its delivery, its place.

*Delivered* (by machine), *acknowledged* (by a named desk) and *answered* (a final response) are
three facts; none is called by another's name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from servanda.core.canonical import JsonObject
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.usecases.records import PairRecord, StatementFacts
from servanda.usecases.store_port import LogReader

Stage: TypeAlias = Literal[
    "approved", "transmitted", "delivered", "acknowledged", "responded", "refused", "withdrawn"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One statement as people see it.

    Attributes:
        leaf: Its leaf hash.
        origin: The log it stands in.
        index: Its place there.
        type: Its type; empty if it cannot be read.
        by: Who said it.
        sent_at: The writer's clock.
        received_at: Delivered: the receiver's clock at its receipt; None: no receipt yet.
        acknowledged_at: Acknowledged by a desk.
        answered_at: Answered by a final response.
        outcome: Of that response.
        withdrawn_at: Withdrawn by its writer.
        refused: Code of a refusal.
        handed_over: Whether an envelope with it was given to a carrier.
        verdict: `valid`, `invalid` or `not_understood`.
        reason: Why it is not valid.
        facts: Its coded fields.
        ref: What it answers.
    """

    leaf: Digest
    origin: Origin
    index: int
    type: str
    by: PartyId
    sent_at: datetime | None
    received_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    outcome: str
    withdrawn_at: datetime | None
    refused: str
    handed_over: bool
    verdict: str
    reason: str
    facts: JsonObject
    ref: Digest | None

    @property
    def stage(self) -> Stage:
        """How far it has come; provisional until a cut."""
        if self.refused:
            return "refused"
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.answered_at is not None:
            return "responded"
        if self.acknowledged_at is not None:
            return "acknowledged"
        if self.received_at is not None:
            return "delivered"
        return "transmitted" if self.handed_over else "approved"


def view_of(facts: StatementFacts, pair: PairRecord, *, store: LogReader) -> StatementView:
    """Return one statement of a pair as people see it."""
    (record,) = store.leaves(facts.origin, facts.index, facts.index + 1)
    header = read_leaf(record.note).header
    is_ours = facts.origin == pair.own
    return StatementView(
        leaf=digest_from_hash(facts.leaf_hash),
        origin=facts.origin,
        index=facts.index,
        type=facts.type,
        by=facts.origin.from_party,
        sent_at=facts.sent_at,
        received_at=facts.delivered_at,
        acknowledged_at=facts.acknowledged_at,
        answered_at=facts.answered_at,
        outcome=facts.outcome,
        withdrawn_at=facts.withdrawn_at,
        refused=facts.refused,
        handed_over=not is_ours or facts.index < pair.handed_over,
        verdict=record.verdict,
        reason=record.reason,
        facts={} if header is None else header.facts,
        ref=None if header is None else header.ref,
    )
