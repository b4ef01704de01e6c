"""What stands around an expression: words that belong to it, and words that make it none.

Source: docs/spec/evidence/times.md, "Surroundings".
"""

import re
from dataclasses import dataclass

from servanda.evidence.times.readings import Days, Month, Part, Reading, Vague, Weekdays, Years
from servanda.evidence.times.time import TimeType

_PART = re.compile(
    r"(?:(?:the\s)?(?P<word>beginning|start|middle|end|close|first\shalf|second\shalf|last\shalf"
    r"|latter\spart|early\spart|rest|course)\sof\s|(?:the\s|a\s)?(?P<short>earlier|later|early|late|mid|sometime)[\s-](?:in\s)?)(?:the\s)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about|around|nearly|almost|over|more\sthan|less\sthan|fewer\sthan|at\sleast|at\smost"
    r"|up\sto|roughly|approximately|no\smore\sthan|within|some|as\s(?:long|little|much)\sas)\s$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
_EVENT = re.compile(
    r"\s(?:meetings?|talks|summit|conference|session|round|dialogue|hearing|visit|trip|election"
    r"|vote|trial)\b",
    re.IGNORECASE,
)
_PARTS = {
    "beginning": Part.START,
    "start": Part.START,
    "early": Part.START,
    "first half": Part.START,
    "early part": Part.START,
    "middle": Part.MID,
    "mid": Part.MID,
    "end": Part.END,
    "close": Part.END,
    "late": Part.END,
    "second half": Part.END,
    "last half": Part.END,
    "latter part": Part.END,
}
_BEYOND = re.compile(r"\s(?:or\s(?:so|later|more|earlier)|and\sbeyond)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the words beside an expression add.

    Attributes:
        start: Of the expression with the words before it that belong to it.
        end: With the words after it.
        part: Which part of the period.
        is_since: "since" stands before it.
        names_event: An event is named after it.
    """

    start: int
    end: int
    part: Part
    is_since: bool
    names_event: bool


def surroundings(text: str, start: int, end: int, type_: TimeType) -> Surroundings:
    """Return what the words beside the characters `start` to `end` add to them."""
    part, left = Part.WHOLE, start
    before = text[max(0, start - 28) : start]
    match = _PART.search(before) if type_ is TimeType.DATE or type_ is TimeType.TIME else None
    if match:
        left = start - (len(before) - match.start())
        word = " ".join((match["word"] or match["short"]).lower().split())
        part = _PARTS.get(word, Part.WHOLE)
    about = _ABOUT.search(text[max(0, left - 16) : left])
    if about and type_ is TimeType.DURATION:
        left -= len(about[0])
    beyond = _BEYOND.match(text, end)
    return Surroundings(
        start=left,
        end=beyond.end() if beyond else end,
        part=part,
        is_since=_SINCE.search(text[max(0, left - 12) : left]) is not None,
        names_event=_EVENT.match(text, end) is not None,
    )


_AFTER_CAPITAL = re.compile(r"[A-Z][\w&.-]*\s$")
_TODAY = re.compile(r"(?:Today|Tomorrow|Yesterday|Now|Soon|Tonight|Future|Current)\b")
_TITLE = re.compile(r"(?:This|Last|Next)\s(?:Week|Month|Year|Day)\b")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|for|the|during|early|late|before|after|through|to|and|or|between"
    r"|fiscal|year|mid|around|about|circa|summer|spring|fall|autumn|winter|than|its|a|as|this|that|late)\s"
    r"|mid-|[(,;–—\n-]\s?|^)$",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    r"(?:\s(?:[a-z]{3,}s|points|million|billion|percent|people|men|women|miles|km|feet)\b|[%°]|\s?[ap]\.?m\b|[.,]\d)"
)
_FIRST_NEWS_YEAR, _LAST_NEWS_YEAR = 1900, 2060


def is_name_part(text: str, start: int, end: int) -> bool:
    """Tell whether a word for a day ends a name ("Homeland Security Today")."""
    if _TITLE.match(text, start, end):
        return True
    if not _TODAY.match(text, start, end):
        return False
    return _AFTER_CAPITAL.search(text[max(0, start - 24) : start]) is not None


def is_likely(text: str, match: re.Match[str], reading: Reading) -> bool:
    """Tell whether the words around allow that `match` is an expression of time at all."""
    start, end = match.start(), match.end()
    if isinstance(reading, Month | Days) and "month" in match.re.groupindex:
        word = match["month"] if match["month"] else ""
        if word and not word[0].isupper():
            return False
        if isinstance(reading, Month) and not reading.year.is_given:
            return _is_month(text, match, word)
    if isinstance(reading, Weekdays):
        return match["first"][0].isupper()
    if isinstance(reading, Years) and reading.first == reading.last and match["first"]:
        return _is_year(text, start, end, reading.first)
    if isinstance(reading, Vague) and match[0].lower() == "soon":
        return re.match(r"\s(?:as|after|before|enough)\b", text[end : end + 8]) is None
    return True


def _is_month(text: str, match: re.Match[str], word: str) -> bool:
    """Tell whether a lone month is one: no verb, no person, no short form without its dot."""
    if len(word) == 3 and word != "May":  # noqa: PLR2004 - "Jan", "Mar" are people as well
        return False
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() :][:24]
    if word == "May" and not match["near"]:
        begins = not before.strip() or before.rstrip()[-1:] in {".", "“", '"', "\n", "?", "!"}
        if begins and re.match(r"\s[a-z]", after):
            return False
    return True


def _is_year(text: str, start: int, end: int, year: int) -> bool:
    before, after = text[max(0, start - 14) : start], text[end : end + 16]
    if not text[start:end].isdecimal():
        return True
    if _YEAR_AFTER.match(after) and not re.match(
        r"\s(?:was|has|its|is|sales|results|earnings)\b", after
    ):
        return (
            _FIRST_NEWS_YEAR <= year <= _LAST_NEWS_YEAR
            and re.search(r"\b(?:in|since|during|the|from|until|by)\s$", before, re.IGNORECASE)
            is not None
            and re.search(r"\b(?:the)\s$", before) is None
        )
    if _YEAR_BEFORE.search(before):
        return True
    is_recent = _FIRST_NEWS_YEAR <= year <= _LAST_NEWS_YEAR
    return is_recent and _AFTER_CAPITAL.search(before) is None
