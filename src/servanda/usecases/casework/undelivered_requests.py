"""Our own requests that the counterpart has not receipted yet: no case so far, and ours to watch.

A case begins with its receipt. Until then a request waits in the queue, in our log, with a carrier,
or for the rest of its attachments; whoever looks at the queue must not think it was never made.

Source: docs/how-to/deadlines.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from servanda.core.canonical import JsonObject
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.services import Services

MAX_LEAVES = 2_000  # of one log looked through; what a counterpart away for longer does not hold
_MAX_QUEUED = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class UndeliveredRequest:
    """A request of ours without a receipt.

    Attributes:
        own: Our log of its pair.
        name: Its leaf hash, or its ticket while it waits for the sequencer.
        facts: Its coded fields.
        said_at: When it was queued, or written into the log.
        stage: `approved`, or `transmitted` once an envelope with it was given to a carrier.
        trouble: Why the last sending failed; empty if it did not.
    """

    own: Origin
    name: bytes | str
    facts: JsonObject
    said_at: datetime
    stage: Literal["approved", "transmitted"]
    trouble: str


def undelivered_requests(*, limit: int, services: Services) -> Sequence[UndeliveredRequest]:
    """Return up to `limit` of our undelivered requests, the oldest first."""
    pairs = services.store.pairs()
    found = [
        *(one for pair in pairs for one in _in_log(pair, services=services)),
        *_without_attachments(pairs, services=services),
        *_queued(services=services),
    ]
    return sorted(found, key=lambda one: one.said_at)[:limit]


def _in_log(pair: PairRecord, *, services: Services) -> Iterator[UndeliveredRequest]:
    until = min(pair.own_size, pair.receipted + MAX_LEAVES)
    for record in services.store.leaves(pair.own, pair.receipted, until):
        if record.type == REQUEST and record.verdict == VALID:
            yield from _known(record.leaf_hash, pair, services=services)


def _without_attachments(
    pairs: Sequence[PairRecord], *, services: Services
) -> Iterator[UndeliveredRequest]:
    by_own = {pair.own: pair for pair in pairs}
    for leaf_hash in dict.fromkeys(one.leaf_hash for one in services.store.unlisted_attachments()):
        facts = services.store.facts(leaf_hash)
        pair = None if facts is None else by_own.get(facts.origin)
        if facts is not None and pair is not None and facts.index < pair.receipted:
            yield from _known(leaf_hash, pair, services=services)


def _known(
    leaf_hash: bytes, pair: PairRecord, *, services: Services
) -> Iterator[UndeliveredRequest]:
    facts = services.store.facts(leaf_hash)
    if facts is None or facts.type != REQUEST or facts.delivered_at or not facts.is_open:
        return
    (record,) = services.store.leaves(facts.origin, facts.index, facts.index + 1)
    header = read_leaf(record.note).header
    if header is not None:
        yield UndeliveredRequest(
            own=pair.own,
            name=leaf_hash,
            facts=header.facts,
            said_at=header.time,
            stage="transmitted" if facts.index < pair.handed_over else "approved",
            trouble=pair.trouble,
        )


def _queued(*, services: Services) -> Iterator[UndeliveredRequest]:
    for one in services.store.queued(limit=_MAX_QUEUED):
        if one.type == REQUEST:
            yield UndeliveredRequest(
                own=one.own,
                name=one.ticket,
                facts=orjson.loads(one.facts),
                said_at=one.queued_at,
                stage="approved",
                trouble=one.trouble,
            )
