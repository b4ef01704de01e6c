"""Stretches of time, and days counted by them: "three weeks", "two years ago", "days before X".

Source: docs/spec/evidence/times.md, "Rules".
"""

import math
import re

from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.grammar.words import (
    FULL_WEEKDAY,
    MONTH,
    UNIT,
    UNITS_MANY,
    month_number,
    toward_of,
    unit_named,
    weekday_number,
)
from servanda.evidence.times.numbers import CARDINAL, parse_number
from servanda.evidence.times.readings import (
    Anchored,
    Length,
    Reading,
    Repeated,
    Shift,
    Told,
    Toward,
    Unit,
    Vague,
)
from servanda.evidence.times.time import TimeType

_LETTER = {
    Unit.SECOND: ("T", "S", 1),
    Unit.MINUTE: ("T", "M", 1),
    Unit.HOUR: ("T", "H", 1),
    Unit.DAY: ("", "D", 1),
    Unit.WEEK: ("", "W", 1),
    Unit.WEEKEND: ("", "WE", 1),
    Unit.MONTH: ("", "M", 1),
    Unit.QUARTER: ("", "Q", 1),
    Unit.SEASON: ("", "M", 3),
    Unit.HALF: ("", "M", 6),
    Unit.YEAR: ("", "Y", 1),
    Unit.DECADE: ("", "DE", 1),
    Unit.CENTURY: ("", "CE", 1),
}
_FEW = r"several|a\sfew|few|a\scouple\sof|couple\sof|many|a\snumber\sof|some"
_TOWARD = r"last|past|previous|preceding|next|coming|following|latest|first|final|recent|upcoming"
_COUNT = rf"(?:{CARDINAL}(?:\s\d/\d|\sand\sa\shalf|\sto\s{CARDINAL})?|{_FEW}|half\san?|an?)"
_NOT_BEFORE = r"(?<![$£€#\d.,/-])"
_EVENT = (
    rf"(?P<anchor>(?:the|its|their|his|her|this|that)\s(?:(?P<month>{MONTH})\s)?"
    r"(?:(?!on\b|in\b|at\b|to\b|for\b|by\b|of\b|and\b|that\b|when\b|last\b|next\b|was\b|with\b)"
    r"[\w-]+\s?){1,3})"
)


_COUNTS = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "a couple of": 2.0, "couple of": 2.0}


def duration_value(count: float | None, unit: Unit) -> str:
    """Return the TIMEX3 duration; X where the number stays open."""
    prefix, letter, times = _LETTER[unit]
    if count is None:
        return f"P{prefix}X{letter}"
    if count == int(count):
        return f"P{prefix}{int(count) * times}{letter}"
    if unit is Unit.YEAR:
        months = round((count - int(count)) * 12)
        return f"P{int(count)}Y{months}M" if count >= 1 else f"P{months}M"
    if unit is Unit.MINUTE:
        return f"PT{int(count)}M{round((count - int(count)) * 60)}S"
    if unit is Unit.HOUR:
        minutes = round((count - int(count)) * 60)
        return f"PT{int(count)}H{minutes}M" if count >= 1 else f"PT{minutes}M"
    return f"P{prefix}{count * times:g}{letter}"


def _count(text: str | None) -> float | None:
    """Return the number that stands before a unit; None where it is open."""
    plain = " ".join((text or "").lower().split())
    if plain in _COUNTS:
        return _COUNTS[plain]
    whole = plain.removesuffix(" and a half").partition(" to ")[0]
    head, _, fraction = whole.partition(" ")
    added = 0.5 if plain.endswith(" and a half") else 0.0
    if "/" in fraction:
        above, _, below = fraction.partition("/")
        whole, added = head, int(above) / max(int(below), 1)
    number = parse_number(whole)
    return None if number is None else number + added


_RATE = re.compile(
    r"(?:[$£€]\s?[\d.,]+(?:\s(?:thousand|million|billion|trillion))?|\d|\b(?:cents|dollars|percent"
    r"|times|once|twice|share|shares|rate of [\d,.]+|million|billion|(?:two|three|four|five|six"
    r"|seven|eight|nine|ten|\d+)\s\w+s))\s$",
    re.IGNORECASE,
)


def _single(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit = unit_named(match["unit"])
    if _RATE.search(match.string[max(0, match.start() - 40) : match.start()]):
        return None
    count = _count(match["count"])
    toward = toward_of(match["toward"])
    value = duration_value(count, unit)
    return TimeType.DURATION, Length(value=value, unit=unit, count=1, toward=toward)


def _length(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit, word = unit_named(match["unit"]), (match["toward"] or "").lower()
    count = _count(match["count"])
    if not word and (match["count"] or "").lower() in {"some", "many", "few"}:
        return None
    toward = Toward.BARE if word in {"first", "final"} else toward_of(word)
    if unit is Unit.WEEK and match["unit"].lower().startswith("fortnight"):
        count = None if count is None else count * 2
    return TimeType.DURATION, Length(
        value=duration_value(count, unit),
        unit=unit,
        count=None if count is None else math.ceil(count),
        toward=toward,
    )


def _ago(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit, count, word = unit_named(match["unit"]), _count(match["count"]), match["side"].lower()
    back = word in {"ago", "earlier", "before", "previously", "back"}
    if count is None:
        return TimeType.DATE, Vague(value="PAST_REF" if back else "FUTURE_REF")
    amount = -math.ceil(count) if back else math.ceil(count)
    if word in {"ago", "from now", "hence", "back"}:
        return TimeType.DATE, Shift(unit=unit, amount=amount, is_counted=True)
    return TimeType.DATE, Told(unit=unit, amount=amount)


def _anchored(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    side = " ".join(match["side"].lower().split())
    if side == "of" and match["within"] is None:
        return None
    month = match["month"]
    return TimeType.DATE, Anchored(
        unit=unit_named(match["unit"]),
        count=None if match["count"] is None else _whole(match["count"]),
        is_after=side not in {"before", "ahead of", "prior to"},
        is_within=match["within"] is not None,
        is_stretch=match["the"] is not None,
        anchor=" ".join(match["anchor"].lower().split()),
        anchor_start=match.start("anchor") - match.start(),
        month=month_number(month) if month else 0,
        length=match.end("unit") - match.start(),
        consumed=match.end("month" if month else "side") - match.start(),
    )


def _whole(text: str) -> int | None:
    count = _count(text)
    return None if count is None else math.ceil(count)


def _set(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    if match["weekday"]:
        return TimeType.SET, Repeated(value=f"XXXX-WXX-{weekday_number(match['weekday'])}")
    if match["month"]:
        return TimeType.SET, Repeated(value=f"XXXX-{month_number(match['month']):02d}")
    unit = unit_named(match["unit"] or match["units"])
    count = _count(match["count"] or "a")
    return TimeType.SET, Repeated(value=duration_value(count, unit))


def _plural(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit = unit_named(match["unit"])
    return TimeType.DURATION, Length(value=duration_value(None, unit), unit=unit, count=None)


def _hyphened(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit, count = unit_named(match["unit"]), _count(match["count"] or "a")
    if count is None:
        return None
    return TimeType.DURATION, Length(
        value=duration_value(count, unit), unit=unit, count=math.ceil(count)
    )


RULES = (
    Rule(
        name="anchored",
        pattern=(
            rf"(?P<within>within\s)?(?P<the>the\s)?(?:(?:first|last)\s)?(?:(?P<count>{_COUNT})\s)?"
            rf"(?P<unit>{UNITS_MANY}|{UNIT})\s(?:immediately\s|just\s)?"
            rf"(?P<side>following|after|before|since|of|prior\sto|ahead\sof)\s{_EVENT}"
        ),
        build=_anchored,
    ),
    Rule(
        name="counted",
        pattern=(
            rf"{_NOT_BEFORE}(?P<count>{_COUNT})\s(?P<unit>{UNITS_MANY}|{UNIT})\s(?:or\sso\s)?"
            r"(?P<side>ago|earlier|later|from\snow|hence|before(?=[.,;]|\sthat)|previously)\b"
        ),
        build=_ago,
    ),
    Rule(
        name="length",
        pattern=(
            rf"{_NOT_BEFORE}(?:the\s)?(?:(?P<toward>{_TOWARD})\s)?(?P<count>{_COUNT})\s"
            rf"(?:more\s|additional\s|full\s|consecutive\s|straight\s|trading\s|business\s|working\s|calendar\s)?"
            rf"(?P<unit>{UNITS_MANY}|fortnights?)\b(?![\s-]old\b)"
        ),
        build=_length,
    ),
    Rule(
        name="hyphened",
        pattern=rf"{_NOT_BEFORE}(?:a\s|the\s)?(?P<count>{CARDINAL})[\s-](?P<unit>{UNIT})(?:-long)?\b(?!s|[\s-]olds?\b)",
        build=_hyphened,
    ),
    Rule(
        name="hyphened",
        pattern=rf"(?:(?P<count>an?)\s)?(?P<unit>{UNIT})-long\b",
        build=_hyphened,
    ),
    Rule(
        name="single",
        pattern=(
            rf"(?:(?P<toward>another|an\sadditional|an\sextra)\s)?(?P<count>half\san?|an?|one)\s"
            rf"(?:full\s|whole\s|entire\s)?(?P<unit>(?!second|quarter){UNIT})\b(?!s|[\s-](?:olds?|ago|earlier|later)\b|-)"
        ),
        build=_single,
    ),
    Rule(
        name="plural",
        pattern=(
            rf"(?:(?<!\w\s)(?<!-)|(?<=\bfor\s)|(?<=\bin\s)|(?<=\bwithin\s)|(?<=\bjust\s)"
            rf"|(?<=\bof\s)|(?<=\bover\s)|(?<=\btook\s)|(?<=\bafter\s))"
            rf"(?:the\s)?(?P<unit>{UNITS_MANY})(?:\s(?:ago|ahead)|\s(?:and|or)\s{UNITS_MANY})?\b"
        ),
        build=_plural,
    ),
    Rule(
        name="set",
        pattern=(
            rf"(?:each|every|per)\s(?:other\s)?(?:(?P<unit>(?!second){UNIT})"
            rf"|(?P<count>{CARDINAL})\s(?P<units>{UNITS_MANY})|(?P<weekday>{FULL_WEEKDAY})"
            rf"|(?P<month>{MONTH}))\b"
        ),
        build=_set,
    ),
)
