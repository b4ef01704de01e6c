"""Days, months and years with a number: "Nov. 12 and 13", "March 1996", "the 1990s".

Source: docs/spec/evidence/times.md, "Rules".
"""

import re

from servanda.evidence.times.days import LAST_YEAR, safe_day
from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.grammar.words import (
    DASH,
    DAY,
    FULL_WEEKDAY,
    MONTH,
    NEAR,
    WEEKDAY,
    YEAR,
    month_number,
    toward_of,
    weekday_number,
)
from servanda.evidence.times.numbers import ORDINAL, SPOKEN_YEAR, parse_ordinal, parse_spoken_year
from servanda.evidence.times.readings import (
    OPEN_YEAR,
    Days,
    Decade,
    Fixed,
    Month,
    Reading,
    Repeated,
    Toward,
    Weekdays,
    Year,
    Years,
)
from servanda.evidence.times.time import TimeType

_SHIFTED = {Toward.LAST: -1, Toward.THIS: 0, Toward.NEXT: 1}
_YEAR_TAIL = (
    rf"(?:,?\s?(?P<year>{YEAR})\b(?![,.]?\d)|,?\s(?:of\s)?(?P<near_year>last|this|next)\syear\b(?!['’]s)"
    rf"|,?\s(?P<spoken>{SPOKEN_YEAR})\b)"
)
_NUMBER = rf"(?:{DAY})(?:st|nd|rd|th)?(?![\d%])(?!:\d)(?!,\d\d\d)(?!\.\d)"
_DECADES = (
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
)
_CENTURY_OF_TWO_DIGITS = 1900  # "'80s" and "10/30/89" are of the last century …
_PIVOT = 50  # … and "3/4/15" is of this one


def _year(match: re.Match[str]) -> Year:
    if match["year"]:
        return Year(number=int(match["year"]))
    if match["near_year"]:
        return Year(shift=_SHIFTED[toward_of(match["near_year"])])
    if match["spoken"]:
        return Year(number=parse_spoken_year(match["spoken"]))
    return OPEN_YEAR


def _day_number(text: str) -> int | None:
    return int(text) if text.isdecimal() else parse_ordinal(text)


def _days(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    month, first = month_number(match["month"]), _day_number(match["first"])
    if first is None or first == 0:
        return None
    last = (_day_number(match["last"]) if match["last"] else None) or first
    last = max(first, last)
    if safe_day(2000, month, first) is None or safe_day(2000, month, last) is None:
        return None
    weekday = weekday_number(match["weekday"]) if match["weekday"] else None
    return TimeType.DATE, Days(
        first=(month, first),
        last=(month, last),
        year=_year(match),
        weekday=weekday,
        toward=toward_of(match["near"]),
    )


def _month(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.DATE, Month(
        number=month_number(match["month"]), year=_year(match), toward=toward_of(match["near"])
    )


def _iso(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    day = safe_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return None if day is None else (TimeType.DATE, Fixed(day=day))


def _slashed(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    year = int(match["y"])
    if len(match["y"]) < len("2015"):
        year += 2000 if year < _PIVOT else _CENTURY_OF_TWO_DIGITS
    month, day = int(match["m"]), int(match["d"])
    if month > 12 >= day:  # noqa: PLR2004 - a day of the month stands first outside the US
        month, day = day, month
    found = safe_day(year, month, day) if 1 <= month <= 12 else None  # noqa: PLR2004 - months
    return None if found is None else (TimeType.DATE, Fixed(day=found))


def _weekdays(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    first = weekday_number(match["first"])
    last = weekday_number(match["last"]) if match["last"] else first
    if last < first:
        return None  # "Friday and Thursday" are two, told apart
    return TimeType.DATE, Weekdays(first=first, last=last, toward=toward_of(match["near"]))


def _every_weekday(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.SET, Repeated(value=f"XXXX-WXX-{weekday_number(match['weekday'])}")


def _years(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    first = int(match["first"]) if match["first"] else parse_spoken_year(match["spoken"] or "")
    if first is None:
        return None
    last = first
    if match["last"]:
        last = int(match["last"])
        if last < 100:  # noqa: PLR2004 - "2014-15"
            last += first // 100 * 100
    if last < first or last > LAST_YEAR:
        return None
    return TimeType.DATE, Years(first=first, last=last)


def _decade(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    if match["named"]:
        number = 2 + _DECADES.index(match["named"].lower())
        return TimeType.DATE, Decade(digits=f"19{number}")
    digits = match["digits"]
    return TimeType.DATE, Decade(digits=digits[:3] if len(digits) > 2 else f"19{digits[0]}")  # noqa: PLR2004


def _century(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    number = parse_ordinal(match["number"])
    return None if not number else (TimeType.DATE, Decade(digits=f"{number - 1:02d}"))


def _year_end(_: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.DATE, Days(first=(12, 31), last=(12, 31))


_NEAR = rf"(?:(?P<near>{NEAR})\s)?"
_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY}),?\s(?:the\s)?)?"
RULES = (
    Rule(name="iso", pattern=r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", build=_iso),
    Rule(
        name="slashed",
        pattern=r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d\d)(?![\d/])",
        build=_slashed,
    ),
    Rule(
        name="days",
        pattern=(
            rf"{_NEAR}{_WEEKDAY}(?P<month>{MONTH})\s(?:the\s)?"
            rf"(?P<first>{_NUMBER}|{ORDINAL}(?!\squarter))"
            rf"(?:(?:,\s?{_NUMBER}){{0,9}},?\s?{DASH}\s?"
            rf"(?P<last>{_NUMBER})(?!\s?(?:percent|million|billion)))?{_YEAR_TAIL}?"
        ),
        build=_days,
    ),
    Rule(
        name="days",
        pattern=(
            rf"{_NEAR}{_WEEKDAY}(?:the\s)?(?P<first>{_NUMBER}|{ORDINAL})(?:\s?{DASH}\s?"
            rf"(?P<last>{_NUMBER}))?\s(?:of\s)?(?P<month>{MONTH})\b{_YEAR_TAIL}?"
        ),
        build=_days,
    ),
    Rule(
        name="month",
        pattern=rf"{_NEAR}(?P<month>{MONTH})(?:\sof)?{_YEAR_TAIL}",
        build=_month,
    ),
    Rule(
        name="weekdays",
        pattern=(
            rf"{_NEAR}(?P<first>{FULL_WEEKDAY})(?:,\s{FULL_WEEKDAY}){{0,5}},?\s(?:and|&|or|-|–)\s"
            rf"(?P<last>{FULL_WEEKDAY})\b"
        ),
        build=_weekdays,
    ),
    Rule(
        name="weekdays",
        pattern=rf"{_NEAR}(?P<first>{FULL_WEEKDAY})\b(?P<last>)",
        build=_weekdays,
    ),
    Rule(name="every", pattern=rf"(?P<weekday>{FULL_WEEKDAY})s\b(?!['’])", build=_every_weekday),
    Rule(
        name="month",
        pattern=(rf"{_NEAR}(?P<month>{MONTH})(?P<year>)(?P<near_year>)(?P<spoken>)(?!\w)(?!\s\d)"),
        build=_month,
    ),
    Rule(
        name="decade",
        pattern=(
            r"(?:the\s)?(?:['’]?(?P<digits>(?:1[5-9]|20)\d0|(?<=['’])[2-9]0)['’]?s"
            r"|(?<=the\s)(?P<named>twenties|thirties|forties|fifties|sixties|seventies|eighties"
            r"|nineties))\b"
        ),
        build=_decade,
    ),
    Rule(
        name="year-end",
        pattern=r"(?:the\s)?(?:year(?:['’]s)?|calendar\syear)[\s-]end\b",
        build=_year_end,
    ),
    Rule(name="century", pattern=rf"(?:the\s)?(?P<number>{ORDINAL})[\s-]century\b", build=_century),
    Rule(
        name="years",
        pattern=(
            rf"(?:the\s)?(?:(?:fiscal|calendar|financial)\s|FY\s?)?(?:year\s)?"
            rf"(?:(?P<first>{YEAR})|(?P<spoken>{SPOKEN_YEAR}|(?<=year\s)two\sthousand))\b"
            rf"(?:\s?(?:-|–|/)\s?(?P<last>{YEAR}|\d\d)\b)?(?!-\d)(?:\s(?:fiscal|financial)\syear\b)?"
        ),
        build=_years,
    ),
)
