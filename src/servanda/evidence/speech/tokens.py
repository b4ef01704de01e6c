"""A paragraph as a row of tokens in which each quotation is one token.

What stands between marks is somebody's own words: it must not be searched for who speaks. Parallel
lists, for this is the inner loop of the whole folder.

Source: docs/spec/evidence/voices.md, "Phrases".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.evidence.speech.forms import (
    BEFORE_CAPITAL,
    SHORTEST_PARTICIPLE,
    Form,
    Look,
    form_of,
)
from servanda.evidence.speech.words import ABBREVIATED, Kind

# A word goes on over apostrophes, hyphens, the stops of "U.S." and "site.example", and the commas
# of a number. Words come first: they are by far the most.
_TOKEN = re.compile(
    r"@?\w+(?:['’&-]\w+|[.,]\d+|\.[a-z]{2,}\b|(?:\.[A-Z]\b)+\.)*"
    r"|[,;:()\[\]—–•|]|[.!?…]+|--+|(?<=\s)-(?=\s)|\{[^{}\s]*\}"
)
# A longer sentence is cut: no prose has one, and what looks around a verb would take for ever.
MAX_SENTENCE_TOKENS = 150
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
        bounds: Where each sentence begins, and last the number of tokens.
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
    bounds: list[int]
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
        bounds=[0],
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
    """Append the tokens that stand between two quotations, and where sentences stop.

    Most tokens need no look beyond their form, so they are taken by the list.
    """
    text = tokens.text
    matches = [*_TOKEN.finditer(text, start, end)]
    forms = [form_of(match[0]) for match in matches]
    kinds = [form.kind for form in forms]
    begins = not tokens.kinds or tokens.kinds[-1] in BEFORE_CAPITAL
    dropped: list[int] = []
    for at, form in enumerate(forms):
        look = form.look
        if begins:
            kinds[at] = form.first_kind
        begins = False
        if look is Look.NOT:
            continue
        if look is Look.STOP and _is_abbreviated(tokens, forms, at, matches[at].end()):
            dropped.append(at)
        elif look is Look.NAME and not text.startswith(",", matches[at].end()):
            kinds[at] = Kind.NAME
        else:
            begins = kinds[at] in BEFORE_CAPITAL
    for at in reversed(dropped):
        del matches[at], forms[at], kinds[at]
    _note(tokens, forms, kinds, stops)
    tokens.words.extend([form.word for form in forms])
    tokens.kinds.extend(kinds)
    tokens.starts.extend([match.start() for match in matches])
    tokens.ends.extend([match.end() for match in matches])


def _note(tokens: Tokens, forms: list[Form], kinds: list[Kind], stops: list[int]) -> None:
    """Note which tokens may report, and behind which a sentence ends."""
    base = len(tokens.words)
    for at, form in enumerate(forms):
        if form.look is Look.NOT:
            continue
        if kinds[at] is Kind.STOP:
            stops.append(base + at + 1)
        elif form.look is Look.CUE and kinds[at] is not Kind.NAME:
            tokens.cues.append(base + at)


def _is_abbreviated(tokens: Tokens, forms: list[Form], at: int, end: int) -> bool:
    """Tell whether the full stop before `end` belongs to the word before it: `Rep.`, `John F.`."""
    if at == 0:
        return False
    word, kind, _, _ = forms[at - 1]
    if word in ABBREVIATED or tokens.text[end : end + 1] in {")", ","}:
        return True
    if "-" in word and word.rpartition("-")[2] in ABBREVIATED:
        return True
    return len(word) == 1 and kind is Kind.NAME


def _number_sentences(tokens: Tokens, stops: list[int]) -> None:
    dateline = _dateline(tokens)
    if dateline >= 0:
        stops = sorted([*stops, dateline + 1])
    at = 0
    for stop in [*stops, len(tokens.words)]:
        while at < stop:
            end = min(stop, at + MAX_SENTENCE_TOKENS)
            tokens.sentences.extend([len(tokens.bounds) - 1] * (end - at))
            tokens.bounds.append(end)
            at = end


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
