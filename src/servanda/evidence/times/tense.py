"""The direction of an expression, by the verbs of its clause.

"said Monday that it will send": the verb nearest before the expression decides; with none before
it in the clause, the first one after, as long as the same words go on.

Source: docs/spec/evidence/times.md, "Direction".
"""

import re
from collections.abc import Sequence

from servanda.evidence.times.readings import Tense

_REACH = 240  # characters looked at on either side: a long clause
_FUTURE_WORDS = """
will won't shall scheduled slated due plan plans planned planning expect expects expected upcoming
hope hopes intend intends until effective expire expires mature matures payable redeem redeemable
deadline anticipate anticipates proposed forthcoming would could may
"""
_FUTURE_PAIRS = """
going-to set-for set-to is-set are-set be-set to-be to-take to-begin to-start is-to are-to by-the
"""
_PAST_WORDS = """
said was were had did has have met made took went held began came fell rose told gave saw found won
lost left led sent spent sold bought broke got ran wrote flew drew grew knew threw spoke stood shot
sat struck fought caught taught thought brought built died kept felt became been since ago hit cut
last earlier quit
"""
_NOT_PAST = """
need indeed hundred speed feed seed weed breed deed reed united exceed proceed succeed
embed naked sacred wicked
"""
FUTURE = frozenset(_FUTURE_WORDS.split())
PAIRS = frozenset((a, b) for a, _, b in (pair.partition("-") for pair in _FUTURE_PAIRS.split()))
PAST = frozenset(_PAST_WORDS.split())
NOT_PAST = frozenset(_NOT_PAST.split())
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_HAD_BEEN = re.compile(
    r"\bhad\s(?:\w+\s)?been\s(?:due|scheduled|slated|planned|expected|set)\b[^.;]*$", re.IGNORECASE
)
# After these a full stop ends nothing: titles, and letters that stand for a name.
_NO_STOP = (
    *(rf"\b{title}" for title in ("Mr", "Ms", "Mrs", "Dr", "St", "Gen", "Sen", "Rep", "Gov")),
    *(r"\.[A-Z]", r"\b[A-Z]"),
)
# The mark comes first and then the look back: so the search leaps from mark to mark.
_STOP = re.compile(
    rf"[.;!?]{''.join(f'(?<!{word}[.;!?])' for word in _NO_STOP)}\s"
    r"|\n|[“\"]\s?(?=[A-Z])"
)
# What follows the end of a quotation is about saying it.
_STOP_AFTER = re.compile(rf"{_STOP.pattern}|[”\"]|,?\s''")


def tense_at(text: str, start: int, end: int) -> Tense:
    """Return the direction of the expression at `start` to `end` of `text`."""
    before = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _STOP.finditer(before):
        cut = stop.end()
    words = _WORD.findall(before, cut)
    for place in range(len(words) - 1, -1, -1):
        tense = _tense_of(words, place)
        if tense is Tense.FUTURE and _HAD_BEEN.search(before):
            return Tense.PAST  # "had been scheduled to expire Friday"
        if tense is not Tense.OPEN:
            return tense
    after = text[end : end + _REACH]
    stopped = _STOP_AFTER.search(after)
    words = _WORD.findall(after, 0, stopped.start() + 1 if stopped else len(after))
    found = (_tense_of(words, place) for place in range(len(words)))
    return next((tense for tense in found if tense is not Tense.OPEN), Tense.OPEN)


def _tense_of(words: Sequence[str], place: int) -> Tense:
    """Return what the word at `place`, with the next one, says."""
    printed = words[place]
    word = printed.lower().replace("’", "'")
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    if word in FUTURE or word.endswith("'ll") or (word, following) in PAIRS:
        return Tense.FUTURE
    if word in PAST:
        return Tense.PAST
    is_past_form = printed.endswith("ed") and printed.islower() and word not in NOT_PAST
    return Tense.PAST if is_past_form and len(word) > len("shed") else Tense.OPEN
