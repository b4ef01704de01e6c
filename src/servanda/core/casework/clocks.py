"""When something is due, and whether it came in time.

A deadline is a rule of the accord, a start, and the responder's calendar. All of it is integer
arithmetic on UTC seconds and local dates, so both parties and any court get the same instant.

Source: docs/spec/deadlines.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
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
from servanda.core.casework.months import months_later

HOURS = "hours"
CALENDAR_DAYS = "calendar_days"
WORKING_DAYS = "working_days"
MONTHS = "months"
NO_DEADLINE = "none"
ROLL_TO_WORKING_DAY = "next_working_day"

# A pause ends when its end was received, and a counterpart may state any time of receipt. Working
# days are gone through one by one, so what is longer is taken as this: forty years.
LONGEST_PAUSE = timedelta(days=14_610)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolonged:
    """A new due date in the place of the one reached until then.

    Attributes:
        until_day: The local date of the party that has to act; due when it is over.
    """

    until_day: date


class RunningDue:
    """When something is due, as one pause or new date after another comes; each costs the same.

    Owned by whoever asks for one verdict. What `rule` demands is due never if it has no deadline.

    Source: docs/spec/deadlines.md, "Kinds" and "Pauses".
    """

    def __init__(
        self,
        rule: ClockRule,
        *,
        start: datetime,
        calendars: Sequence[CalendarVersion],
        grace_seconds: int = 0,
        unmoved: Callable[[], Due | None] | None = None,
    ) -> None:
        """Take what `due_at` takes without the pauses, and who knows the due time without any."""
        self._rule = rule
        self._start = within_reach(start)
        self._grace = timedelta(seconds=grace_seconds)
        self._at_start = NO_CALENDAR
        self._later: list[CalendarVersion] = []
        for version in calendars:
            if version.received_at <= start and not self._later:
                self._at_start = version.calendar
            else:
                self._later.append(version)
        self._steps: list[Pause | Prolonged] = []
        self._unmoved = unmoved
        # By the calendars reckoned with, as their places in `_later`.
        self._walks: dict[tuple[int, ...], _Walk] = {}

    def pause(self, pause: Pause) -> None:
        """Let the clock stand still; one that overlaps the pause before counts once."""
        self._steps.append(pause)

    def prolong(self, until_day: date) -> None:
        """Make it due when `until_day` is over, unless that is earlier than now; pauses go on."""
        self._steps.append(Prolonged(until_day=until_day))

    def due(self) -> Due | None:
        """Return when it is due by the pauses so far."""
        if self._rule.unit == NO_DEADLINE:
            return None
        if self._unmoved is not None and not self._steps:
            return self._unmoved()
        reckoning = Reckoning(versions=(self._at_start,))
        used: tuple[int, ...] = ()
        reckoned = self._reckoned(used, reckoning)
        for place, version in enumerate(self._later):
            unsettled = reckoned.first_provisional
            if unsettled is None or version.received_at >= reckoned.at:
                break
            # One that speaks for none of these dates settles nothing, and a party can sign any
            # number of such: only as many are reckoned with as there are dates.
            if version.calendar.covers(unsettled):
                reckoning = reckoning.extended_by(version.calendar)
                used = (*used, place)
                reckoned = self._reckoned(used, reckoning)
        return Due(at=reckoned.at + self._grace, provisional=reckoned.first_provisional is not None)

    def _reckoned(self, used: tuple[int, ...], reckoning: Reckoning) -> _Reckoned:
        walk = self._walks.get(used)
        if walk is None:
            walk = _Walk(self._rule, start=self._start, reckoning=reckoning)
            self._walks[used] = walk
        walk.take(self._steps)
        return walk.reckoned()


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
    """
    running = RunningDue(rule, start=start, calendars=calendars, grace_seconds=grace_seconds)
    for pause in pauses:
        running.pause(pause)
    return running.due()


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


def within_reach(instant: datetime) -> datetime:
    """Return `instant`, or the nearest one that deadlines are reckoned from."""
    return min(max(instant, EARLIEST), LATEST)


class _Walk:
    """One clock by one reckoning, along its pauses and new dates.

    Holds the time it has come to before the last pause, too: one that overlaps the last makes
    of both a single one, which is then taken anew. A new date ends that: of a pause that goes on
    after it only the rest is taken.
    """

    def __init__(self, rule: ClockRule, *, start: datetime, reckoning: Reckoning) -> None:
        self._rule, self._start, self._reckoning = rule, start, reckoning
        self._taken = 0
        self._last: Pause | None = None
        # What of a pause before a new date was taken is not taken again.
        self._paused_until = EARLIEST
        # Dates whose nature decides are asked for; of those that stay provisional, the first.
        self._unsettled: date | None = None
        self._at, self._day = start, reckoning.local_date(start)
        if rule.unit == HOURS:
            self._at = start + timedelta(hours=rule.amount)
        else:
            asked: list[date] = []
            day = _last_day(rule, day_0=self._day, reckoning=reckoning, asked=asked)
            self._come_to(day, asked)
        self._before: tuple[datetime, date, date | None] = (self._at, self._day, self._unsettled)

    def take(self, steps: Sequence[Pause | Prolonged]) -> None:
        """Go on to the end of `steps`, which begin with those taken before."""
        for number in range(self._taken, len(steps)):
            step = steps[number]
            if isinstance(step, Prolonged):
                self._prolong(step.until_day)
                continue
            begin = max(within_reach(step.start), self._start, self._paused_until)
            end = min(within_reach(step.end), begin + LONGEST_PAUSE)
            self._take(begin, max(end, begin))
        self._taken = len(steps)

    def reckoned(self) -> _Reckoned:
        """Return where the clock has come to."""
        if self._rule.unit == HOURS:
            return _Reckoned(at=self._at, first_provisional=None)
        return _Reckoned(
            at=self._reckoning.end_of(self._day),
            first_provisional=self._first_provisional([self._day]),
        )

    def _prolong(self, until_day: date) -> None:
        """Go on to the end of `until_day`; from then on the clock is reckoned by dates."""
        if not EARLIEST.date() <= until_day <= LATEST.date():
            return
        if self._reckoning.end_of(until_day) <= self.reckoned().at:
            return
        if self._rule.unit == HOURS:
            self._rule = replace(self._rule, unit=CALENDAR_DAYS)
        # The date is given, not counted, so it does not roll.
        self._rule = replace(self._rule, roll="none")
        self._day, self._unsettled = until_day, None
        if self._last is not None:
            self._paused_until = self._last.end
        self._last = None

    def _take(self, begin: datetime, end: datetime) -> None:
        last = self._last
        if last is None or begin > last.end:
            self._before = (self._at, self._day, self._unsettled)
            self._last = Pause(start=begin, end=end)
            self._stand_still(self._last)
        elif end > last.end:
            self._last = Pause(start=last.start, end=end)
            self._extend(self._last, already=last.end)

    def _extend(self, pause: Pause, *, already: datetime) -> None:
        """Take the last pause for `pause`, of which the stretch until `already` is taken."""
        at, day, unsettled = self._before
        if self._rule.unit != WORKING_DAYS:
            self._at, self._day, self._unsettled = at, day, unsettled
            self._stand_still(pause)
        elif pause.start <= self._reckoning.end_of(day):
            # Working days add up, so only the rest is gone through, however often it grows.
            self._move(Pause(start=already, end=pause.end))

    def _stand_still(self, pause: Pause) -> None:
        if self._rule.unit == HOURS:
            if pause.start <= self._at:
                self._at += pause.end - pause.start
        elif pause.start <= self._reckoning.end_of(self._day):  # a late pause cures nothing
            self._move(pause)

    def _move(self, pause: Pause) -> None:
        asked: list[date] = []
        day = _moved(self._rule, self._day, pause=pause, reckoning=self._reckoning, asked=asked)
        self._come_to(day, asked)

    def _come_to(self, day: date, asked: list[date]) -> None:
        self._day = _roll(self._rule, day, reckoning=self._reckoning, asked=asked)
        self._unsettled = self._first_provisional(asked)

    def _first_provisional(self, asked: Iterable[date]) -> date | None:
        """Return the first date of `asked`, and of those asked before, that is provisional."""
        first = min(filter(self._reckoning.is_provisional, asked), default=None)
        if first is None or self._unsettled is None:
            return first or self._unsettled
        return min(first, self._unsettled)


def _last_day(rule: ClockRule, *, day_0: date, reckoning: Reckoning, asked: list[date]) -> date:
    if rule.unit == WORKING_DAYS:
        return _working_day_after(day_0, rule.amount, reckoning=reckoning, asked=asked)
    if rule.unit == MONTHS:
        return months_later(day_0, rule.amount)
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
