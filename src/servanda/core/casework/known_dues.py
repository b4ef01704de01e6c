"""Due times of clocks that nothing has moved, each reckoned once for all that began on one day.

A year of requests has hundreds of thousands of clocks, but few rules and few days; most clocks
are neither paused nor extended. This remembers what was reckoned. It changes no result: what it
returns is what `RunningDue` returns.

Source: docs/spec/deadlines.md, "Kinds" and "The calendar".
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from servanda.core.accords.terms import ClockRule
from servanda.core.casework.calendars import (
    NO_CALENDAR,
    Calendar,
    CalendarVersion,
    Reckoning,
    read_calendar,
)
from servanda.core.casework.clocks import HOURS, NO_DEADLINE, Due, RunningDue, within_reach
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId

# Whose calendars, how many of them there are, how many applied at the start.
_Versions: TypeAlias = tuple[PartyId, int, int]

_SECOND = timedelta(seconds=1)


class KnownDues:
    """Remembers due times; owned by the casework whose calendars they were reckoned by.

    Cases that are folded apart may share one where the same calendars count for all of them, in the
    same order: a calendar is known here by its number alone.
    """

    def __init__(self) -> None:
        self._reckonings: dict[_Versions, Reckoning] = {}
        self._dues: dict[tuple[_Versions, ClockRule, int, date], Due] = {}
        self._calendars: dict[Digest, Calendar] = {}

    def calendar_of(self, statement: VerifiedStatement) -> Calendar:
        """Return the calendar that a `calendar` statement describes, read once."""
        calendar = self._calendars.get(statement.digest)
        if calendar is None:
            calendar = read_calendar(statement.header.facts)
            self._calendars[statement.digest] = calendar
        return calendar

    def due(
        self,
        rule: ClockRule,
        *,
        party: PartyId,
        start: datetime,
        calendars: Sequence[CalendarVersion],
        grace_seconds: int,
    ) -> Due | None:
        """Return when what `rule` demands is due, if nothing moves it.

        Args:
            rule: From the accord.
            party: Who has to act.
            start: When the clock began.
            calendars: All that are known of `party`.
            grace_seconds: From the accord.
        """
        if rule.unit == NO_DEADLINE:
            return None
        if rule.unit == HOURS:
            at = within_reach(start) + timedelta(hours=rule.amount, seconds=grace_seconds)
            return Due(at=at, provisional=False)
        applied = _number_at(calendars, start)
        versions = (party, len(calendars), applied)
        at_start = calendars[applied - 1].calendar if applied else NO_CALENDAR
        reckoning = self._reckonings.get(versions)
        if reckoning is None:
            reckoning = self._reckonings[versions] = Reckoning(versions=(at_start,))
        key = (versions, rule, grace_seconds, reckoning.local_date(within_reach(start)))
        due = self._dues.get(key)
        if due is None:
            running = RunningDue(
                rule, start=start, calendars=calendars, grace_seconds=grace_seconds
            )
            due = running.due()
            last = due.at - timedelta(seconds=grace_seconds) - _SECOND if due else start
            # Where a later calendar may have a say, the day alone does not decide.
            if due and (applied == len(calendars) or _covers(at_start, reckoning, last)):
                self._dues[key] = due
        return due


def _number_at(calendars: Sequence[CalendarVersion], start: datetime) -> int:
    """Return how many versions were received by `start` before the first that was not."""
    for number, version in enumerate(calendars):
        if version.received_at > start:
            return number
    return len(calendars)


def _covers(calendar: Calendar, reckoning: Reckoning, instant: datetime) -> bool:
    return calendar.covers(reckoning.local_date(instant))
