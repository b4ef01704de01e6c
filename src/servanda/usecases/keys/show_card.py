"""Show our own card: the file for the counterpart, and the twelve words to read out."""

from dataclasses import dataclass

from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card, parse_card, twelve_words
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class CardResult:
    """Our card.

    Attributes:
        party: Our party.
        card: The card's file.
        words: Its twelve words.
        newest: The card, read.
    """

    party: PartyId
    card: bytes
    words: tuple[str, ...]
    newest: Card


def show_card(*, services: Services) -> CardResult:
    """Return our own card."""
    node = require_node(services)
    card = parse_card(node.card)
    return CardResult(party=node.party, card=node.card, words=twelve_words(card), newest=card)
