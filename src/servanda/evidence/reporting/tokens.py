"""A paragraph as a row of tokens in which each quotation is one token.

What stands between marks is somebody's own words: it must not be searched for who speaks. Parallel
lists, for this is the inner loop of the whole folder.

Source: docs/spec/evidence/voices.md, "Phrases".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servanda.evidence.reporting.words import ABBREVIATED, KINDS, Kind

_TOKEN = re.compile(
    r"\{[^{}\s]*\}|(?:[A-Z]\.){2,}|\d[\d,.]*\d|@?[^\W_]+(?:['’&\-][^\W_]+|\.[a-z]{2,}\b)*|[.!?…]+|--+|[,;:()\[\]—–•|]|(?<=\s)-(?=\s)"
)
_SIGNS = {
    ",": Kind.COMMA,
    ";": Kind.SEMICOLON,
    ":": Kind.COLON,
    "(": Kind.OPEN,
    "[": Kind.OPEN,
    ")": Kind.CLOSE,
    "]": Kind.CLOSE,
    "—": Kind.DASH,
    "–": Kind.DASH,
    "-": Kind.DASH,
    "•": Kind.STOP,
    "|": Kind.STOP,
    "{": Kind.STOP,  # a slot for an advert, left in the text
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one paragraph; all lists have one length.

    Attributes:
        text: The whole document.
        start: Of the paragraph.
        end: Of the paragraph.
        words: In lower case, curly apostrophes made straight; for a quotation its number.
        kinds: What each is.
        starts: Where each begins in the text.
        ends: Where each ends.
        sentences: Number of the sentence that each is in, from 0.
    """

    text: str
    start: int
    end: int
    words: list[str]
    kinds: list[Kind]
    starts: list[int]
    ends: list[int]
    sentences: list[int]


def tokens_of(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> Tokens:
    """Return the tokens from `start` to `end`; `quoted` are the quotations in it, in order."""
    tokens = Tokens(
        text=text, start=start, end=end, words=[], kinds=[], starts=[], ends=[], sentences=[]
    )
    at = start
    for number, (first, last) in enumerate(quoted):
        _read(tokens, at, first)
        tokens.words.append(str(number))
        tokens.kinds.append(Kind.QUOTE)
        tokens.starts.append(first)
        tokens.ends.append(last)
        at = last
    _read(tokens, at, end)
    _number_sentences(tokens)
    return tokens


def _read(tokens: Tokens, start: int, end: int) -> None:
    """Append the tokens that stand between two quotations."""
    words, kinds, starts, ends = tokens.words, tokens.kinds, tokens.starts, tokens.ends
    for match in _TOKEN.finditer(tokens.text, start, end):
        form = match[0]
        sign = form[0]
        if not (sign.isalnum() or sign == "@"):
            kind = _SIGNS.get(sign)
            if kind is None:
                if form == "." and words and _is_abbreviated(tokens, match.end()):
                    continue
                kind = Kind.DASH if sign == "-" else Kind.STOP
            words.append(form)
        else:
            lower = form.lower().replace("’", "'")
            words.append(lower)
            kind = _kind(form, lower, begins=not kinds or kinds[-1] in _BEFORE_CAPITAL)
        kinds.append(kind)
        starts.append(match.start())
        ends.append(match.end())


def _is_abbreviated(tokens: Tokens, end: int) -> bool:
    """Tell whether the full stop before `end` belongs to the word before it: `Rep.`, `John F.`."""
    word = tokens.words[-1]
    if word in ABBREVIATED or tokens.text[end : end + 1] in {")", ","}:
        return True
    if "-" in word and word.rpartition("-")[2] in ABBREVIATED:
        return True
    return len(word) == 1 and tokens.kinds[-1] is Kind.NAME


# After these a capital letter says nothing about the word.
_BEFORE_CAPITAL = frozenset({Kind.STOP, Kind.QUOTE, Kind.COLON, Kind.DASH, Kind.OPEN})
# Closed classes that stay what they are with a capital inside a sentence ("The Tribune", "Mr").
_CAPITALISED = frozenset({Kind.DETERMINER, Kind.PRONOUN, Kind.TIME, Kind.TITLE, Kind.CONJUNCTION})


# A shorter word in -ed or -ing is a noun more often: "red", "king".
_SHORTEST_PARTICIPLE = 5


def _kind(form: str, lower: str, *, begins: bool) -> Kind:
    kind = KINDS.get(lower)
    if form[0].isupper():
        if kind is None or (kind is Kind.OBJECT and form.isupper()):  # US
            return _unlisted_capitalised(lower, begins=begins)
        return kind if begins or kind in _CAPITALISED else Kind.NAME
    return _unlisted(form, lower) if kind is None else kind


def _unlisted_capitalised(lower: str, *, begins: bool) -> Kind:
    if begins and lower.endswith("ing"):
        return Kind.VERB
    if begins and lower.endswith("ly"):
        return Kind.ADVERB
    return Kind.POSSESSIVE if lower.endswith(("'s", "s'")) else Kind.NAME


def _unlisted(form: str, lower: str) -> Kind:
    kind = Kind.WORD
    if form[0].isdigit():
        kind = Kind.NUMBER
    elif form[0] == "@":
        kind = Kind.NAME
    elif lower.endswith(("'s", "s'")):
        kind = Kind.POSSESSIVE
    elif lower.endswith("ly"):
        kind = Kind.ADVERB
    elif lower.endswith(("ed", "ing")) and len(lower) >= _SHORTEST_PARTICIPLE:
        kind = Kind.VERB
    return kind


def _number_sentences(tokens: Tokens) -> None:
    number = 0
    kinds, text = tokens.kinds, tokens.text
    for index, kind in enumerate(kinds):
        tokens.sentences.append(number)
        if kind is Kind.STOP or (kind is Kind.QUOTE and _ends_sentence(tokens, index, text)):
            number += 1


def _ends_sentence(tokens: Tokens, index: int, text: str) -> bool:
    """Tell whether a quotation ends with a full stop and a new sentence follows it."""
    end = tokens.ends[index]
    inner = text[max(tokens.starts[index], end - 4) : end].rstrip("\"'”’“`」』»")
    if not inner.endswith((".", "。")):
        return False
    after = text[end : min(end + 2, tokens.end)].strip()
    return not after or not (after[0].islower() or after[0] in ",;")
