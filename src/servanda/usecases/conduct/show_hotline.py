"""Show the hotline between us and each counterpart: calls, ladders, and the report of its use.

Source: docs/spec/hotline.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.casework.verdicts import ClockState
from servanda.core.escalation.clocks import acknowledgement_state, allows_next
from servanda.core.escalation.fold import ESCALATION, Escalations
from servanda.core.escalation.ladder import Rung, RungState
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLevel:
    """The level that an open ladder has reached.

    Attributes:
        own: Origin of our log of the pair.
        about: What the ladder is about.
        rung: The level.
        is_ours: Whether we have to act: answer it, or, when it may go on, raise it or close it.
        clock: How its clock to acknowledge stands now.
    """

    own: Origin
    about: Digest
    rung: Rung
    is_ours: bool
    clock: ClockState


def open_levels(
    pairs: Sequence[PairRecord] | None = None, *, services: Services
) -> Sequence[OpenLevel]:
    """Return the level that each open ladder has reached; nothing is written.

    Args:
        pairs: Of which pairs; None for all.
        services: The node's ports.
    """
    now = services.clock.now()
    levels = []
    for pair in services.store.pairs() if pairs is None else pairs:
        found = _escalated(pair, services=services)
        if found is None:
            continue
        for ladder in found.open_by.values():
            rung, casework = ladder.top, found.casework
            is_decided = rung.state is RungState.DECIDED
            we_raised = rung.raiser == pair.own.from_party
            turn = is_decided or allows_next(rung, casework=casework, at=now)
            levels.append(
                OpenLevel(
                    own=pair.own,
                    about=ladder.about,
                    rung=rung,
                    is_ours=turn if we_raised else not is_decided,
                    clock=acknowledgement_state(rung, casework=casework, at=now),
                )
            )
    return levels


def _escalated(pair: PairRecord, *, services: Services) -> Escalations | None:
    """Return what is between a pair if anything was ever escalated; a look that costs little."""
    logs = (pair.own, pair.own.reverse)
    if not any(services.store.facts_of_types(log, {ESCALATION}) for log in logs):
        return None
    return read_escalations(pair, services=services)


def _reading(pair: PairRecord, *, services: Services) -> str:
    newest = read_pair_state(pair, services=services).newest_accord
    hotline = None if newest is None else newest.accord.terms.hotline
    return "" if hotline is None else hotline.reading
