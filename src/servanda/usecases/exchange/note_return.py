"""Note that a carrier gave an envelope back: shown to people, and deciding nothing.

Anybody can write a report. One that names an envelope of ours was written by somebody who saw it
on its way, which is still nobody's signed word: the leaves stay unreceipted and are sent again
until a receipt comes, at once where another carrier does not rest, else when their time comes.

Source: docs/decisions/0033-a-bounce-is-shown-and-decides-nothing.md.
"""

from dataclasses import replace
from typing import ClassVar

from servanda.core.errors import CounterpartError
from servanda.usecases.exchange.carrier_turns import Turns
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.ports.sendings import SendingRecord
from servanda.usecases.services import Services, require_counterpart_card

MAX_SENDINGS = 1024  # of one pair; a report comes within days, and no desk sends more in that time


class UnmatchedReportError(CounterpartError):
    """A report names no envelope that we remember to have sent: forged, or very late."""

    code: ClassVar[str] = "unmatched-report"


def note_return(digest: str, *, status: str, services: Services) -> SendingRecord:
    """Note that the envelope came back; a second report about it changes nothing.

    Args:
        digest: Hex SHA-256 of the envelope, as the report names it.
        status: Why, as RFC 3463 codes it; the reporter's word.
        services: The node's ports; no lease is needed.

    Raises:
        UnmatchedReportError: No such envelope is remembered.
    """
    store = services.store
    sent = store.sending(digest)
    if sent is None:
        raise UnmatchedReportError(f"no envelope {digest:.16} was sent, or it is forgotten")
    if not store.note_returned(digest, status=status, at=services.clock.now()):
        return sent
    pair = store.pair(sent.own)
    if pair is not None and is_unreceipted(sent, pair):
        trouble = f"bounced: {sent.carrier} {status}"
        due_at = pair.due_at
        if _other_is_awake(sent, trouble, services=services) and due_at is not None:
            due_at = min(due_at, services.clock.now())
        store.save_sending(replace(pair, due_at=due_at, trouble=trouble), read=pair)
    return store.sending(digest) or sent


def _other_is_awake(sent: SendingRecord, trouble: str, *, services: Services) -> bool:
    """Note that the carrier failed; return whether another one is to be tried at once."""
    party = sent.own.to_party
    turns = Turns(
        own=sent.own,
        transports=services.carriers.towards(require_counterpart_card(services, party)),
        policy=services.carriers.policy(party),
        services=services,
    )
    turns.note_failure(sent.carrier, trouble)
    return turns.next() is not None


def is_unreceipted(sent: SendingRecord, pair: PairRecord) -> bool:
    """Return whether a statement that the envelope carried may still wait for its receipt."""
    return pair.has_unreceipted and pair.receipted < sent.until
