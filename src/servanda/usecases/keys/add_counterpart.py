"""Take a counterpart's card from a file; it counts only when its twelve words are confirmed.

Source: docs/spec/keys.md, Card.
"""

from dataclasses import dataclass

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import parse_card, twelve_words
from servanda.usecases.ports.records import CounterpartRecord, NodeRecord
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartResult:
    """A counterpart.

    Attributes:
        party: Its name.
        words: The twelve words of its card, to be compared over another channel.
        confirmed: Whether two people have.
    """

    party: PartyId
    words: tuple[str, ...]
    confirmed: bool


def add_counterpart(*, card: bytes, services: Services) -> CounterpartResult:
    """Add the counterpart of `card`, or take its newer card.

    A card of the same first sheet keeps the confirmation: the words are those of sheet 1.

    Raises:
        CounterpartError: `card` is no card.
        InvalidInputError: It is our own, or another one of a counterpart already confirmed, or
            this is a demonstration that has its counterpart.
    """
    node = require_node(services)
    parsed = parse_card(card)
    words = twelve_words(parsed)
    if parsed.party == node.party:
        raise InvalidInputError(f"expected a counterpart's card, found our own ({node.party})")
    _require_room(node, parsed.party, services=services)
    known = services.store.counterpart(parsed.party)
    confirmed_at = None
    if known is not None:
        old = parse_card(known.card)
        if twelve_words(old) == words:
            confirmed_at = known.confirmed_at
            if len(old.sheets) > len(parsed.sheets):
                card = known.card  # an older copy of the same card brings nothing
        elif known.confirmed_at is not None:
            raise InvalidInputError(
                f"expected the card of {parsed.party} that was confirmed, found one with other "
                f"words; a party's words never change: ask it by another channel"
            )
    services.store.save_counterpart(
        CounterpartRecord(
            party=parsed.party,
            card=card,
            added_at=services.clock.now() if known is None else known.added_at,
            confirmed_at=confirmed_at,
        )
    )
    return CounterpartResult(party=parsed.party, words=words, confirmed=confirmed_at is not None)


def _require_room(node: NodeRecord, party: PartyId, *, services: Services) -> None:
    """A demonstration has two fictional parties: nothing of it can reach anybody else."""
    if node.mode != "demonstration":
        return
    for known in services.store.counterparts():
        if known.party != party:
            raise InvalidInputError(
                f"expected no other counterpart than {known.party} in a demonstration, found "
                f"{party}; make a home of your own with `servanda init`"
            )
