"""A paragraph as a row of tokens in which each quotation is one token.

What stands between marks is somebody's own words: it must not be searched for who speaks. Parallel
lists, for this is the inner loop of the whole folder.

Source: docs/spec/evidence/voices.md, "Phrases".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.evidence.reporting.forms import SHORTEST_PARTICIPLE, Look, form_of
from servanda.evidence.reporting.words import ABBREVIATED, Kind

# A word goes on over apostrophes, hyphens, the stops of "U.S." and "site.example", and the commas
# of a number. Words come first: they are by far the most.
_TOKEN = re.compile(
    r"@?\w+(?:['’&-]\w+|[.,]\d+|\.[a-z]{2,}\b|(?:\.[A-Z]\b)+\.)*"
    r"|[,;:()\[\]—–•|]|[.!?…]+|--+|(?<=\s)-(?=\s)|\{[^{}\s]*\}"
)
# After these a capital letter says nothing about the word.
_BEFORE_CAPITAL = frozenset({Kind.STOP, Kind.QUOTE, Kind.COLON, Kind.DASH, Kind.OPEN})
# `SOUTHMERE, July 25 (Wire) —`: so many tokens at most stand before the dash.
_DATELINE_TOKENS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one paragraph; the first five lists have one length.

    Attributes:
        text: The whole document.
        start: Of the paragraph.
        end: Of the paragraph.
        words: In lower case, curly apostrophes made straight; for a quotation its number.
        kinds: What each is.
        starts: Where each begins in the text.
        ends: Where each ends.
        sentences: Number of the sentence that each is in, from 0.
        cues: Indexes of the tokens that may report.
    """

    text: str
    start: int
    end: int
    words: list[str]
    kinds: list[Kind]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    cues: list[int]


def tokens_of(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> Tokens:
    """Return the tokens from `start` to `end`; `quoted` are the quotations in it, in order."""
    tokens = Tokens(
        text=text,
        start=start,
        end=end,
        words=[],
        kinds=[],
        starts=[],
        ends=[],
        sentences=[],
        cues=[],
    )
    stops: list[int] = []
    at = start
    for number, (first, last) in enumerate(quoted):
        _read(tokens, at, first, stops)
        tokens.words.append(str(number))
        tokens.kinds.append(Kind.QUOTE)
        tokens.starts.append(first)
        tokens.ends.append(last)
        if _ends_sentence(text, first, last, end):
            stops.append(len(tokens.words))
        at = last
    _read(tokens, at, end, stops)
    _number_sentences(tokens, stops)
    return tokens


def _read(tokens: Tokens, start: int, end: int, stops: list[int]) -> None:
    """Append the tokens that stand between two quotations, and where sentences stop."""
    words, kinds, starts, ends = tokens.words, tokens.kinds, tokens.starts, tokens.ends
    last = kinds[-1] if kinds else Kind.STOP
    for match in _TOKEN.finditer(tokens.text, start, end):
        form, at = match[0], match.end()
        word, kind, look = form_of(form, last in _BEFORE_CAPITAL)
        if look is Look.CUE:
            tokens.cues.append(len(words))
        elif look is Look.STOP and words and _is_abbreviated(tokens, at):
            continue
        elif look is Look.NAME and not tokens.text.startswith(",", at):
            kind = Kind.NAME
        words.append(word)
        kinds.append(kind)
        starts.append(at - len(form))
        ends.append(at)
        last = kind
        if kind is Kind.STOP:
            stops.append(len(words))


def _is_abbreviated(tokens: Tokens, end: int) -> bool:
    """Tell whether the full stop before `end` belongs to the word before it: `Rep.`, `John F.`."""
    word = tokens.words[-1]
    if word in ABBREVIATED or tokens.text[end : end + 1] in {")", ","}:
        return True
    if "-" in word and word.rpartition("-")[2] in ABBREVIATED:
        return True
    return len(word) == 1 and tokens.kinds[-1] is Kind.NAME


def _number_sentences(tokens: Tokens, stops: list[int]) -> None:
    dateline = _dateline(tokens)
    if dateline >= 0:
        stops = sorted([*stops, dateline + 1])
    at = 0
    for number, stop in enumerate([*stops, len(tokens.words)]):
        tokens.sentences.extend([number] * (stop - at))
        at = stop


def _dateline(tokens: Tokens) -> int:
    """Return the dash that ends a place in capitals at the beginning; -1 for none."""
    if not tokens.kinds or not tokens.text[tokens.starts[0] : tokens.ends[0]].isupper():
        return -1
    if tokens.ends[0] - tokens.starts[0] < SHORTEST_PARTICIPLE:
        return -1
    dashes = (at for at, kind in enumerate(tokens.kinds[:_DATELINE_TOKENS]) if kind is Kind.DASH)
    return next(dashes, -1)


def _ends_sentence(text: str, start: int, end: int, limit: int) -> bool:
    """Tell whether a quotation ends with a full stop and a new sentence follows it."""
    inner = text[max(start, end - 4) : end].rstrip("\"'”’“`」』»")
    if not inner.endswith((".", "。")):
        return False
    after = text[end : min(end + 2, limit)].strip()
    return not after or not (after[0].islower() or after[0] in ",;")
