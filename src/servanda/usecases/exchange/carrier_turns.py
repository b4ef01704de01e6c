"""Use the carriers of one pair in turn, and remember how each did.

A carrier fails when it does not take an envelope, when what it took came back, and when it took
one and no receipt came in time. It succeeds when an answer comes back at once, or when what it
took is receipted.

Source: docs/decisions/0040-carriers-rest-and-return.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from servanda.core.exchange.carrier_choice import (
    FRESH,
    SILENCE,
    CarrierPolicy,
    after_failure,
    choose_carrier,
    is_resting,
)
from servanda.core.identifiers import Origin
from servanda.usecases.ports.carriers import CarrierRecord
from servanda.usecases.ports.outside import OutboundTransport
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

SILENT = "silent: no receipt came"


@dataclass(slots=True, kw_only=True)
class Turns:
    """The turns of one round.

    Attributes:
        own: Our log of the pair.
        transports: That lead to the counterpart, the preferred one first.
        policy: What the operator said of them.
        services: The node's ports.
    """

    own: Origin
    transports: Sequence[OutboundTransport]
    policy: CarrierPolicy
    services: Services
    _tried: set[str] = field(default_factory=set)

    def next(self) -> OutboundTransport | None:
        """Return whose turn it is; None: all others rest, or there is none."""
        known = self.services.store.carriers_of(self.own)
        kind = choose_carrier(
            [transport.kind for transport in self.transports],
            {name: record.standing for name, record in known.items()},
            now=self.services.clock.now(),
            tried=self._tried,
        )
        return next((one for one in self.transports if one.kind == kind), None)

    def lies_until(self, transport: OutboundTransport) -> datetime | None:
        """Return until when what this carrier was given is left to lie there; None: say it again.

        A mailbox that nobody looks into is not filled with the same leaves over and over: what is
        new is added, all is said again when the carrier's silence, or its rest, is over.
        """
        known = self._of(transport.kind)
        if not transport.may_give_back:
            return None
        if known.handed_at is not None:
            return known.handed_at + SILENCE
        is_at_rest = is_resting(known.standing, now=self.services.clock.now())
        return known.standing.rests_until if is_at_rest else None

    def skip(self, kind: str) -> None:
        """Use this carrier no more in this round."""
        self._tried.add(kind)

    def note_failure(self, kind: str, trouble: str) -> None:
        """Note that a carrier failed, and use it no more in this round."""
        self.skip(kind)
        note_failure(self._of(kind), trouble, policy=self.policy, services=self.services)

    def note_handing(self, transport: OutboundTransport, *, until: int) -> None:
        """Note that the leaves below `until` are about to be handed to a carrier.

        A carrier that may give back does so on another thread, and as soon as it has taken: what
        is written after that would undo what the report has led to.
        """
        if transport.may_give_back:
            self._await_receipt(transport.kind, until=until)

    def note_taken(self, transport: OutboundTransport, *, until: int, is_answered: bool) -> None:
        """Note that a carrier took the leaves below `until`, and whether it brought an answer."""
        if not is_answered:
            if not transport.may_give_back:
                self._await_receipt(transport.kind, until=until)
            return
        fresh = CarrierRecord(own=self.own, kind=transport.kind)
        if self._of(transport.kind) != fresh:
            self.services.store.save_carrier(fresh)

    def _await_receipt(self, kind: str, *, until: int) -> None:
        """The first hand-over that waits for its receipt is the one that is judged."""
        known = self._of(kind)
        if known.handed_at is None:
            now = self.services.clock.now()
            self.services.store.save_carrier(replace(known, handed_at=now, handed_until=until))

    def _of(self, kind: str) -> CarrierRecord:
        known = self.services.store.carriers_of(self.own).get(kind)
        return known or CarrierRecord(own=self.own, kind=kind)


def note_failure(
    known: CarrierRecord, trouble: str, *, policy: CarrierPolicy, services: Services
) -> None:
    """Store that a carrier failed once more."""
    standing = after_failure(known.standing, now=services.clock.now(), policy=policy)
    services.store.save_carrier(replace(known, standing=standing, handed_at=None, trouble=trouble))


def judge_carriers(pair: PairRecord, *, policy: CarrierPolicy, services: Services) -> None:
    """Note how those did whose receipt was awaited, now that the pair's turn has come again."""
    for known in services.store.carriers_of(pair.own).values():
        if known.handed_at is None:
            continue
        if not pair.has_unreceipted or pair.receipted >= known.handed_until:
            services.store.save_carrier(replace(known, standing=FRESH, handed_at=None, trouble=""))
        elif services.clock.now() - known.handed_at >= SILENCE:
            note_failure(known, SILENT, policy=policy, services=services)
