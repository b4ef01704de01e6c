"""Take a counterpart's new key sheet out of its log into the card that we hold of it.

So its new addresses are used, and the next accord names its newest keys: an accord that named
older ones would let whoever stole those speak for it.

Source: docs/spec/keys.md, Card.
"""

from dataclasses import replace

from servanda.core.canonical import JsonObject
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import MAX_SHEETS, encode_card, verify_card
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.keys.own_keys import KEY
from servanda.usecases.services import Services, known_card, require_counterpart


def learn_sheet(party: PartyId, facts: JsonObject, *, services: Services) -> bool:
    """Add the sheet of a valid `key` leaf to the card of `party`; return whether it was new.

    A sheet that does not follow the last one known is left alone: only the party can hand over
    those between.
    """
    note = facts.get("sheet")
    if not isinstance(note, str):
        return False
    record = require_counterpart(services, party)
    card = known_card(record.card)
    if note.encode() in card.notes or len(card.notes) >= MAX_SHEETS:
        return False
    try:
        grown = verify_card([*card.notes, note.encode()])
    except CounterpartError:
        return False
    services.store.save_counterpart(replace(record, card=encode_card(grown)))
    return True


def learn_all_sheets(*, services: Services) -> None:
    """Do the same for all that the copies hold, as after a crash between leaf and card."""
    for pair in services.store.pairs():
        for record in services.store.landmarks(pair.own.reverse):
            if record.type == KEY:
                leaf = verified_leaf(pair.own.reverse, record)
                learn_sheet(pair.counterpart, leaf.header.facts, services=services)
