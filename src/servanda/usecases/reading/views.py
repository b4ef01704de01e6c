"""What people are shown of a statement: its facts, its delivery, its place.

*Delivered* (by machine), *acknowledged* (by a named desk) and *answered* (a final response) are
three facts; none is called by another's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from servanda.core.canonical import JsonObject
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import (
    Digest,
    Origin,
    PartyId,
    digest_from_hash,
    hash_from_digest,
)
from servanda.usecases.ports.records import PairRecord, StatementFacts
from servanda.usecases.ports.store import LogReader, Store

Stage: TypeAlias = Literal[
    "approved", "transmitted", "delivered", "acknowledged", "responded", "refused", "withdrawn"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Under which number and title one side keeps a request or a piece of information.

    Attributes:
        by: The side.
        file_number: Its number; empty if it gave none.
        title: Its title; empty if it gave none.
    """

    by: PartyId
    file_number: str
    title: str


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
        filed: How each side keeps it, and what it answers; see `with_filings`.
        bounced: Status with which its last envelope came back; empty if none did, or it is
            receipted by now.
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
    filed: tuple[Filed, ...] = ()
    bounced: str = ""

    @property
    def title(self) -> str:
        """The title of the request or information; empty if there is none, or it is erased."""
        return next((one.title for one in self.filed if one.title), "")

    def file_number(self, party: PartyId) -> str:
        """Return the number under which `party` keeps it; empty if it is not known."""
        return next((one.file_number for one in self.filed if one.by == party), "")

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


def with_filings(views: Sequence[StatementView], *, store: Store) -> tuple[StatementView, ...]:
    """Return `views` with the file numbers and titles of what they are about.

    An acknowledgement, an answer and the like show those of the statement they refer to.
    """
    about = {view.leaf: hash_from_digest(view.ref or view.leaf) for view in views}
    own = {view.leaf: hash_from_digest(view.leaf) for view in views}
    filed: dict[bytes, list[Filed]] = {}
    for one in store.filings_about(list({*about.values(), *own.values()})):
        entry = Filed(by=one.origin.from_party, file_number=one.file_number, title=one.title)
        filed.setdefault(one.about, []).append(entry)
    return tuple(
        replace(view, filed=tuple(filed.get(own[view.leaf]) or filed.get(about[view.leaf]) or ()))
        for view in views
    )
