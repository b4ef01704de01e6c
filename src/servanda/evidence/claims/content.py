"""Which words of a sentence are what the cue reports.

Source: docs/spec/evidence/claims.md, "Content".
"""

from typing import Final

from servanda.evidence.speech.cues import Cue, Order, cues_between
from servanda.evidence.speech.phrases import sentence_end, sentence_start
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verbs import Strength
from servanda.evidence.speech.words import Kind

# "said on Monday in a statement that": so many words may stand before the content.
MAX_ADJUNCT: Final = 9

_SIGNS: Final = frozenset(
    {Kind.COMMA, Kind.STOP, Kind.DASH, Kind.SEMICOLON, Kind.COLON, Kind.CONJUNCTION}
)
_CLAUSE_ENDS: Final = frozenset({Kind.STOP, Kind.COMMA, Kind.SEMICOLON, Kind.DASH, Kind.CLOSE})
_BEFORE_THAT: Final = _CLAUSE_ENDS | {Kind.QUOTE, Kind.AUXILIARY, Kind.REPORT}
_NEW_CLAUSE: Final = ([Kind.COMMA, Kind.CONJUNCTION], [Kind.SEMICOLON, Kind.CONJUNCTION])
_BEFORE_TIME: Final = frozenset({"on", "in", "last", "this", "earlier"})
_STRETCHES: Final = frozenset({"week", "month", "year", "night", "spring", "summer", "fall"})
_PART: Final = 3  # fewer words before a cue are an opening such as "On Monday,"

Run = tuple[int, int]


def content_of(tokens: Tokens, cue: Cue, cues: list[Cue]) -> list[Run]:
    """Return the runs of tokens, first to before last, that say what; none if nothing does."""
    low = sentence_start(tokens, cue.first)
    high = sentence_end(tokens, cue.first)
    if cue.order is Order.ACCORDING:
        runs = _around_source(tokens, cue, low, high)
    elif cue.order is Order.AFTER:
        runs = [(low, cue.first)]
    elif cue.order is Order.PASSIVE:
        runs = [(cue.source.first, cue.source.last), (cue.last, high)]
    else:
        runs = _around_verb(tokens, cue, cues, low=low, high=high)
    return [run for run in (_trimmed(tokens, run) for run in runs) if run[0] < run[1]]


def _around_source(tokens: Tokens, cue: Cue, low: int, high: int) -> list[Run]:
    """`According to Carol, …`; `…, according to Carol`."""
    if cue.first - low >= _PART or (cue.first > low and tokens.kinds[low] is Kind.QUOTE):
        return [(low, cue.first)]
    end = max(cue.last, cue.source.last)
    while end < high and tokens.kinds[end] is not Kind.COMMA:
        end += 1
    return [(end, high)]


def _around_verb(tokens: Tokens, cue: Cue, cues: list[Cue], *, low: int, high: int) -> list[Run]:
    start = min(cue.first, cue.source.first)
    after = _content_start(tokens, cue, high)
    if cue.order is Order.BEFORE and _ends_before(tokens, low, start):
        if cue.last < high and tokens.kinds[cue.last] is Kind.COMMA:
            return [(low, start), (cue.last, high)]
        if _is_adjunct(tokens, cue, after, high):
            return [(low, start)]
    return [(after, _content_end(tokens, cue, cues, after, high))]


def _ends_before(tokens: Tokens, low: int, start: int) -> bool:
    """Tell whether something that may be content ends right before the source."""
    if start <= low:
        return False
    before = tokens.kinds[start - 1]
    return before is Kind.QUOTE or (before is Kind.COMMA and start - low >= _PART)


def _is_adjunct(tokens: Tokens, cue: Cue, after: int, high: int) -> bool:
    """Tell whether only a day, a place or an occasion follows the verb."""
    if after >= high:
        return True
    if tokens.words[after] in {"that", "to"}:
        return False
    return tokens.kinds[after] is Kind.PREPOSITION or _is_told(tokens, cue)


def _is_told(tokens: Tokens, cue: Cue) -> bool:
    """`…, Carol told reporters`: who hears it is no content."""
    return cue.lemma in {"tell", "inform", "assure", "remind", "warn"} and not any(
        kind in {Kind.AUXILIARY, Kind.SUBORDINATOR, Kind.REPORT}
        for kind in tokens.kinds[cue.last : cue.last + MAX_ADJUNCT]
    )


def _content_start(tokens: Tokens, cue: Cue, high: int) -> int:
    """Return where the content begins: at `that` if it is near, else behind days and adverbs."""
    kinds, words = tokens.kinds, tokens.words
    for at in range(cue.last, min(cue.last + MAX_ADJUNCT, high)):
        if words[at] == "that" and kinds[at] is Kind.SUBORDINATOR:
            return at
        if kinds[at] in _BEFORE_THAT:
            break
    at = cue.last
    while at < high and (step := _time_words(tokens, at, high)):
        at += step
    return high if at < high and kinds[at] is Kind.STOP else at


def _time_words(tokens: Tokens, at: int, high: int) -> int:
    """Return how many words at `at` only tell when: `on Monday`, `last month`, `later`."""
    if tokens.kinds[at] in {Kind.TIME, Kind.ADVERB}:
        return 1
    if at + 1 >= high or tokens.words[at] not in _BEFORE_TIME:
        return 0
    is_time = tokens.kinds[at + 1] is Kind.TIME or tokens.words[at + 1] in _STRETCHES
    return 2 if is_time else 0


def _content_end(tokens: Tokens, cue: Cue, cues: list[Cue], start: int, high: int) -> int:
    """Return where the content ends: before the next verb of the same speaker, or the sentence."""
    for other in cues_between(cues, max(cue.last, start) + 1, high):
        if other.order is Order.ACCORDING:
            return other.first
        if other.order is Order.SHARED and other.source == cue.source:
            if _begins_part(tokens, other.first):
                return other.first
        elif other.order is Order.BEFORE and (
            _is_own_clause(tokens, other.source.first) or _relays(tokens, other, cues, high)
        ):
            return other.source.first
    return high


def _relays(tokens: Tokens, cue: Cue, cues: list[Cue], high: int) -> bool:
    """Tell whether a clause behind a comma carries all that stands before it.

    "Palisade said they had left, the Tribune reported on Monday": nothing that is reported follows.
    """
    first = cue.source.first
    if first == 0 or tokens.kinds[first - 1] is not Kind.COMMA or cue.strength is Strength.WEAK:
        return False
    after = _content_start(tokens, cue, high)
    is_last = not cues_between(cues, cue.last, high)
    return is_last and (
        after >= high or (after == cue.last and _is_adjunct(tokens, cue, after, high))
    )


def _begins_part(tokens: Tokens, verb: int) -> bool:
    """Tell whether a sign or a conjunction parts the verb from what stands before it."""
    at = verb - 1
    while at > 0 and tokens.kinds[at] in {Kind.AUXILIARY, Kind.ADVERB}:
        at -= 1
    return tokens.kinds[at] in {Kind.COMMA, Kind.CONJUNCTION, Kind.DASH, Kind.QUOTE}


def _is_own_clause(tokens: Tokens, first: int) -> bool:
    """Tell whether a clause begins at `first` that what was reported before has ended at."""
    before = tokens.kinds[max(first - 2, 0) : first]
    return before in _NEW_CLAUSE or before[-1:] == [Kind.SEMICOLON]


def _trimmed(tokens: Tokens, run: Run) -> Run:
    """Drop signs and conjunctions from both ends."""
    first, last = run
    while first < last and tokens.kinds[first] in _SIGNS:
        first += 1
    while first < last and tokens.kinds[last - 1] in _SIGNS:
        last -= 1
    return first, last
