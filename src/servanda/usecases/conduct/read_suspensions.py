"""Read the suspensions of one pair, and refuse what they forbid before it is sent.

Source: docs/spec/suspension.md; docs/decisions/0029 and 0037.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.faults import Expectation, Expected, Fault, expect
from servanda.core.identifiers import Digest, Origin, PartyId, format_instant
from servanda.core.suspension.fold import (
    ACCORD,
    CHANNEL,
    NEW_MATTERS,
    SERIES,
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
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.require_effect import require_effect
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services


class AccordSuspendedError(IllegalMoveError):
    """A new matter was to be opened while the accord is suspended; it is not sent."""

    code: ClassVar[str] = "accord-suspended"
    reason: ClassVar[Expected] = Expected.NOT_SUSPENDED

    def __init__(self, event: str, suspension: Suspension) -> None:
        """Take what was to be said, and the suspension that stands in its way."""
        self.suspension = suspension
        super().__init__(event, state=suspension.state, legal=(), is_condition=False)

    @override
    def _expected(self) -> Expectation:
        one = self.suspension
        said = {"party": one.by, "since": format_instant(one.since)}
        if one.state is SuspensionState.LEFT:
            return expect(Expected.NOT_LEFT, **said)
        return expect(self.reason, **said, **({"name": one.name} if one.name else {}))


class SeriesSuspendedError(AccordSuspendedError):
    """A round was to be proposed in a series that is suspended; it is not sent."""

    code: ClassVar[str] = "series-suspended"
    reason: ClassVar[Expected] = Expected.SERIES_NOT_SUSPENDED


class ChannelSuspendedError(AccordSuspendedError):
    """A channel was to be asked that is suspended; the check is not sent."""

    code: ClassVar[str] = "channel-suspended"
    reason: ClassVar[Expected] = Expected.CHANNEL_NOT_SUSPENDED


_ERRORS: Mapping[str, type[AccordSuspendedError]] = {
    ACCORD: AccordSuspendedError,
    SERIES: SeriesSuspendedError,
    CHANNEL: ChannelSuspendedError,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMeanwhile:
    """A new matter that arrived although a suspension stood in its way; it counts as always.

    Attributes:
        leaf: The statement.
        type: Its type.
        by: Who said it.
        received_at: When the other side received it.
        suspension: Which stood in its way then.
    """

    leaf: Digest
    type: str
    by: PartyId
    received_at: datetime
    suspension: Suspension


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
    """Return every suspension that stands, with the log of ours it is about."""
    standing: list[tuple[Origin, Suspension]] = []
    for pair in services.store.pairs():
        logs = (pair.own, pair.own.reverse)
        # A look that costs little where nothing was ever suspended.
        if any(services.store.facts_of_types(log, {SUSPENSION}) for log in logs):
            found = read_suspensions(pair, services=services)
            standing += [(pair.own, one) for one in (found.standing if found else ())]
    return standing


def opened_meanwhile(
    pair: PairRecord, found: Suspensions, *, services: Services
) -> Sequence[OpenedMeanwhile]:
    """Return the new matters that arrived while a suspension stood in their way, by receipt.

    Args:
        pair: Between whom.
        found: The suspensions between them.
        services: The node's ports.
    """
    times = {
        (log, facts.index): facts.delivered_at
        for log in (pair.own, pair.own.reverse)
        for facts in services.store.facts_of_types(log, NEW_MATTERS)
        if facts.delivered_at is not None
        and not facts.refused
        and any(one.stood_at(facts.delivered_at) for one in found.found)
    }
    opened: list[OpenedMeanwhile] = []
    for log, record in leaves_at(times, logs=services.store):
        if record.verdict != VALID:
            continue
        leaf, at = verified_leaf(log, record), times[log, record.index]
        suspension = found.against(leaf.header, at=at)
        if suspension is not None:
            opened.append(
                OpenedMeanwhile(
                    leaf=leaf.digest,
                    type=leaf.header.type,
                    by=log.from_party,
                    received_at=at,
                    suspension=suspension,
                )
            )
    return sorted(opened, key=lambda one: (one.received_at, one.leaf))


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
        AccordSuspendedError: It opens a new matter under what is suspended or left.
        InvalidInputError: It suspends a channel that is no contact's.
        IllegalStepError: It would resume or suspend what is not to be.
    """
    if leaf.header.type in NEW_MATTERS and leaf.header.ref is None:
        found = read_suspensions(pair, services=services)
        in_the_way = None if found is None else found.against(leaf.header, at=services.clock.now())
        if in_the_way is not None:
            raise _ERRORS[in_the_way.scope](leaf.header.type, in_the_way)
    _require_channel(leaf, pair=pair, services=services)
    require_effect(
        leaf,
        types=SUSPENSION_TYPES,
        before=before,
        pair=pair,
        services=services,
        fold=lambda fresh: read_suspensions(pair, services=services, fresh=fresh),
        standing=_standing,
    )


def _require_channel(leaf: VerifiedStatement, *, pair: PairRecord, services: Services) -> None:
    """Require that a channel that is to be suspended is that of a contact; others count to none."""
    named = leaf.header.facts.get("channel") if leaf.header.type == SUSPENSION else None
    if named is None:
        return
    contacts = read_contacts(pair, services=services)
    if contacts is None or named not in contacts.by_leaf:
        there = expect(Expected.NAMED_THERE, list="`servanda contact list`")
        raise InvalidInputError(Fault("channel", there, str(named)))


def _standing(leaf: VerifiedStatement, found: Suspensions) -> tuple[str, Sequence[str]]:
    facts = leaf.header.facts
    name = str(facts.get("series", facts.get("channel", "")))
    own = [one for one in found.of(str(facts["scope"]), name) if one.by == leaf.header.from_party]
    if not own:
        return "", ()
    if own[-1].state is SuspensionState.LEFT:
        return own[-1].state, ()
    return own[-1].state, (f"{SUSPENSION}.resumed", f"{SUSPENSION}.left")
