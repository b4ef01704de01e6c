"""What an expression says by itself, before anybody knows the day it was written on.

`find` reads these off the text; `resolve` turns them into values and days.

Source: docs/spec/evidence/times.md, "Readings".
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Unit(StrEnum):
    """A unit of the calendar or the clock; the value is TIMEX3's letter, where it has one."""

    SECOND = "S"
    MINUTE = "MIN"  # written TM in a value: M after T
    HOUR = "H"
    DAY = "D"
    WEEK = "W"
    WEEKEND = "WE"
    MONTH = "M"
    QUARTER = "Q"
    HALF = "HALF"
    SEASON = "SEASON"
    YEAR = "Y"
    DECADE = "DE"
    CENTURY = "CE"


class Toward(StrEnum):
    """Which one of several is meant, by the word that stands before it."""

    BARE = "bare"  # no word: tense and nearness decide
    LAST = "last"
    THIS = "this"
    NEXT = "next"


class Part(StrEnum):
    """Which part of a period is meant."""

    WHOLE = "whole"
    START = "start"
    MID = "mid"
    END = "end"


class Tense(StrEnum):
    """What the verbs around an expression say of its direction."""

    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year as far as it is given: a number, or a distance from the year of publication."""

    number: int | None = None
    shift: int | None = None

    @property
    def is_given(self) -> bool:
        """Whether the text says anything of it."""
        return self.number is not None or self.shift is not None


OPEN_YEAR = Year()


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days of one month, or of two: "Nov. 12 and 13", "Sept. 30 to Oct. 2".

    Attributes:
        first: Month and day.
        last: Month and day; equals `first` for a single day.
        year: Of the last day.
        weekday: As printed beside it, 1 Monday … 7 Sunday; None without one.
        toward: The word before it.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    year: Year = OPEN_YEAR
    weekday: int | None = None
    toward: Toward = Toward.BARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month: "September", "March 1996", "July last year"."""

    number: int
    year: Year = OPEN_YEAR
    toward: Toward = Toward.BARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekdays:
    """Days of a week, the list kept whole: "Monday", "Thursday and Friday".

    Attributes:
        first: 1 Monday … 7 Sunday.
        last: Equals `first` for a single day.
        toward: The word before it.
        week: Distance of a named week from that of publication ("上周三": -1); None without one.
    """

    first: int
    last: int
    toward: Toward = Toward.BARE
    week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """One year, or a range of years, given by number."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A quarter, half or season: "the third quarter", "last fall".

    Attributes:
        number: 1 to 4 for quarters and seasons (1 spring … 4 winter), 1 or 2 for halves; 0 where
            the text means one already told of ("the quarter").
    """

    unit: Unit
    number: int
    year: Year = OPEN_YEAR
    toward: Toward = Toward.BARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Decade:
    """Ten years or a hundred: "the 1990s", "the 20th century"; `digits` as in the value."""

    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """So many units from the day of publication: "yesterday", "next month", "two years ago".

    Attributes:
        is_counted: True for "six weeks ago", where the day counts from today; False for "last
            week", which is the calendar's.
    """

    unit: Unit
    amount: int
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """So many units from what the text told last: "a year earlier", "the day", "that quarter"."""

    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBefore:
    """The same period one year before: "a year ago", "the year-earlier quarter".

    Attributes:
        unit: The unit printed beside it, or None.
        number: Of the quarter, where one is printed.
    """

    unit: Unit | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A duration.

    Attributes:
        value: TIMEX3 duration, "P3M"; "PXY" where the number stays open.
        unit: Of the number.
        count: Whole units, rounded up; None where the number stays open.
        toward: LAST for "the past three months", NEXT for "the next", else BARE.
    """

    value: str
    unit: Unit
    count: int | None
    toward: Toward = Toward.BARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A set of times, by its value: "every month"."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """A word for the past, the present or the future: "recently"."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """One day given whole: "2015-11-12"; or a day of every year with `year` open."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """A stretch before or after an event: "the three weeks following the deal".

    Attributes:
        unit: Of the number.
        count: None where it stays open ("days before").
        is_after: Direction from the event.
        is_within: "within hours of": the stretch and the event's day are one answer.
        is_stretch: "the three weeks after" is a stretch; "three weeks after" is its far end.
        anchor: The words for the event and those after it, lower case.
        anchor_start: Where those words begin, from the start of the expression.
        month: Of the event, where its words name one; 0 otherwise.
        length: Characters of the stretch alone, which is all that is meant if the event is unknown.
        consumed: Characters that no other expression can begin in.
    """

    unit: Unit
    count: int | None
    is_after: bool
    is_within: bool
    is_stretch: bool
    anchor: str
    anchor_start: int
    month: int
    length: int
    consumed: int


DayReading: TypeAlias = Days | Weekdays | Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day: of a day given beside it, or of the day told last.

    Attributes:
        time: What follows T in the value: "19:15", "NI", "MO".
        day: None where no day is given.
    """

    time: str
    day: DayReading | None = None


CalendarReading: TypeAlias = Days | Month | Weekdays | Years | Decade | Fixed
Reading: TypeAlias = (
    CalendarReading
    | Period
    | Shift
    | Told
    | YearBefore
    | Length
    | Repeated
    | Vague
    | Anchored
    | Clock
)
