"""When something is due, and whether it came in time.

A deadline is a rule of the accord, a start, and the responder's calendar. All of it is integer
arithmetic on UTC seconds and local dates, so both parties and any court get the same instant.

Source: docs/spec/deadlines.md.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servanda.core.accords.terms import ClockRule
from servanda.core.casework.calendars import (
    EARLIEST,
    LATEST,
    NO_CALENDAR,
    ONE_DAY,
    CalendarVersion,
    Reckoning,
)

HOURS = "hours"
CALENDAR_DAYS = "calendar_days"
WORKING_DAYS = "working_days"
MONTHS = "months"
NO_DEADLINE = "none"
ROLL_TO_WORKING_DAY = "next_working_day"

_MONTHS_OF_A_YEAR = 12

# Up to which size a margin is said in which unit; from then on in the next, at last in days.
_UNITS = ((60, "s", 1), (7_200, "min", 60), (172_800, "h", 3_600))
_SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch in which a clock stands still.

    Attributes:
        start: UTC; it counts only if it lies at or before the due time reached until then.
        end: UTC, not before `start`.
    """

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something is due.

    Attributes:
        at: UTC; what comes at this very second is in time.
        provisional: A date was used that no calendar speaks for; a later one may move it.
    """

    at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The result of one clock.

    Attributes:
        due: When it was, or is, due.
        stop: When the qualifying statement was received; None if it was not.
        margin_seconds: `due` less `stop`; for an open clock, less the moment of the verdict.
    """

    due: Due
    stop: datetime | None
    margin_seconds: int

    @property
    def is_in_time(self) -> bool:
        """Whether it stopped in time, or, while open, may still."""
        return self.margin_seconds >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reckoned:
    """When something is due before any grace, by the calendars known until then.

    Attributes:
        at: UTC.
        first_provisional: The first date it was reckoned by that no calendar speaks for.
    """

    at: datetime
    first_provisional: date | None


def due_at(
    rule: ClockRule,
    *,
    start: datetime,
    calendars: Sequence[CalendarVersion],
    pauses: Sequence[Pause] = (),
    grace_seconds: int = 0,
) -> Due | None:
    """Return when what `rule` demands is due; None if it has no deadline.

    Args:
        rule: From the accord.
        start: UTC, the receiver's time of receipt.
        calendars: Of the party that has to act, in the order received; later ones matter, for
            they can settle what is provisional.
        pauses: Oldest first; overlapping ones count once.
        grace_seconds: From the accord; added at the end.

    Source: docs/spec/deadlines.md, "Kinds" and "Pauses".
    """
    if rule.unit == NO_DEADLINE:
        return None
    begins = _within(start)
    at_start = NO_CALENDAR
    later: list[CalendarVersion] = []
    for version in calendars:
        if version.received_at <= start and not later:
            at_start = version.calendar
        else:
            later.append(version)
    reckoning = Reckoning(versions=(at_start,))
    reckoned = _reckon(rule, start=begins, reckoning=reckoning, pauses=pauses)
    for version in later:
        unsettled = reckoned.first_provisional
        if unsettled is None or version.received_at >= reckoned.at:
            break
        # One that speaks for none of these dates settles nothing, and a party can sign any
        # number of such: only as many are reckoned with as there are dates.
        if version.calendar.covers(unsettled):
            reckoning = reckoning.extended_by(version.calendar)
            reckoned = _reckon(rule, start=begins, reckoning=reckoning, pauses=pauses)
    return Due(
        at=reckoned.at + timedelta(seconds=grace_seconds),
        provisional=reckoned.first_provisional is not None,
    )


def verdict_of(due: Due, *, start: datetime, stop: datetime | None, at: datetime) -> Verdict:
    """Return the result of a clock.

    Args:
        due: From `due_at`.
        start: Its start; a stop before it counts as no time at all.
        stop: When it stopped, or None.
        at: The moment the verdict is made for; matters while the clock is open.
    """
    reached = at if stop is None else max(stop, start)
    return Verdict(due=due, stop=stop, margin_seconds=int((due.at - reached).total_seconds()))


def describe_margin(margin_seconds: int) -> tuple[int, str]:
    """Return the size of a margin as people say it: a number rounded down, and its unit."""
    size = abs(margin_seconds)
    for below, unit, seconds in _UNITS:
        if size < below:
            return size // seconds, unit
    return size // _SECONDS_OF_A_DAY, "d"


def describe_verdict(verdict: Verdict) -> str:
    """Return the result in words, such as "answered 2 h early" or "overdue by 3 d"."""
    number, unit = describe_margin(verdict.margin_seconds)
    if verdict.stop is None:
        word = "due in" if verdict.margin_seconds >= 0 else "overdue by"
        return f"{word} {number} {unit}"
    if verdict.margin_seconds == 0:
        return "on the deadline"
    return f"answered {number} {unit} {'early' if verdict.margin_seconds > 0 else 'late'}"


def _within(instant: datetime) -> datetime:
    return min(max(instant, EARLIEST), LATEST)


def _reckon(
    rule: ClockRule, *, start: datetime, reckoning: Reckoning, pauses: Sequence[Pause]
) -> _Reckoned:
    if rule.unit == HOURS:
        at = start + timedelta(hours=rule.amount)
        for pause in _joined(pauses, start=start):
            if pause.start <= at:
                at += pause.end - pause.start
        return _Reckoned(at=at, first_provisional=None)

    asked: list[date] = []  # every date whose nature decides; none may stay provisional
    day = _last_day(rule, day_0=reckoning.local_date(start), reckoning=reckoning, asked=asked)
    day = _roll(rule, day, reckoning=reckoning, asked=asked)
    for pause in _joined(pauses, start=start):
        if pause.start > reckoning.end_of(day):
            continue  # a late pause cures nothing
        day = _moved(rule, day, pause=pause, reckoning=reckoning, asked=asked)
        day = _roll(rule, day, reckoning=reckoning, asked=asked)
    asked.append(day)
    return _Reckoned(
        at=reckoning.end_of(day),
        first_provisional=min(filter(reckoning.is_provisional, asked), default=None),
    )


def _last_day(rule: ClockRule, *, day_0: date, reckoning: Reckoning, asked: list[date]) -> date:
    if rule.unit == WORKING_DAYS:
        return _working_day_after(day_0, rule.amount, reckoning=reckoning, asked=asked)
    if rule.unit == MONTHS:
        return _months_later(day_0, rule.amount)
    return day_0 + rule.amount * ONE_DAY


def _roll(rule: ClockRule, day: date, *, reckoning: Reckoning, asked: list[date]) -> date:
    if rule.roll != ROLL_TO_WORKING_DAY or rule.unit == WORKING_DAYS:
        return day
    asked.append(day)
    while not reckoning.is_working(day):
        day += ONE_DAY
        asked.append(day)
    return day


def _moved(
    rule: ClockRule, day: date, *, pause: Pause, reckoning: Reckoning, asked: list[date]
) -> date:
    """Return `day` moved by the local dates after that of the pause's start, up to its end's."""
    first, last = reckoning.local_date(pause.start), reckoning.local_date(pause.end)
    if rule.unit != WORKING_DAYS:
        return day + (last - first)
    days = [first + number * ONE_DAY for number in range(1, (last - first).days + 1)]
    asked.extend(days)
    amount = sum(reckoning.is_working(each) for each in days)
    return _working_day_after(day, amount, reckoning=reckoning, asked=asked)


def _working_day_after(day: date, amount: int, *, reckoning: Reckoning, asked: list[date]) -> date:
    while amount > 0:
        day += ONE_DAY
        asked.append(day)
        amount -= reckoning.is_working(day)
    return day


def _months_later(day: date, amount: int) -> date:
    """Return the same day number `amount` months later, or that month's last day."""
    months = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + amount
    year, month = divmod(months, _MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _joined(pauses: Sequence[Pause], *, start: datetime) -> list[Pause]:
    """Return the pauses without overlap, none before `start`, none that ends before it begins."""
    joined: list[Pause] = []
    for pause in pauses:
        begin = max(_within(pause.start), start)
        end = max(_within(pause.end), begin)
        if joined and begin <= joined[-1].end:
            joined[-1] = Pause(start=joined[-1].start, end=max(end, joined[-1].end))
        else:
            joined.append(Pause(start=begin, end=end))
    return joined
