"""Times of day: "7:15 p.m.", "Friday evening", "last night", "noon Saturday".

Source: docs/spec/evidence/times.md, "Rules".
"""

import re

from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.grammar.words import (
    DAY,
    FULL_WEEKDAY,
    MONTH,
    NEAR,
    PART_OF_DAY,
    YEAR,
    month_number,
    toward_of,
    weekday_number,
)
from servanda.evidence.times.readings import (
    OPEN_YEAR,
    Clock,
    DayReading,
    Days,
    Reading,
    Repeated,
    Shift,
    Toward,
    Unit,
    Weekdays,
    Year,
)
from servanda.evidence.times.time import TimeType

_NOON = 12
_AMOUNT = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PART = (
    r"(?:mid[\s-]?morning|mid[\s-]?afternoon|overnight|lunchtime|daytime|afternoon|midnight|evening"
    r"|morning|midday|night|noon)"
)
_ZONE = (
    r"(?:\s?\(?(?:[ECMP][SD]?T|GMT|UTC|BST|CEST|CET|JST|IST|EEST|EET|MSK|Z)\b\)?(?:[+-]\d{1,2})?"
    r"|\s(?:local|Eastern|Pacific|Central)(?:\s(?:standard|daylight))?\stime)?"
)
_CLOCK = (
    r"(?P<clock>(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)?\s?"
    rf"(?P<half>[ap]\.?m\b\.?)(?:{_ZONE})"
    rf"|(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?:\s?hours|\s?hrs)?(?:{_ZONE})"
    r"|(?P<hours4>[01]\d|2[0-3])(?P<minutes4>[0-5]\d)\s(?:UTC|GMT)\b|(?:noon|midnight)\b)"
)
_DAY = (
    rf"(?:(?P<deictic>yesterday|today|tomorrow)|(?:(?P<near>{NEAR})\s)?(?P<weekday>{FULL_WEEKDAY})"
    rf"(?:,?\s(?P<wmonth>{MONTH})\s(?P<wday>{DAY})\b(?:,\s(?P<wyear>{YEAR}))?)?"
    rf"|(?P<month>{MONTH})\s(?P<day>{DAY})\b(?:,\s(?P<year>{YEAR})\b)?"
    rf"|(?P<day2>{DAY})\s(?P<month2>{MONTH})\b(?:\s(?P<year2>{YEAR})\b)?)"
)


def _day(match: re.Match[str]) -> DayReading | None:
    if match["deictic"]:
        return Shift(unit=Unit.DAY, amount=_AMOUNT[match["deictic"].lower()])
    month = match["month"] or match["month2"] or match["wmonth"]
    if month:
        day = (month_number(month), int(match["day"] or match["day2"] or match["wday"]))
        year = match["year"] or match["year2"] or match["wyear"]
        return Days(first=day, last=day, year=Year(number=int(year)) if year else OPEN_YEAR)
    if match["weekday"]:
        number = weekday_number(match["weekday"])
        return Weekdays(first=number, last=number, toward=toward_of(match["near"]))
    return None


def _time(match: re.Match[str]) -> str:
    if match["hour24"]:
        return f"{int(match['hour24']):02d}:{match['minute24']}"
    if match["hours4"]:
        return f"{match['hours4']}:{match['minutes4']}"
    if not match["hour"]:
        return "12:00" if match["clock"].lower() == "noon" else "24:00"
    hour = int(match["hour"]) % _NOON + (_NOON if match["half"][0] in "pP" else 0)
    return f"{hour:02d}:{match['minute'] or '00'}"


def _clock(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.TIME, Clock(time=_time(match), day=_day(match))


def _bare_clock(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.TIME, Clock(time=_time(match))


def _part(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    word = re.sub(r"[\s-]", "", match["part"].lower())
    return TimeType.TIME, Clock(time=PART_OF_DAY[word], day=_day(match))


def _nights(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    number = weekday_number(match["weekday"])
    return TimeType.SET, Repeated(value=f"XXXX-WXX-{number}T{PART_OF_DAY[match['part'].lower()]}")


def _near_part(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    if match["tonight"]:
        return TimeType.TIME, Clock(time="NI", day=Shift(unit=Unit.DAY, amount=0))
    word = match["part"].lower()
    near = toward_of(match["near_part"])
    amount = {Toward.LAST: -1, Toward.NEXT: 1}.get(near, 0)
    return TimeType.TIME, Clock(time=PART_OF_DAY[word], day=Shift(unit=Unit.DAY, amount=amount))


def _alone(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    word = re.sub(r"[\s-]", "", match["part"].lower())
    return TimeType.TIME, Clock(time=PART_OF_DAY[word])


RULES = (
    Rule(name="clock", pattern=rf"{_CLOCK},?\s(?:on\s)?{_DAY}\b", build=_clock),
    Rule(name="clock", pattern=rf"{_DAY}(?:,|\sat|,\sat)?\s{_CLOCK}", build=_clock),
    Rule(
        name="nights",
        pattern=rf"(?P<weekday>{FULL_WEEKDAY})\s(?P<part>morning|afternoon|evening|night)s\b",
        build=_nights,
    ),
    Rule(name="part-of-day", pattern=rf"{_DAY}\s(?P<part>{_PART})\b", build=_part),
    Rule(
        name="part-of-day",
        pattern=rf"(?:the\s)?(?P<part>{_PART})\s(?:of\s|on\s)?{_DAY}\b",
        build=_part,
    ),
    Rule(
        name="part-of-day",
        pattern=(
            r"(?:(?P<near_part>this|last|the\sprevious|next|the\sfollowing)\s"
            r"(?P<part>morning|afternoon|evening|night)|(?P<tonight>tonight))\b"
        ),
        build=_near_part,
    ),
    Rule(name="clock", pattern=_CLOCK, build=_bare_clock),
    Rule(
        name="part-of-day",
        pattern=r"(?P<part>overnight(?!\s?[.,;])|mid[\s-]?(?:morning|afternoon)|(?<=the\s)(?:morning|afternoon|evening))\b",
        build=_alone,
    ),
)
