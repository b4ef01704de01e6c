"""The counted statements of some types of one pair: receipted, valid, in the one order.

Source: docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import orjson

from servanda.core.canonical import JsonObject
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted, merge
from servanda.core.identifiers import Digest, Origin, PartyId, hash_from_digest
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.casework import SHARED
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services


def counted_of_types(
    pair: PairRecord, types: Collection[str], *, services: Services
) -> Sequence[Counted]:
    """Return the counted statements of `types` between a pair, in the order of their effect.

    None while no version of the accord is in force: then nothing counts.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return ()
    found = [
        one
        for origin in (pair.own, pair.own.reverse)
        for one in _of_log(origin, types, services=services)
    ]
    return in_order(found, parties=terms.parties)


def counted_with_fresh(
    pair: PairRecord,
    types: Collection[str],
    *,
    services: Services,
    fresh: Sequence[VerifiedStatement] = (),
) -> Sequence[Counted]:
    """Return the counted statements of `types`, and `fresh` as if they arrived this moment.

    Each is there once, in no order: what is asked about a statement that is about to be said is
    answered by the same folding as what was said.

    Args:
        pair: Between whom.
        types: The types that are wanted of what is in the logs.
        services: The node's ports.
        fresh: Statements of ours, of the logs or not in them yet.
    """
    now = services.clock.now()
    counted = [
        *counted_of_types(pair, types, services=services),
        *(Counted(statement=one, received_at=now, marks=one.marks) for one in fresh),
    ]
    return [*{one.statement.leaf_hash: one for one in counted}.values()]


def bodies_of(leaves: Iterable[Digest], *, services: Services) -> Mapping[Digest, JsonObject]:
    """Return what the sealed bodies of statements say, by leaf digest.

    What was erased, or never came, is not in it.
    """
    wanted = {hash_from_digest(leaf): leaf for leaf in leaves}
    held = services.store.bodies([*wanted])
    return {wanted[leaf]: orjson.loads(body.body) for leaf, body in held.items()}


def counted_calendars(pair: PairRecord, *, services: Services) -> Sequence[Counted]:
    """Return the counted calendars of a pair, by which clocks are reckoned; in no order."""
    shared = services.store.case_statements(pair.own, [SHARED])
    by_place = {(one.origin, one.index): one for one in shared}
    return [
        Counted(
            statement=verified_leaf(origin, record),
            received_at=by_place[origin, record.index].received_at,
            marks=frozenset(by_place[origin, record.index].marks),
        )
        for origin, record in leaves_at(by_place, logs=services.store)
        if record.verdict == VALID
    ]


def in_order(counted: Iterable[Counted], *, parties: Sequence[PartyId]) -> Sequence[Counted]:
    """Return statements of both logs in the one order.

    Args:
        counted: In any order.
        parties: As the accord names them.
    """
    by_party: dict[PartyId, list[Counted]] = {party: [] for party in parties}
    for one in counted:
        by_party[one.statement.origin.from_party].append(one)
    first, second = (
        iter(sorted(by_party[party], key=lambda one: one.statement.index)) for party in parties
    )
    return list(merge(first, second))


def _of_log(origin: Origin, types: Collection[str], *, services: Services) -> Iterator[Counted]:
    delivered = {
        (origin, facts.index): facts.delivered_at
        for facts in services.store.facts_of_types(origin, types)
        if facts.delivered_at is not None and not facts.refused
    }
    for log, record in leaves_at(delivered, logs=services.store):
        if record.verdict == VALID:
            leaf = verified_leaf(log, record)
            received_at = delivered[log, record.index]
            yield Counted(statement=leaf, received_at=received_at, marks=leaf.marks)
