"""Read the ladders and calls of one pair, with the requests that they name.

Source: docs/spec/hotline.md; docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Iterator, Sequence

from servanda.core.escalation.fold import ESCALATION_TYPES, Escalations, fold_escalations
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import hash_from_digest
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.conduct.counted_statements import counted_with_fresh, in_order
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.casework import SHARED, CaseStatement
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services


def read_escalations(
    pair: PairRecord, *, services: Services, fresh: Sequence[VerifiedStatement] = ()
) -> Escalations | None:
    """Return the ladders and calls between a pair; None while no accord is in force.

    How a request ended it knows as far as casework has followed.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    said = counted_with_fresh(pair, ESCALATION_TYPES, services=services, fresh=fresh)
    beside = _beside(pair, said, services=services)
    found = {one.statement.leaf_hash: one for one in (*beside, *said)}
    ordered = in_order(found.values(), parties=terms.parties)
    return fold_escalations(ordered, terms=terms.terms, parties=terms.parties)


def _beside(
    pair: PairRecord, counted: Sequence[Counted], *, services: Services
) -> Iterator[Counted]:
    """Yield both calendars, and all of the requests that are named, or that name a call."""
    of_types = {one.statement.leaf_hash for one in counted}
    named = of_types | {
        hash_from_digest(ref) for one in counted if (ref := one.statement.header.ref)
    }
    about = services.store.case_statements(pair.own, [SHARED, *sorted(named)])
    # The written request that follows a call is a case of its own, whose end has to be known.
    following = {one.leaf_hash for one in about} - named
    more = services.store.case_statements(pair.own, sorted(following)) if following else ()
    known = {one.leaf_hash for one in about}
    unknown = [leaf for leaf in sorted(named - known) if leaf not in of_types]
    yield from _counted([*about, *more, *_receipted(unknown, pair, services)], services=services)


def _receipted(
    leaves: Sequence[bytes], pair: PairRecord, services: Services
) -> Iterator[CaseStatement]:
    """Yield those of `leaves` that count and that casework has not followed yet."""
    for leaf in leaves:
        facts = services.store.facts(leaf)
        if (
            facts is not None
            and facts.origin in (pair.own, pair.own.reverse)
            and facts.delivered_at is not None
            and not facts.refused
        ):
            yield CaseStatement(
                case=leaf,
                leaf_hash=leaf,
                origin=facts.origin,
                index=facts.index,
                received_at=facts.delivered_at,
            )


def _counted(statements: Sequence[CaseStatement], *, services: Services) -> Iterator[Counted]:
    by_place = {(one.origin, one.index): one for one in statements}
    for origin, record in leaves_at(by_place, logs=services.store):
        if record.verdict != VALID:
            continue
        one = by_place[origin, record.index]
        yield Counted(
            statement=verified_leaf(origin, record),
            received_at=one.received_at,
            marks=frozenset(one.marks),
        )
