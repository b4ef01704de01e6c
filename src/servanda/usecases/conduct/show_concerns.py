"""Show the concerns and disputes between us and each counterpart, and note their clocks.

Source: docs/spec/concerns.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.casework.transitions import Clock
from servanda.core.casework.verdicts import ClockState
from servanda.core.concerns.concern import Concern
from servanda.core.concerns.fold import CONCERN, Concerns
from servanda.core.disputes.fold import Disputes
from servanda.core.identifiers import Origin, PartyId, hash_from_digest
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.casework.note_deadlines import notices_of
from servanda.usecases.conduct.read_concerns import read_concerns, read_disputes
from servanda.usecases.ports.casework import DeadlineRecord, NoticeRecord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, pairs_meant


@dataclass(frozen=True, slots=True, kw_only=True)
class PairConcerns:
    """The concerns and disputes of one pair at one moment.

    Attributes:
        own: Origin of our log.
        now: That moment, by the node's clock.
        concerns: What was issued, replied and settled.
        disputes: What is contested.
    """

    own: Origin
    now: datetime
    concerns: Concerns
    disputes: Disputes

    def clock(self, concern: Concern) -> ClockState:
        """Return the clock to reply to a concern."""
        return self.concerns.clock(concern, at=self.now)


def show_concerns(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> Sequence[PairConcerns]:
    """Return the concerns of each pair that is meant; casework follows the logs first.

    Args:
        counterpart: With whom; None for all.
        accord_name: Under which accord; likewise.
        services: The node's ports.

    Raises:
        InvalidInputError: A pair was named and is not there.
    """
    pairs = pairs_meant(services, counterpart=counterpart, accord_name=accord_name)
    for pair in pairs:
        follow_casework(pair, services=services)  # for the calendars
    return read_pair_concerns(pairs, services=services)


def read_pair_concerns(
    pairs: Sequence[PairRecord], *, services: Services
) -> Sequence[PairConcerns]:
    """Return the concerns of pairs, as far as casework has followed; nothing is written."""
    now, found = services.clock.now(), []
    for pair in pairs:
        concerns = read_concerns(pair, services=services)
        disputes = read_disputes(pair, services=services)
        if concerns is not None and disputes is not None:
            found.append(PairConcerns(own=pair.own, now=now, concerns=concerns, disputes=disputes))
    return found


def note_concerns(*, services: Services) -> tuple[NoticeRecord, ...]:
    """Note what the clocks of concerns brought by now; return the notices that are new."""
    now = services.clock.now()
    notices = [
        notice
        for deadline in _deadlines(services=services)
        for notice in notices_of(deadline, now=now)
    ]
    return tuple(services.store.add_notices(notices))


def _deadlines(*, services: Services) -> Iterator[DeadlineRecord]:
    for pair in services.store.pairs():
        logs = (pair.own, pair.own.reverse)
        # A look that costs little where nothing was ever issued.
        if not any(services.store.facts_of_types(log, {CONCERN}) for log in logs):
            continue
        found = read_concerns(pair, services=services)
        for concern in () if found is None else found.by_leaf.values():
            due = None if found is None else found.due(concern)
            if due is None or concern.replied_at is not None or not concern.is_open:
                continue
            yield DeadlineRecord(
                case=hash_from_digest(concern.leaf),
                own=pair.own,
                clock=Clock.CONCERN,
                number=0,
                is_ours=concern.addressee == pair.own.from_party,
                started_at=concern.received_at,
                due_at=due.at,
                is_provisional=due.provisional,
            )
