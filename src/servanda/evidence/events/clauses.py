"""Which word of a sentence an expression of time dates, and the clause around both.

"the dialogue, scheduled for Dec. 1", "last year's indictment", "On Thursday he will meet": the
word right behind it where it is a genitive, else the last one before it in the clause, else the
first one after it.

Source: docs/spec/evidence/events.md, "Tellings".
"""

import re
from collections.abc import Sequence
from typing import Final

from servanda.evidence.events.classes import HEAD

# Where another clause begins, which has times of its own.
_BOUNDARY: Final = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|while|although|though|because|whereas|but|after"
    r"|before|since|during|ahead of|following|just as|if|unless)\b|[;:—–。；]"
    r"|,\s(?:and|but|as|with|he|she|it|they|we|said|says|[a-z]{2,}ing)\b",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"[\s,]*\b(?:in|on|for|since|during|by|until|from|before|after|at|as of|early|late|over)\s*$",
    re.IGNORECASE,
)
_GENITIVE: Final = re.compile(r"['’]s\s(?:[\w.-]+\s){0,3}$")
_ATTRIBUTE: Final = re.compile(r"\s(?:[\w-]+\s)?$")
_ARTICLE: Final = re.compile(r"\b(?:the|this|that)\s$", re.IGNORECASE)
_TELLING: Final = re.compile(
    r"\b(?:said|says|told|announced|wrote|reported|added|confirmed|stated|echoed)\b[^.;,“”\"]*$"
)
_OPENING: Final = 14  # characters from the beginning of a sentence: "In September, …"
_REACH: Final = 60  # characters after an expression in which its verb comes


def heads_in(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the words that name an event in a sentence, in order."""
    return list(HEAD.finditer(text, start, end))


def head_of(
    text: str, sentence: tuple[int, int], time: tuple[int, int], heads: Sequence[re.Match[str]]
) -> re.Match[str] | None:
    """Return the word that the expression at `time` dates, if one does."""
    start, end = sentence
    after = [head for head in heads if head.start() >= time[1]]
    if after and _is_attribute(text, start, time, after[0].start()):
        return after[0]
    before = text[start : time[0]]
    cut = start + len(_PREPOSITION.sub("", before))
    from_ = _last_boundary(text, start, cut)
    within = [head for head in heads if from_ <= head.start() and head.end() <= time[0]]
    if within and not _is_told(text, within[-1].end(), time[0]):
        return within[-1]
    if _is_told(text, from_, time[0]):
        return None
    reach = end if time[0] - start <= _OPENING else min(end, time[1] + _REACH)
    stop = _BOUNDARY.search(text, time[1], reach)
    limit = stop.start() if stop else reach
    return next((head for head in after if head.end() <= limit), None)


def clause_around(
    text: str,
    sentence: tuple[int, int],
    both: tuple[int, int],
    heads: Sequence[re.Match[str]],
) -> tuple[int, int]:
    """Return where the clause around `both` begins and ends: no other event is named in it."""
    start, end = both
    low = max(
        _last_boundary(text, sentence[0], start),
        *(head.end() for head in heads if head.end() <= start),
        sentence[0],
    )
    stop = _BOUNDARY.search(text, end, sentence[1])
    following = [head.start() for head in heads if head.start() >= end]
    high = min(stop.start() if stop else sentence[1], *following, sentence[1])
    inner = text[low:high]
    low += len(inner) - len(inner.lstrip(' ,“"'))
    return low, max(end, low + len(text[low:high].rstrip(" ,")))


def _is_attribute(text: str, start: int, time: tuple[int, int], head: int) -> bool:
    between = text[time[1] : head]
    if _GENITIVE.fullmatch(between):
        return True
    return bool(_ATTRIBUTE.fullmatch(between) and _ARTICLE.search(text, start, time[0]))


def _is_told(text: str, start: int, time: int) -> bool:
    """Tell whether a verb of telling stands right before the expression: it dates the telling."""
    return _TELLING.search(text[start:time]) is not None


def _last_boundary(text: str, start: int, end: int) -> int:
    place = start
    for found in _BOUNDARY.finditer(text, start, end):
        place = found.end()
    return place
