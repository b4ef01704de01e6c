"""Read the concerns and the disputes of one pair.

Source: docs/spec/concerns.md; docs/decisions/0029-conduct-is-folded-when-asked.md.
"""

from collections.abc import Sequence
from datetime import datetime

from servanda.core.concerns.fold import CONCERN_TYPES, Concerns, fold_concerns
from servanda.core.disputes.fold import DISPUTE_TYPES, Disputes, fold_disputes
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.conduct.counted_statements import (
    counted_calendars,
    counted_with_fresh,
    in_order,
)
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def read_concerns(
    pair: PairRecord, *, services: Services, fresh: Sequence[VerifiedStatement] = ()
) -> Concerns | None:
    """Return the concerns between a pair; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    calendars = counted_calendars(pair, services=services)
    said = counted_with_fresh(pair, CONCERN_TYPES, services=services, fresh=fresh)
    ordered = in_order([*calendars, *said], parties=terms.parties)
    return fold_concerns(ordered, terms=terms.terms, parties=terms.parties)


def read_disputes(
    pair: PairRecord,
    *,
    services: Services,
    fresh: Sequence[VerifiedStatement] = (),
    until: datetime | None = None,
) -> Disputes | None:
    """Return the disputes between a pair; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
        until: What was received then or later is left out; None for everything.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    said = counted_with_fresh(pair, DISPUTE_TYPES, services=services, fresh=fresh)
    within = [one for one in said if until is None or one.received_at < until]
    return fold_disputes(in_order(within, parties=terms.parties))
