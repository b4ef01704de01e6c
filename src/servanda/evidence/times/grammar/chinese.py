"""Expressions of time in Chinese: 2015年9月25日, 9月, 上周三, 本周, 三周后.

Chinese has no spaces and no tenses, so these are one pattern of their own, read wherever the
text holds such characters.

Source: docs/spec/evidence/times.md, "Chinese".
"""

import re
from collections.abc import Iterator

from servanda.evidence.times.days import safe_day
from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.readings import (
    OPEN_YEAR,
    Days,
    Length,
    Month,
    Reading,
    Shift,
    Toward,
    Unit,
    Vague,
    Weekdays,
    Year,
    Years,
)
from servanda.evidence.times.time import TimeType

_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_N = "[0-9〇零一二两三四五六七八九十]"
_UNITS = {"天": Unit.DAY, "日": Unit.DAY, "周": Unit.WEEK, "星期": Unit.WEEK, "年": Unit.YEAR}
_UNITS |= {"个月": Unit.MONTH, "小时": Unit.HOUR, "个小时": Unit.HOUR, "分钟": Unit.MINUTE}
_LETTERS = {Unit.DAY: "D", Unit.WEEK: "W", Unit.YEAR: "Y", Unit.MONTH: "M"}
_CLOCK_LETTERS = {Unit.HOUR: "H", Unit.MINUTE: "M"}
_WORDS: dict[str, Reading] = {
    "今天": Shift(unit=Unit.DAY, amount=0),
    "今日": Shift(unit=Unit.DAY, amount=0),
    "昨天": Shift(unit=Unit.DAY, amount=-1),
    "昨日": Shift(unit=Unit.DAY, amount=-1),
    "前天": Shift(unit=Unit.DAY, amount=-2),
    "明天": Shift(unit=Unit.DAY, amount=1),
    "后天": Shift(unit=Unit.DAY, amount=2),
    "今年": Shift(unit=Unit.YEAR, amount=0),
    "去年": Shift(unit=Unit.YEAR, amount=-1),
    "前年": Shift(unit=Unit.YEAR, amount=-2),
    "明年": Shift(unit=Unit.YEAR, amount=1),
    "后年": Shift(unit=Unit.YEAR, amount=2),
    "本月": Shift(unit=Unit.MONTH, amount=0),
    "上个月": Shift(unit=Unit.MONTH, amount=-1),
    "上月": Shift(unit=Unit.MONTH, amount=-1),
    "下个月": Shift(unit=Unit.MONTH, amount=1),
    "下月": Shift(unit=Unit.MONTH, amount=1),
    "本周": Shift(unit=Unit.WEEK, amount=0),
    "这周": Shift(unit=Unit.WEEK, amount=0),
    "上周": Shift(unit=Unit.WEEK, amount=-1),
    "下周": Shift(unit=Unit.WEEK, amount=1),
    "目前": Vague(value="PRESENT_REF"),
    "最近": Vague(value="PAST_REF"),
    "近日": Vague(value="PAST_REF"),
}
_WEEK = {"上": -1, "本": 0, "这": 0, "下": 1}
_YEARS = {"今年": 0, "去年": -1, "明年": 1}


def chinese_number(text: str) -> int | None:
    """Return the number of "12", "十二", "二十五", "二〇一五"; None where it is none."""
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        digits = "".join(str(_DIGITS[char]) for char in text if char in _DIGITS)
        return int(digits) if len(digits) == len(text) and digits else None
    tens, _, ones = text.partition("十")
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _built(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    if match["word"]:
        return TimeType.DATE, _WORDS[match["word"]]
    if match["only"]:
        number = chinese_number(match["only"])
        return None if number is None else (TimeType.DATE, Years(first=number, last=number))
    if match["weekday"]:
        return _weekday(match)
    if match["unit"]:
        return _length(match)
    return _date(match)


def _weekday(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    number = "一二三四五六日".find(match["weekday"].replace("天", "日")) + 1
    toward = Toward.BARE
    if match["week"]:
        # The week is named, so the day is that week's: not merely the last such day.
        return TimeType.DATE, Weekdays(
            first=number, last=number, toward=toward, week=_WEEK[match["week"]]
        )
    return TimeType.DATE, Weekdays(first=number, last=number, toward=toward)


def _length(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    unit, count = _UNITS[match["unit"]], chinese_number(match["count"])
    if count is None or (unit is Unit.YEAR and count > 999):  # noqa: PLR2004 - a year by number
        return None
    if match["side"]:
        amount = -count if "前" in match["side"] else count
        return TimeType.DATE, Shift(unit=unit, amount=amount, is_counted=True)
    letter = f"T{count}{_CLOCK_LETTERS[unit]}" if unit in _CLOCK_LETTERS else ""
    return TimeType.DURATION, Length(
        value=f"P{letter or f'{count}{_LETTERS[unit]}'}", unit=unit, count=count
    )


def _date(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    month = chinese_number(match["month"])
    if month is None or not 1 <= month <= 12:  # noqa: PLR2004 - months
        return None
    year = OPEN_YEAR
    if match["year"]:
        year = Year(number=chinese_number(match["year"]))
    elif match["near_year"]:
        year = Year(shift=_YEARS[match["near_year"]])
    if not match["day"]:
        return TimeType.DATE, Month(number=month, year=year)
    first = (month, chinese_number(match["day"]) or 0)
    last_month = chinese_number(match["last_month"]) if match["last_month"] else month
    last = (last_month or month, chinese_number(match["last"]) or 0) if match["last"] else first
    last = max(first, last)
    if any(not 1 <= m <= 12 or safe_day(2000, m, d) is None for m, d in (first, last)):  # noqa: PLR2004
        return None
    return TimeType.DATE, Days(first=first, last=last, year=year)


_RULE = Rule(
    name="chinese",
    pattern=(
        r"(?:(?P<year>[12]\d{3}|[一二][〇零一二三四五六七八九]{3})年|(?P<near_year>[今去明]年))?"
        rf"(?P<month>{_N}{{1,2}})月(?:份|(?P<day>{_N}{{1,3}})[日号]"
        rf"(?:(?:至|到|和|、|—|-)(?:(?P<last_month>{_N}{{1,2}})月)?(?P<last>{_N}{{1,3}})[日号])?)?"
        r"|(?P<only>[12]\d{3}|[一二][〇零一二三四五六七八九]{3})年"
        r"|(?P<week>[上本这下])?(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
        rf"|(?P<count>{_N}{{1,3}})(?P<unit>个月|天|周|星期|年|个?小时|分钟)(?P<side>前|后|以前|以后|之前|之后)?"
        rf"|(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    ),
    build=_built,
)
_PATTERN = re.compile(_RULE.pattern)


def matches(text: str) -> Iterator[tuple[Rule, int, int, TimeType, Reading]]:
    """Yield the Chinese expressions of `text`, left to right."""
    for match in _PATTERN.finditer(text):
        said = _RULE.build(match)
        if said is not None:
            yield _RULE, match.start(), match.end(), *said
