"""Show the hotline between us and each counterpart: calls, ladders, and the report of its use.

Source: docs/spec/hotline.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.escalation.fold import Escalations
from servanda.core.escalation.report import HotlineReport, report_hotline
from servanda.core.identifiers import Digest, Origin, PartyId
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.conduct.read_escalations import read_escalations
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """The hotline of one pair at one moment.

    Attributes:
        own: Origin of our log.
        now: That moment, by the node's clock.
        reading: The reading that binds now; empty where the accord has no hotline.
        found: All calls and ladders.
        report: The use of it, in the period asked for.
    """

    own: Origin
    now: datetime
    reading: str
    found: Escalations
    report: HotlineReport


def show_hotline(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    services: Services,
) -> Sequence[Hotline]:
    """Return the hotline of each pair that is meant; casework follows the logs first.

    Args:
        counterpart: With whom; None for all.
        accord_name: Under which accord; likewise.
        since: Begin of the report; None for the beginning of the accord.
        until: End of the report, not part of it; None for all that was received.
        services: The node's ports.

    Raises:
        InvalidInputError: A pair was named and is not there.
    """
    pairs: Sequence[PairRecord] = services.store.pairs()
    if counterpart is not None or accord_name is not None:
        pairs = [require_pair(services, counterpart=counterpart, accord_name=accord_name)]
    for pair in pairs:
        follow_casework(pair, services=services)
    return read_hotlines(pairs, since=since, until=until, services=services)


def read_hotlines(
    pairs: Sequence[PairRecord],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    services: Services,
) -> Sequence[Hotline]:
    """Return the hotline of each of `pairs` as casework was followed: nothing is written."""
    now = services.clock.now()
    hotlines = []
    for pair in pairs:
        found = read_escalations(pair, services=services)
        if found is None:
            continue
        report = report_hotline(found, since=since, until=until, at=now)
        reading = _reading(pair, services=services)
        hotlines.append(Hotline(own=pair.own, now=now, reading=reading, found=found, report=report))
    return hotlines


def escalated_things(*, services: Services) -> frozenset[Digest]:
    """Return the requests, calls and other things about which a ladder is open."""
    found = (read_escalations(pair, services=services) for pair in services.store.pairs())
    return frozenset(
        ladder.about for one in found if one is not None for ladder in one.ladders if ladder.is_open
    )


def _reading(pair: PairRecord, *, services: Services) -> str:
    newest = read_pair_state(pair, services=services).newest_accord
    hotline = None if newest is None else newest.accord.terms.hotline
    return "" if hotline is None else hotline.reading
