"""Times by their distance from the day of writing: "yesterday", "next month", "a year ago".

Source: docs/spec/evidence/times.md, "Rules".
"""

import re

from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.grammar.words import (
    NEAR,
    ORDINALS,
    SEASON,
    SEASONS,
    UNIT,
    YEAR,
    toward_of,
    unit_named,
)
from servanda.evidence.times.numbers import SPOKEN_YEAR, parse_spoken_year
from servanda.evidence.times.readings import (
    OPEN_YEAR,
    Length,
    Period,
    Reading,
    Shift,
    Told,
    Toward,
    Unit,
    Vague,
    Year,
    YearBefore,
)
from servanda.evidence.times.time import TimeType

_AMOUNT = {Toward.LAST: -1, Toward.THIS: 0, Toward.NEXT: 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_VAGUE = {
    "now": "PRESENT_REF",
    "right now": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "current": "PRESENT_REF",
    "these days": "PRESENT_REF",
    "at present": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "recently": "PAST_REF",
    "more recently": "PAST_REF",
    "the past": "PAST_REF",
    "soon": "FUTURE_REF",
    "the future": "FUTURE_REF",
    "the near future": "FUTURE_REF",
    "the near term": "FUTURE_REF",
    "the short term": "FUTURE_REF",
    "the long term": "FUTURE_REF",
    "as soon as possible": "FUTURE_REF",
}


def _day(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    if match["before"]:
        return TimeType.DATE, Shift(unit=Unit.DAY, amount=-2)
    if match["after"]:
        return TimeType.DATE, Shift(unit=Unit.DAY, amount=2)
    return TimeType.DATE, Shift(unit=Unit.DAY, amount=_DAYS[match["day"].lower()])


def _shift(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit, toward, word = unit_named(match["unit"]), toward_of(match["near"]), match["near"].lower()
    is_last_day = unit is Unit.DAY and word.endswith(("last", "past"))  # of something
    if is_last_day or unit in {Unit.SECOND, Unit.MINUTE, Unit.HOUR}:
        return None
    if "following" in word or "previous" in word or "preceding" in word or "prior" in word:
        return TimeType.DATE, Told(unit=unit, amount=_AMOUNT[toward])
    if unit is Unit.DAY and word in {"next", "the next"}:
        return TimeType.DATE, Told(unit=unit, amount=1)
    return TimeType.DATE, Shift(unit=unit, amount=_AMOUNT[toward])


def _told(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    word = match["unit"].lower()
    if word == "year" and _ENDED.match(match.string, match.end()):
        # A year of accounts is a length: its days are those of its end.
        return TimeType.DURATION, Length(value="P1Y", unit=Unit.YEAR, count=1)
    return TimeType.DATE, Told(
        unit=Unit.QUARTER if word == "period" else unit_named(word), amount=0
    )


def _beside(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    amount = -1 if match["side"].lower() == "before" else 1
    return TimeType.DATE, Told(unit=unit_named(match["unit"]), amount=amount)


def _year_before(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    word = (match["unit"] or "").lower()
    number = ORDINALS.get((match["number"] or "").lower(), 0)
    if word.endswith("months"):
        months = 9 if word.startswith("nine") else 6
        return TimeType.DURATION, Length(value=f"P{months}M", unit=Unit.MONTH, count=months)
    unit = None if word in {"", "period"} else unit_named(word)
    return TimeType.DATE, YearBefore(unit=unit, number=number)


def _quarter(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    year = OPEN_YEAR
    given = match["year"] or match["year_before"]
    near_year = match["near_year"] or match["near_year_before"]
    if given:
        year = Year(number=int(given))
    elif near_year:
        year = Year(shift=_AMOUNT[toward_of(near_year)])
    unit = Unit.HALF if (match["unit"] or "").lower() == "half" else Unit.QUARTER
    number = ORDINALS[match["number"].lower()]
    if unit is Unit.HALF:
        number = 2 if number > 1 else 1
    return TimeType.DATE, Period(
        unit=unit, number=number, year=year, toward=toward_of(match["near"])
    )


def _told_quarter(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    near = match["near_year"]
    year = Year(shift=_AMOUNT[toward_of(near)]) if near else Year(number=int(match["year"]))
    unit = Unit.HALF if match["unit"].lower() == "half" else Unit.QUARTER
    return TimeType.DATE, Period(unit=unit, number=0, year=year)


def _season(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    year = OPEN_YEAR
    if match["year"]:
        year = Year(number=int(match["year"]))
    elif match["near_year"]:
        year = Year(shift=_AMOUNT[toward_of(match["near_year"])])
    elif match["spoken"]:
        year = Year(number=parse_spoken_year(match["spoken"]))
    near = match["near"]
    if not near and not year.is_given and not match["the"]:
        return None
    return TimeType.DATE, Period(
        unit=Unit.SEASON,
        number=SEASONS[match["season"].lower()],
        year=year,
        toward=toward_of(near),
    )


def _vague(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.DATE, Vague(value=_VAGUE[" ".join(match[0].lower().split())])


def _vague_units(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    return TimeType.DATE, Vague(value="FUTURE_REF" if match["ahead"] else "PAST_REF")


_ENDED = re.compile(r"\s(?:ended|ending)\b", re.IGNORECASE)
_OF_YEAR = (
    rf"(?:,?\s(?:of\s)?(?:(?:fiscal\s)?(?P<year>{YEAR})"
    rf"|(?P<near_year>last|this|next)\syear|(?P<spoken>{SPOKEN_YEAR}))\b)?"
)
_QUARTER = (
    r"(?P<number>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[\s-](?P<unit>quarter|half)"
)
_VAGUE_WORDS = "|".join(sorted((w.replace(" ", r"\s") for w in _VAGUE), key=len, reverse=True))
RULES = (
    Rule(
        name="day",
        pattern=(
            r"(?:(?P<before>the\sday\sbefore\syesterday)|(?P<after>the\sday\safter\stomorrow)"
            r"|(?P<day>today|yesterday|tomorrow))\b"
        ),
        build=_day,
    ),
    Rule(
        name="year-before",
        pattern=(
            r"(?:(?:a|the)\s)?(?:comparable\s|same\s|corresponding\s)?year[\s-](?:ago|earlier)\b"
            r"(?:\s(?:fiscal\s)?(?:(?P<number>first|second|third|fourth)[\s-])?"
            r"(?P<unit>quarter|period|half|month|week|day|(?:nine|six)\smonths)\b)?"
        ),
        build=_year_before,
    ),
    Rule(
        name="year-before",
        pattern=(
            r"the\s(?:same|corresponding|comparable|like)\s(?P<unit>quarter|period|month)\s"
            r"(?:(?:of\s)?last\syear|a\syear\s(?:ago|earlier|before))\b(?P<number>)"
        ),
        build=_year_before,
    ),
    Rule(
        name="quarter",
        pattern=(
            r"(?:(?P<near_year_before>last|this|next)\syear['’]s\s|(?:the\s|its\s|their\s|a\s)?)"
            rf"(?:(?P<near>{NEAR})\s)?(?:(?P<year_before>{YEAR})\s|fiscal[\s-])?(?:fiscal[\s-])?"
            rf"{_QUARTER}\b{_OF_YEAR}"
        ),
        build=_quarter,
    ),
    Rule(
        name="quarter",
        pattern=(
            rf"(?:the\s(?P<year>{YEAR})|(?P<near_year>last|this)\syear['’]s)\s"
            r"(?P<unit>quarter|period|half)\b"
        ),
        build=_told_quarter,
    ),
    Rule(
        name="quarter",
        pattern=(
            rf"Q(?P<number>[1-4])\b(?P<unit>)(?:\s(?:of\s)?(?P<year>{YEAR})\b)?"
            r"(?P<near>)(?P<year_before>)(?P<near_year>)(?P<near_year_before>)"
        ),
        build=_quarter,
    ),
    Rule(
        name="season",
        pattern=(
            rf"(?:(?P<near>{NEAR})\s)?(?P<the>the\s(?:early\s|late\s|mid[\s-]?)?)?\b(?P<season>{SEASON}){_OF_YEAR}\b"
            r"(?!\s(?:of|to|from|in|by|out|below|apart|behind|short|back|into|on)\b)"
        ),
        build=_season,
    ),
    Rule(
        name="shift",
        pattern=rf"(?:the\s)?(?P<near>{NEAR})\s(?:fiscal\s|calendar\s|full\s|academic\s|school\s)?(?P<unit>{UNIT}|season)\b(?!s)",
        build=_shift,
    ),
    Rule(
        name="told",
        pattern=r"the\s(?P<unit>day|week|month|year)\s(?P<side>before|after)(?=[.,;]|\s*$)",
        build=_beside,
    ),
    Rule(
        name="told",
        pattern=(
            r"(?:the|that)\s(?:same\s|latest\s|full\s|whole\s|entire\s)?(?:fiscal\s)?"
            r"(?P<unit>quarter|week|weekend|month|year|day|(?<=latest\s)period)\b(?!s|[-])"
        ),
        build=_told,
    ),
    Rule(
        name="vague-units",
        pattern=(
            r"(?:the\s)?(?:recent|past|(?P<ahead>coming|future))\s"
            r"(?:days|weeks|months|quarters|years|decades)"
            r"(?:\s(?:and|or)\s(?:days|weeks|months|years))?\b"
        ),
        build=_vague_units,
    ),
    Rule(name="vague", pattern=rf"(?:{_VAGUE_WORDS})\b", build=_vague),
)
