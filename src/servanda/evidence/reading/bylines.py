"""Lines that say who wrote a text and when: between title and text, or at its end.

Source: docs/spec/evidence/documents.md, "Author".
"""

import re

_MAX_LINE = 200

_PARTICLE = r"(?:de|da|del|della|di|dos|du|van|von|der|den|bin|al|el|la|le|ter)"
_WORD = r"(?:[^\W\d_a-z](?:[\w’'-]*\w)?\.?)"  # begins with no small letter
_NAME = rf"{_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,3}}{_WORD}){{1,3}}"
_NAMES = rf"{_NAME}(?:(?:, {_NAME}){{0,3}},? (?:and|&) {_NAME})?"
_HAN_NAME = r"[\u4e00-\u9fff·]{2,12}"

_BY = re.compile(
    rf"(?:(?:[Ww]ritten |[Pp]osted |[Rr]eported )?[Bb]y|BY|BYLINE)[:]?\s+(?P<name>{_NAMES})"
)
_REACHED = re.compile(
    rf"(?:[•*·–-]\s*)?(?P<name>{_NAMES}) can be (?:reached|contacted|emailed)\b"
    r"(?=.{0,40}(?:@|\d{3}))"
)
_REPORTING = re.compile(rf"\(?(?:Reporting|Writing) by\s+(?P<name>{_NAMES})")
_HAN = re.compile(
    rf"(?:[（(]?(?:本报|本報|新华社|本台)?记者\s*|作者\s*[:：]\s*|文\s*[/／|｜]\s*|撰文\s*[:：]\s*)"
    rf"(?P<name>{_HAN_NAME}(?:[ 、]{_HAN_NAME}){{0,3}})"
)
# What may follow the name in its line: a role, an outlet, a day; no sentence.
_AFTER_NAME = re.compile(r"(?:\s*(?:[,|·•;/–—-]|\bfor\b|\bin\b)[^.!?]{0,100}|\s*)")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    rf"\b(?:{_MONTH}\s?\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s*\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{_MONTH}\s?\.?[\s,-]*\d{{4}}"
    r"|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}\s*[/.]\s*\d{1,2}\s*[/.]\s*\d{4})",
    re.IGNORECASE,
)
# What stands beside a day and says no more than when and what was done then.
_BESIDE_DAY = re.compile(
    r"\d{1,2}\s*[:.]\s*\d{2}(?:\s*:\s*\d{2})?|\b(?:[ap]\s?\.?\s?m\b\.?|hrs?|noon|midnight"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|first|last|published|updated"
    r"|modified|posted|created|on|at|date|time|local|[a-z]{1,2}t|utc|uk|cest|aest)\b"
    r"|星期[一二三四五六日]|发布|时间|日期|更新",
    re.IGNORECASE,
)
_MAX_LETTERS_BESIDE = 2


def author_in(line: str) -> tuple[int, int] | None:
    """Return where, in a line that only says so, the name of the author stands; else None."""
    if len(line) > _MAX_LINE:
        return None
    if match := _REACHED.match(line) or _REPORTING.match(line):
        return match.span("name")
    if (match := _BY.match(line)) and _AFTER_NAME.fullmatch(line, match.end()):
        return match.span("name")
    if (match := _HAN.match(line)) and len(line) - match.end() < len(line) // 2 + 20:
        return match.span("name")
    return None


def is_date_line(line: str) -> bool:
    """Tell whether a line is a day, with or without an hour, and nothing else."""
    if len(line) > _MAX_LINE:
        return False
    rest, days = _DAY.subn(" ", line)
    beside = _BESIDE_DAY.sub(" ", rest)
    return days > 0 and sum(letter.isalnum() for letter in beside) <= _MAX_LETTERS_BESIDE
