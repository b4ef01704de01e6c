"""How things stand with each counterpart, as `servanda counterpart show` shows it."""

from typing import Any

from servanda.core.identifiers import PartyId
from servanda.core.keys.card import parse_card, twelve_words
from servanda.usecases.ports.records import CounterpartRecord
from servanda.usecases.reading.show_pair import PairView, show_pair
from servanda.usecases.reading.views import StatementView
from servanda.usecases.services import Services


def counterparts_standing(services: Services, *, only: PartyId | None) -> list[dict[str, Any]]:
    """Return every counterpart, or one, with its pairs and their statements."""
    return [
        _counterpart(record, services)
        for record in services.store.counterparts()
        if only is None or record.party == only
    ]


def _counterpart(record: CounterpartRecord, services: Services) -> dict[str, Any]:
    pairs = [pair.own for pair in services.store.pairs() if pair.counterpart == record.party]
    return {
        "party": record.party,
        "confirmed": record.confirmed_at is not None,
        "words": " ".join(twelve_words(parse_card(record.card))),
        "pairs": [
            _pair(
                show_pair(counterpart=own.to_party, accord_name=own.accord_name, services=services)
            )
            for own in pairs
        ],
    }


def _pair(view: PairView) -> dict[str, Any]:
    pair = view.pair
    return {
        "accord_name": pair.own.accord_name,
        "own_size": pair.own_size,
        "copy_size": pair.copy_size,
        "receipted": pair.receipted,
        "handed_over": pair.handed_over,
        "last_contact_at": pair.last_contact_at,
        "oldest_unreceipted": view.oldest_unreceipted_at,
        "oldest_unanswered": view.oldest_unanswered_at,
        "gaps": [{"first": gap.first, "held_at": gap.held_at} for gap in view.gaps],
        "trouble": pair.trouble,
        "alarms": [{"kind": alarm.kind, "message": alarm.message} for alarm in view.alarms],
        "waiting": [{"ticket": one.ticket, "type": one.type} for one in view.waiting],
        "items": [_item(item) for item in view.items],
    }


def _item(item: StatementView) -> dict[str, Any]:
    return {
        "leaf": item.leaf,
        "index": item.index,
        "by": item.by,
        "type": item.type,
        "stage": item.stage,
        "bounced": item.bounced,
        "approved_at": item.sent_at,
        "transmitted_at": item.sent_at if item.handed_over else None,
        "delivered_at": item.received_at,
        "acknowledged_at": item.acknowledged_at,
        "responded_at": item.answered_at,
    }
