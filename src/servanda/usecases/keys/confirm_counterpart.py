"""Confirm a counterpart after two people have compared the twelve words of its card."""

from collections.abc import Sequence
from dataclasses import replace

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import parse_card, twelve_words
from servanda.usecases.keys.add_counterpart import CounterpartResult
from servanda.usecases.services import Services, unknown_counterpart


def confirm_counterpart(
    *, party: PartyId, words: Sequence[str], services: Services
) -> CounterpartResult:
    """Confirm `party` if `words`, as heard from it, are those of its card.

    Raises:
        InvalidInputError: The counterpart is unknown, or the words differ: the card that
            arrived is not the one it sent.
    """
    record = services.store.counterpart(party)
    if record is None:
        raise InvalidInputError(unknown_counterpart(services, party))
    expected = twelve_words(parse_card(record.card))
    heard = tuple(word.lower() for word in words)
    if heard != expected:
        expected_words = expect(Expected.TWELVE_WORDS, party=party)
        raise InvalidInputError(Fault("", expected_words, Found.OTHERS))
    if record.confirmed_at is None:
        confirmed = replace(record, confirmed_at=services.clock.now())
        services.store.save_counterpart(confirmed)
    return CounterpartResult(party=party, words=expected, confirmed=True)
