"""What a compilation of incidents can say about a day: ratio, placebo, lag, power, pre-trend.

Source: docs/spec/evidence/trend.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from servanda.evidence.trend.rates import (
    PERMILLE,
    Counts,
    Ratio,
    exact_ratio,
    posterior_ratio,
    power,
)
from servanda.evidence.trend.recorded import Recorded, Role, months

HALVING = 500  # permille: the change that the data should be able to show
ENOUGH_POWER = 800  # permille
LEAST_SIDE_DAYS = 365  # of a placebo's sides: less than a year is all season
PRE_TREND_TAIL = 0.1  # on each side; a fall before the day is suspected early
DAYS_OF_MONTH = 30.4375  # of a mean month, for lags in months
_QUARTERS = (250, 500, 750, 900)


class Doubt(StrEnum):
    """Why nothing is concluded."""

    LOW_POWER = "low_power"
    INTERVAL_HOLDS_ONE = "interval_holds_one"
    SOURCES_DISAGREE = "sources_disagree"
    FELL_BEFORE = "fell_before"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is looked at: from a day, to a day (excluded), around the break.

    Attributes:
        start: The first day.
        at: The break; it belongs to the time after.
        end: The day after the last.
    """

    start: date
    at: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How long after its start an incident became public.

    Attributes:
        count: Incidents with both days known.
        quartiles: Months within which 25, 50, 75 and 90 in a hundred were public.
        unseen: Permille of incidents after the break that are not public yet at the window's end,
            if lags stay as they were.
    """

    count: int
    quartiles: tuple[int, ...]
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One compilation in one role.

    Attributes:
        unplaced: Incidents whose days lie on both sides of the break or of the window.
        placebo_rank: How many of the other possible breaks show as low a ratio, or lower.
        placebos: Number of other possible breaks.
        doubts: Why this series alone would conclude nothing, in order.
    """

    compilation: str
    role: Role
    counts: Counts
    unplaced: int
    ratio: Ratio
    posterior: Ratio
    placebo_rank: int
    placebos: int
    lag: Lag | None
    power: int
    before_fell: bool
    doubts: tuple[Doubt, ...]


def look_at(recorded: Sequence[Recorded], *, window: Window) -> tuple[Series, ...]:
    """Return each compilation's series in each role, subjects first, then by name.

    The order of `recorded` does not matter.
    """
    kinds = sorted({(one.role is Role.CONTROL, one.compilation) for one in recorded})
    return tuple(
        _series(
            [
                one
                for one in recorded
                if one.compilation == name and (one.role is Role.CONTROL) == is_control
            ],
            compilation=name,
            role=Role.CONTROL if is_control else Role.SUBJECT,
            window=window,
        )
        for is_control, name in kinds
    )


def doubts_of(series: Sequence[Series]) -> tuple[Doubt, ...]:
    """Return why the compilations together conclude nothing; empty where they may."""
    subjects = [one for one in series if one.role is Role.SUBJECT]
    if not subjects or all(_total(one.counts) == 0 for one in subjects):
        return (Doubt.NO_DATA,)
    found = {doubt for one in subjects for doubt in one.doubts}
    if len({_direction(one.ratio) for one in subjects}) > 1:
        found.add(Doubt.SOURCES_DISAGREE)
    return tuple(doubt for doubt in Doubt if doubt in found)


def _series(
    recorded: Sequence[Recorded], *, compilation: str, role: Role, window: Window
) -> Series:
    counts, unplaced = count(recorded, window=window)
    ratio = exact_ratio(counts)
    halving = power(counts, ratio=HALVING)
    fell = _fell_before(recorded, window=window)
    placebos = [
        exact_ratio(count(recorded, window=Window(start=window.start, at=at, end=window.end))[0])
        for at in _placebo_days(window)
    ]
    doubts = (
        *([Doubt.LOW_POWER] if halving < ENOUGH_POWER else ()),
        *([Doubt.INTERVAL_HOLDS_ONE] if _direction(ratio) == 0 else ()),
        *([Doubt.FELL_BEFORE] if fell else ()),
    )
    return Series(
        compilation=compilation,
        role=role,
        counts=counts,
        unplaced=unplaced,
        ratio=ratio,
        posterior=posterior_ratio(counts),
        placebo_rank=sum(_order(one) <= _order(ratio) for one in placebos),
        placebos=len(placebos),
        lag=_lag(recorded, window=window),
        power=halving,
        before_fell=fell,
        doubts=doubts,
    )


def count(recorded: Sequence[Recorded], *, window: Window) -> tuple[Counts, int]:
    """Return the incidents on each side of the break, and how many can lie on either side."""
    before = after = unplaced = 0
    for one in recorded:
        first, last = one.started.earliest, one.started.latest
        if first is None or last is None:
            unplaced += 1
        elif last < window.start or first >= window.end:
            continue
        elif first >= window.start and last < window.at:
            before += 1
        elif first >= window.at and last < window.end:
            after += 1
        else:
            unplaced += 1
    counts = Counts(
        before=before,
        after=after,
        days_before=max(1, (window.at - window.start).days),
        days_after=max(1, (window.end - window.at).days),
    )
    return counts, unplaced


def _fell_before(recorded: Sequence[Recorded], *, window: Window) -> bool:
    """Tell whether the second half of the time before already had fewer than the first."""
    middle = window.start + (window.at - window.start) / 2
    halves, _ = count(recorded, window=Window(start=window.start, at=middle, end=window.at))
    high = exact_ratio(halves, tail=PRE_TREND_TAIL).high
    return high is not None and high < PERMILLE


def _placebo_days(window: Window) -> list[date]:
    side = timedelta(days=LEAST_SIDE_DAYS)
    return [day for day in months(window.start + side, window.end - side) if day != window.at]


def _lag(recorded: Sequence[Recorded], *, window: Window) -> Lag | None:
    lags = sorted(
        (one.reported - one.started.latest).days if one.reported >= one.started.latest else 0
        for one in recorded
        if one.reported is not None and one.started.latest is not None
    )
    if not lags:
        return None
    days_after = max(1, (window.end - window.at).days)
    # An incident of day d after the break is public at the end if its lag is at most what is left.
    public = sum(min(days_after, max(0, days_after - lag)) for lag in lags)
    return Lag(
        count=len(lags),
        quartiles=tuple(
            round(lags[min(len(lags) - 1, len(lags) * share // PERMILLE)] / DAYS_OF_MONTH)
            for share in _QUARTERS
        ),
        unseen=PERMILLE - public * PERMILLE // (days_after * len(lags)),
    )


def _direction(ratio: Ratio) -> int:
    """Return -1 for fewer, 1 for more, 0 where the interval holds 1."""
    if ratio.high is not None and ratio.high < PERMILLE:
        return -1
    return 1 if ratio.low > PERMILLE else 0


def _order(ratio: Ratio) -> float:
    return float("inf") if ratio.value is None else ratio.value


def _total(counts: Counts) -> int:
    return counts.before + counts.after
