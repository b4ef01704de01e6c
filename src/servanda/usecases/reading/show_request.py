"""Show one request whole: its clocks, the statements about it, what may be said, what is like it.

Everything is read as the running node has followed it; nothing is written. What it costs depends
on the request, not on the length of the logs.

Source: docs/spec/desk.md, "The request".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import orjson

from servanda.core.canonical import JsonObject
from servanda.core.casework.case import Case
from servanda.core.casework.casework import Casework
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.usecases.casework.fold_case import CaseReader, read_pair_terms
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.people.approve_draft import WaitingDraft, waiting_drafts
from servanda.usecases.ports.records import VALID, PairRecord, QueuedStatement
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.services import Services

MAX_WAITING = 512  # statements of ours that are on their way, or wait in the queue


class NotThereError(InvalidInputError):
    """There is nothing of this name here, or nothing that the reader may know of."""

    code: ClassVar[str] = "not-there"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """One statement about a request.

    Attributes:
        statement: As signed.
        note: The exact bytes that were signed.
        body: Members of its body; None if it has none, or none is held.
        received_at: Time of receipt; None while there is none.
        is_ours: Whether we said it.
        is_handed_over: Whether a carrier took it once.
        is_void: Whether it had no effect.
        is_headed: Whether a signed head covers it.
    """

    statement: VerifiedStatement
    note: bytes
    body: JsonObject | None
    received_at: datetime | None
    is_ours: bool
    is_handed_over: bool
    is_void: bool
    is_headed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """One request whole.

    Attributes:
        pair: Of the two logs.
        leaf: The request.
        case: As its counted statements leave it; None before its receipt.
        casework: With what its clocks need.
        entries: In the order in which they count; what has no receipt yet comes last.
        queued: Ours about it that are not signed yet.
        held: Ours about it that wait for a second person.
    """

    pair: PairRecord
    leaf: Digest
    case: Case | None
    casework: Casework
    entries: Sequence[CaseEntry]
    queued: Sequence[QueuedStatement]
    held: Sequence[WaitingDraft]

    @property
    def request(self) -> CaseEntry:
        """The request itself."""
        return next(one for one in self.entries if one.statement.digest == self.leaf)


def show_request(
    counterpart: str, case: bytes, *, reads_bodies: bool, services: Services
) -> RequestView:
    """Return one request.

    Args:
        counterpart: With whom.
        case: Leaf hash of the request.
        reads_bodies: Whether bodies are read.
        services: The node's ports.

    Raises:
        NotThereError: There is no such request with this counterpart.
    """
    pair = pair_of_request(counterpart, case, services=services)
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        raise NotThereError("no accord is in force")
    store, leaf = services.store, digest_from_hash(case)
    reader = CaseReader(pair.own, terms=terms, source=store)
    casework = reader.fold(case)
    counted = {one.leaf_hash: one for one in store.case_statements(pair.own, [case])}
    statements = [*reader.in_order(case)]
    known = {one.leaf_hash for one in statements}
    statements += [
        one for one in _without_receipt(pair, case, services=services) if one.leaf_hash not in known
    ]
    return RequestView(
        pair=pair,
        leaf=leaf,
        case=casework.cases.get(leaf),
        casework=casework,
        entries=_entries(
            statements,
            received={name: one.received_at for name, one in counted.items()},
            void=frozenset(casework.out_of_state),
            reads_bodies=reads_bodies,
            pair=pair,
            services=services,
        ),
        queued=[one for one in store.queued(limit=MAX_WAITING, own=pair.own) if one.ref == case],
        held=[
            one
            for one in waiting_drafts(services)
            if one.statement.ref == case and one.statement.own == pair.own
        ],
    )


def pair_of_request(counterpart: str, case: bytes, *, services: Services) -> PairRecord:
    """Return the pair in one of whose logs a request stands.

    Raises:
        NotThereError: There is no such request with this counterpart.
    """
    facts = services.store.facts(case)
    if facts is None or facts.type != REQUEST:
        raise NotThereError("no request of this name")
    for own in (facts.origin, facts.origin.reverse):
        pair = services.store.pair(own)
        if pair is not None and pair.counterpart == PartyId(counterpart):
            return pair
    raise NotThereError("no request of this name")


def _without_receipt(
    pair: PairRecord, case: bytes, *, services: Services
) -> list[VerifiedStatement]:
    """Return what is in a log about a case and is not counted yet: ours on its way, the request."""
    first = max(pair.receipted, pair.own_size - MAX_WAITING)
    found = [
        verified_leaf(pair.own, record)
        for record in services.store.leaves(pair.own, first, pair.own_size)
        if record.verdict == VALID and case in (record.leaf_hash, record.ref)
    ]
    if any(one.leaf_hash == case for one in found):
        return found
    for origin, record in services.store.find_leaves(case):
        if origin in (pair.own, pair.own.reverse) and record.verdict == VALID:
            found.insert(0, verified_leaf(origin, record))
    return found


def _entries(
    statements: Sequence[VerifiedStatement],
    *,
    received: Mapping[bytes, datetime],
    void: frozenset[Digest],
    reads_bodies: bool,
    pair: PairRecord,
    services: Services,
) -> list[CaseEntry]:
    store = services.store
    hashes = [one.leaf_hash for one in statements]
    held = store.bodies(hashes) if reads_bodies else {}
    heads: dict[Origin, int] = {}
    for origin in (pair.own, pair.own.reverse):
        head = store.checkpoint(origin)
        heads[origin] = 0 if head is None else head.size
    return [
        CaseEntry(
            statement=one,
            note=one.note,
            body=orjson.loads(held[one.leaf_hash].body) if one.leaf_hash in held else None,
            received_at=received.get(one.leaf_hash),
            is_ours=one.origin == pair.own,
            is_handed_over=one.origin != pair.own or one.index < pair.handed_over,
            is_void=one.digest in void,
            is_headed=one.index < heads.get(one.origin, 0),
        )
        for one in statements
    ]
