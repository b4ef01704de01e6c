"""Read the suspensions of one pair, and refuse what they forbid before it is sent.

Source: docs/spec/suspension.md; docs/decisions/0029 and 0037.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from typing_extensions import override

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.faults import Expectation, Expected, expect
from servanda.core.identifiers import Origin, format_instant
from servanda.core.suspension.fold import (
    NEW_MATTERS,
    SUSPENSION,
    SUSPENSION_TYPES,
    Suspension,
    Suspensions,
    SuspensionState,
    fold_suspensions,
)
from servanda.usecases.casework.fold_case import read_pair_terms
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.conduct.counted_statements import counted_with_fresh, in_order
from servanda.usecases.conduct.require_effect import require_effect
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


class AccordSuspendedError(IllegalMoveError):
    """A new matter was to be opened while the accord is suspended; it is not sent."""

    code: ClassVar[str] = "accord-suspended"

    def __init__(self, event: str, suspension: Suspension) -> None:
        """Take what was to be said, and the suspension that stands in its way."""
        self.suspension = suspension
        super().__init__(event, state=suspension.state, legal=(), is_condition=False)

    @override
    def _expected(self) -> Expectation:
        return expect(
            Expected.NOT_SUSPENDED,
            party=self.suspension.by,
            since=format_instant(self.suspension.since),
        )


def read_suspensions(
    pair: PairRecord,
    *,
    services: Services,
    fresh: Sequence[VerifiedStatement] = (),
    until: datetime | None = None,
) -> Suspensions | None:
    """Return the suspensions between a pair; None while no accord is in force.

    Args:
        pair: Between whom.
        services: The node's ports.
        fresh: Statements of ours that are taken as if they arrived this moment.
        until: What was received then or later is left out; None for everything.
    """
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return None
    counted = counted_with_fresh(pair, SUSPENSION_TYPES, services=services, fresh=fresh)
    within = [one for one in counted if until is None or one.received_at < until]
    return fold_suspensions(in_order(within, parties=terms.parties))


def standing_suspensions(*, services: Services) -> Sequence[tuple[Origin, Suspension]]:
    """Return every suspension of an accord that stands, with the log of ours it is about."""
    standing: list[tuple[Origin, Suspension]] = []
    for pair in services.store.pairs():
        logs = (pair.own, pair.own.reverse)
        # A look that costs little where nothing was ever suspended.
        if any(services.store.facts_of_types(log, {SUSPENSION}) for log in logs):
            found = read_suspensions(pair, services=services)
            standing += [(pair.own, one) for one in (found.of_accord if found else ())]
    return standing


def require_not_suspended(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that a suspension lets `leaf` be said, or, if it is one, that it has an effect.

    Args:
        leaf: What is to be said.
        before: What of ours waits in the queue before it and is about the same thing.
        pair: Between whom.
        services: The node's ports.

    Raises:
        AccordSuspendedError: It opens a new matter under an accord that is suspended.
        IllegalStepError: It would resume or suspend what is not to be.
    """
    if leaf.header.type in NEW_MATTERS and leaf.header.ref is None:
        found = read_suspensions(pair, services=services)
        for suspension in () if found is None else found.of_accord:
            raise AccordSuspendedError(leaf.header.type, suspension)
    require_effect(
        leaf,
        types=SUSPENSION_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=lambda fresh: read_suspensions(pair, services=services, fresh=fresh),
        standing=_standing,
    )


def _standing(leaf: VerifiedStatement, found: Suspensions) -> tuple[str, Sequence[str]]:
    facts = leaf.header.facts
    name = str(facts.get("series", facts.get("channel", "")))
    own = [one for one in found.of(str(facts["scope"]), name) if one.by == leaf.header.from_party]
    if not own:
        return "", ()
    if own[-1].state is SuspensionState.LEFT:
        return own[-1].state, ()
    return own[-1].state, (f"{SUSPENSION}.resumed", f"{SUSPENSION}.left")
