"""Words of the calendar, and the pieces of patterns that several rules share.

Source: docs/spec/evidence/times.md, "Rules".
"""

from servanda.evidence.times.readings import Toward, Unit

_MONTHS = "January February March April May June July August September October November December"
MONTHS = {name.lower(): number for number, name in enumerate(_MONTHS.split(), start=1)}
MONTHS |= {name.lower()[:3]: number for name, number in tuple(MONTHS.items())} | {"sept": 9}
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS.lower().split(), start=1)}
WEEKDAYS |= {name[:3]: number for name, number in tuple(WEEKDAYS.items())}
WEEKDAYS |= {"tues": 2, "thur": 4, "thurs": 4}
SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}
UNITS = {
    "second": Unit.SECOND,
    "minute": Unit.MINUTE,
    "hour": Unit.HOUR,
    "day": Unit.DAY,
    "week": Unit.WEEK,
    "fortnight": Unit.WEEK,
    "weekend": Unit.WEEKEND,
    "month": Unit.MONTH,
    "quarter": Unit.QUARTER,
    "season": Unit.SEASON,
    "year": Unit.YEAR,
    "decade": Unit.DECADE,
    "century": Unit.CENTURY,
    "centurie": Unit.CENTURY,
}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4}
ORDINALS |= {"4th": 4, "final": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
TOWARD = {
    "last": Toward.LAST,
    "past": Toward.LAST,
    "previous": Toward.LAST,
    "preceding": Toward.LAST,
    "prior": Toward.LAST,
    "latest": Toward.LAST,
    "recent": Toward.LAST,
    "this": Toward.THIS,
    "this past": Toward.LAST,
    "this coming": Toward.NEXT,
    "this same": Toward.THIS,
    "current": Toward.THIS,
    "next": Toward.NEXT,
    "coming": Toward.NEXT,
    "following": Toward.NEXT,
    "upcoming": Toward.NEXT,
}

MONTH = (
    rf"(?:{_MONTHS.replace(' ', '|')}|(?:Sept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = (
    "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
)
FULL_WEEKDAY = f"(?:{_WEEKDAYS.replace(' ', '|')})"
SEASON = "(?:spring|summer|autumn|fall|winter)"
UNIT = "(?:second|minute|hour|day|week|weekend|month|quarter|year|decade|century)"
UNITS_MANY = "(?:seconds|minutes|hours|days|weeks|weekends|months|quarters|years|decades|centuries)"
YEAR = r"(?:1[0-9]|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
DASH = "(?:-|–|—|to|through|until|till|and|&|or)"
NEAR = (
    r"(?:last|next|this(?:\s(?:past|coming|same))?"
    r"|(?:the\s)?(?:past|previous|preceding|coming|following|current|upcoming|prior))"
)
PART_OF_DAY = {
    "morning": "MO",
    "midmorning": "MO",
    "afternoon": "AF",
    "midafternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "overnight": "NI",
    "noon": "12:00",
    "midday": "MI",
    "midnight": "24:00",
    "daytime": "DT",
    "lunchtime": "MI",
}


def month_number(text: str) -> int:
    """Return 1 to 12 for a month's name or its short form."""
    return MONTHS[text.lower().rstrip(".")]


def weekday_number(text: str) -> int:
    """Return 1 (Monday) to 7 for a weekday's name or its short form."""
    return WEEKDAYS[text.lower().rstrip(".")]


def unit_named(text: str) -> Unit:
    """Return the unit for its name, one or many."""
    name = text.lower()
    return UNITS[name] if name in UNITS else UNITS[name.removesuffix("s")]


def toward_of(text: str | None) -> Toward:
    """Return which one a word such as "last" means; BARE for none."""
    plain = " ".join((text or "").lower().removeprefix("the ").split())
    return TOWARD.get(plain, Toward.BARE)
