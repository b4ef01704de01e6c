"""What a single token is, by its form alone: read once for each form, for words repeat.

Source: docs/spec/evidence/voices.md, "Phrases".
"""

from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from servanda.evidence.speech.verbs import REPORT_NOUNS
from servanda.evidence.speech.words import KINDS, Kind

# A shorter word in -ed or -ing is a noun more often: "red", "king".
SHORTEST_PARTICIPLE: Final = 5

_SIGNS: Final = {
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
}  # all others end a sentence: a bullet, a bar, a slot for an advert
# After these a capital letter says nothing about the word.
BEFORE_CAPITAL: Final = frozenset({Kind.STOP, Kind.QUOTE, Kind.COLON, Kind.DASH, Kind.OPEN})
# Closed classes that stay what they are with a capital inside a sentence ("The Tribune", "Mr").
_CAPITALISED: Final = frozenset(
    {Kind.DETERMINER, Kind.PRONOUN, Kind.TIME, Kind.TITLE, Kind.CONJUNCTION}
)


class Look(IntEnum):
    """What the reader of a paragraph has to look at beyond the form."""

    NOT = 0
    CUE = 1  # it may report
    STOP = 2  # a full stop may belong to the word before it
    NAME = 3  # "Kelly said", but "Finally,"
    OPENS = 4  # a capital letter behind it says nothing


class Form(NamedTuple):
    """A token as it is compared, its kind inside and at the beginning of a sentence."""

    word: str
    kind: Kind
    first_kind: Kind
    look: Look


@lru_cache(maxsize=1 << 15)
def form_of(form: str) -> Form:
    """Return what `form` is."""
    sign = form[0]
    if not (sign.isalnum() or sign == "@"):
        kind = _SIGNS.get(sign, Kind.STOP)
        look = Look.OPENS if kind in BEFORE_CAPITAL else Look.NOT
        look = Look.CUE if kind is Kind.COLON else look
        return Form(form, kind, kind, Look.STOP if form == "." else look)
    word = form.lower().replace("’", "'")
    kind, first = _kind(form, word, begins=False), _kind(form, word, begins=True)
    if first is Kind.ADVERB and form[0].isupper() and word.endswith("ly"):
        return Form(word, kind, first, Look.NAME)
    is_cue = Kind.REPORT in {kind, first} or word in REPORT_NOUNS or word == "according"
    return Form(word, kind, first, Look.CUE if is_cue else Look.NOT)


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
    elif lower.endswith(("ed", "ing")) and len(lower) >= SHORTEST_PARTICIPLE:
        kind = Kind.VERB
    return kind
