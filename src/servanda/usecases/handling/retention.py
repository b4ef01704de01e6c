"""What is past its retention date: bodies and attachments that have to be erased.

A request says in E21 until which day its content may be kept. What answers it, and has no date of
its own, has the date of what it answers. The log knows no date: it stays, and stays provable.

Source: docs/spec/handling.md, "Retention".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import orjson

from servanda.core.identifiers import Digest, Origin, digest_from_hash
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.records import VALID, LeafRecord
from servanda.usecases.services import Services

_REQUEST = "request"
_ELEMENT = "E21"
_PAGE = 512  # bodies read at once; one has at most a mebibyte


@dataclass(frozen=True, slots=True, kw_only=True)
class DueForErasure:
    """A statement whose body is held past its date.

    Attributes:
        leaf: Which.
        leaf_hash: The same, as bytes.
        type: Its type.
        origin: Its log.
        retain_until: The last day on which it may be kept.
        attachments: How many it names.
    """

    leaf: Digest
    leaf_hash: bytes
    type: str
    origin: Origin
    retain_until: date
    attachments: int


def due_for_erasure(*, services: Services) -> tuple[DueForErasure, ...]:
    """Return what is held past its date, by date, then by log and index; a day ends in UTC."""
    today = services.clock.now().date()
    due = [one for one in _dated(services) if one.retain_until < today]
    return tuple(sorted(due, key=lambda one: one.retain_until))


def erase_due(*, services: Services) -> tuple[DueForErasure, ...]:
    """Erase all that is due and return it; after a crash, done again, it ends the work.

    Answers go before the request that has their date, so that a crash between loses no date.
    """
    due = due_for_erasure(services=services)
    for one in sorted(due, key=lambda one: one.type == _REQUEST):
        erase_body(one.leaf_hash, services=services)
    return due


def _dated(services: Services) -> Iterator[DueForErasure]:
    """Yield every held body that has a date, by log and index."""
    store = services.store
    origins = [origin for pair in store.pairs() for origin in (pair.own, pair.own.reverse)]
    own_dates: dict[bytes, date] = {}
    for origin in origins:
        own_dates.update(_own_dates(origin, services=services))
    if not own_dates:
        return
    for origin in origins:
        for record in store.iterate_leaves(origin):
            until = own_dates.get(record.leaf_hash) or _inherited(record, own_dates)
            if until is None or not store.bodies([record.leaf_hash]):
                continue
            yield DueForErasure(
                leaf=digest_from_hash(record.leaf_hash),
                leaf_hash=record.leaf_hash,
                type=record.type,
                origin=origin,
                retain_until=until,
                attachments=len(store.attachments_of(record.leaf_hash)),
            )


def _inherited(record: LeafRecord, dates: Mapping[bytes, date]) -> date | None:
    """Return the date of what a statement answers; everything about a request names it."""
    return None if record.ref is None or record.verdict != VALID else dates.get(record.ref)


def _own_dates(origin: Origin, *, services: Services) -> Iterator[tuple[bytes, date]]:
    """Yield the requests of one log whose body is held and names a date."""
    waiting: list[bytes] = []
    for record in services.store.iterate_leaves(origin):
        if record.type == _REQUEST and record.verdict == VALID:
            waiting.append(record.leaf_hash)
        if len(waiting) == _PAGE:
            yield from _dates_of(waiting, services=services)
            waiting = []
    yield from _dates_of(waiting, services=services)


def _dates_of(leaf_hashes: list[bytes], *, services: Services) -> Iterator[tuple[bytes, date]]:
    for leaf_hash, held in services.store.bodies(leaf_hashes).items():
        handling = orjson.loads(held.body).get("elements", {}).get(_ELEMENT, {})
        if "retain_until" in handling:  # the body was held to its schema when it came
            yield leaf_hash, date.fromisoformat(handling["retain_until"])
