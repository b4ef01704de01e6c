"""Show the exchange with one counterpart: every statement, the contact, what is stuck and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.core.identifiers import PartyId
from servanda.usecases.ports.outside import Head
from servanda.usecases.ports.records import AlarmRecord, HeldRun, PairRecord, QueuedStatement
from servanda.usecases.reading.views import StatementView, view_of, with_filings
from servanda.usecases.services import Services, require_pair

MAX_QUEUED_SHOWN = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """The exchange with one counterpart under one accord.

    Attributes:
        pair: Sizes, contact, outbox.
        items: The statements of both logs, by the writer's clock; receipts are left out.
        waiting: Ours that are approved and not yet in the log.
        oldest_unreceipted_at: Since when our oldest statement waits for its receipt.
        oldest_unanswered_at: Since when the oldest delivered request of either side waits.
        gaps: Runs held aside until leaves before them arrive.
        alarms: What was noticed about this counterpart and still needs a person.
        own_head: Our log, as last signed.
        copy_head: Our copy, as last held.
    """

    pair: PairRecord
    items: tuple[StatementView, ...]
    waiting: tuple[QueuedStatement, ...]
    oldest_unreceipted_at: datetime | None
    oldest_unanswered_at: datetime | None
    gaps: tuple[HeldRun, ...]
    alarms: tuple[AlarmRecord, ...]
    own_head: Head | None
    copy_head: Head | None


def show_pair(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> PairView:
    """Return how the exchange stands."""
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    store, own = services.store, pair.own
    items = _with_bounces(pair_items(pair, services=services), pair, services=services)
    heads = services.heads.read()
    subjects = {str(own), str(own.reverse), pair.counterpart}
    return PairView(
        pair=pair,
        items=items,
        waiting=tuple(store.queued(limit=MAX_QUEUED_SHOWN, own=own)),
        oldest_unreceipted_at=_oldest(
            [item for item in items if item.origin == own and item.received_at is None]
        ),
        oldest_unanswered_at=_oldest([item for item in items if _is_unanswered(item)]),
        gaps=tuple(store.held_runs(own.reverse)),
        alarms=tuple(
            alarm for alarm in store.alarms() if alarm.is_open and alarm.subject in subjects
        ),
        own_head=heads.logs.get(str(own)),
        copy_head=heads.copies.get(str(own.reverse)),
    )


def pair_items(pair: PairRecord, *, services: Services) -> tuple[StatementView, ...]:
    """Return the statements of both logs of a pair, by the writer's clock."""
    views = [
        view_of(facts, pair, store=services.store)
        for origin in (pair.own, pair.own.reverse)
        for facts in services.store.facts_of(origin)
    ]
    start = pair.opened_at
    in_order = sorted(views, key=lambda view: (view.sent_at or start, view.by, view.index))
    return with_filings(in_order, store=services.store)


def _with_bounces(
    items: tuple[StatementView, ...], pair: PairRecord, *, services: Services
) -> tuple[StatementView, ...]:
    """Return `items`, ours that came back marked: shown until their receipt, or a new sending."""
    sendings = services.store.sendings(pair.own)

    def bounced(item: StatementView) -> str:
        if item.origin != pair.own or item.received_at is not None:
            return ""
        carrying = (one for one in sendings if one.first <= item.index < one.until)
        return next((one.status for one in carrying), "")

    return tuple(replace(item, bounced=bounced(item)) for item in items) if sendings else items


def _is_unanswered(item: StatementView) -> bool:
    return (
        item.type == "request"
        and item.verdict == "valid"
        and item.received_at is not None
        and item.answered_at is None
        and item.withdrawn_at is None
        and not item.refused
    )


def _oldest(items: Sequence[StatementView]) -> datetime | None:
    times = [item.received_at or item.sent_at for item in items]
    return min((time for time in times if time is not None), default=None)
