"""Days that have a name: "Christmas", "Thanksgiving".

Few, and only those whose day follows from the calendar alone.

Source: docs/spec/evidence/times.md, "Rules"; United States Code, title 5, section 6103.
"""

import re

from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.grammar.words import YEAR
from servanda.evidence.times.readings import OPEN_YEAR, Days, Reading, Year
from servanda.evidence.times.time import TimeType

_DAYS = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "st. patrick's day": (3, 17),
    "independence day": (7, 4),
    "the fourth of july": (7, 4),
    "halloween": (10, 31),
    "veterans day": (11, 11),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
_NAMES = "|".join(
    re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s")
    for name in sorted(_DAYS, key=len, reverse=True)
)


def _holiday(match: re.Match[str]) -> tuple[TimeType, Reading] | None:
    name = " ".join(match["name"].lower().replace("’", "'").split())
    day = _DAYS[name]
    year = Year(number=int(match["year"])) if match["year"] else OPEN_YEAR
    return TimeType.DATE, Days(first=day, last=day, year=year)


RULES = (
    Rule(
        name="holiday",
        pattern=rf"(?P<name>{_NAMES})\b(?:,?\s(?P<year>{YEAR})\b)?",
        build=_holiday,
    ),
)
