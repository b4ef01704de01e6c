"""Tell a verb that reports from a noun of the same form: "they claim", "their claim".

Source: docs/spec/evidence/voices.md, "Cues".
"""

from typing import Final

from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verbs import NOUN_TOO, VERBS
from servanda.evidence.speech.word_lists import words_of
from servanda.evidence.speech.words import Kind

_SAME_IN_PAST: Final = frozenset({"read", "put", "cast", "hit"})
_BEFORE_NOUN: Final = frozenset({Kind.DETERMINER, Kind.POSSESSIVE, Kind.NUMBER})
_BEFORE_BASE: Final = frozenset({Kind.AUXILIARY, Kind.ADVERB, Kind.PRONOUN, Kind.RELATIVE})
_BEHIND_VERB: Final = frozenset(
    {
        Kind.SUBORDINATOR,
        Kind.QUOTE,
        Kind.DETERMINER,
        Kind.PRONOUN,
        Kind.NAME,
        Kind.COLON,
        Kind.OBJECT,
        Kind.POSSESSIVE,
    }
)
_BE: Final = words_of("is are was were be been being isn't aren't wasn't weren't got gets")


def is_verb(tokens: Tokens, index: int) -> bool:
    """Tell whether the form at `index`, which `VERBS` holds, is a verb here."""
    word = tokens.words[index]
    lemma = VERBS[word][0]
    before = tokens.kinds[index - 1] if index else Kind.STOP
    if before in _BEFORE_NOUN or (
        lemma == "continue" and tokens.words[index + 1 : index + 2] == ["to"]
    ):
        return False
    if word.endswith("ing"):
        is_apart = before not in {Kind.WORD, Kind.NAME}
        return is_apart or _reports_next(tokens, index) or _is_with(tokens, index)
    if before is Kind.PREPOSITION:
        return tokens.words[index - 1] == "to" or word == "said"
    return _is_finite(tokens, index, before, lemma)


def _is_with(tokens: Tokens, index: int) -> bool:
    """`with Carol saying`: the noun before the form is its subject."""
    at = index - 1
    while at >= 0 and index - at <= _NEAR and tokens.kinds[at] not in {Kind.COMMA, Kind.STOP}:
        if tokens.words[at] == "with":
            return True
        at -= 1
    return False


_NEAR: Final = 7


def _is_finite(tokens: Tokens, index: int, before: Kind, lemma: str) -> bool:
    word = tokens.words[index]
    if lemma == word and word not in _SAME_IN_PAST:
        return before is not Kind.STOP and _is_present(tokens, index)
    if before is Kind.WORD and word in NOUN_TOO:
        return _next(tokens, index) in _BEHIND_VERB  # "cyber talks between" is none
    return True


def is_passive(tokens: Tokens, index: int) -> bool:
    """Tell whether the verb at `index` is said of its subject: "was accused", "is believed"."""
    word, at = tokens.words[index], index - 1
    if word.endswith("ing") or VERBS[word][0] == word:
        return False
    while at >= 0 and tokens.kinds[at] is Kind.ADVERB:
        at -= 1
    return at >= 0 and tokens.words[at] in _BE


def _next(tokens: Tokens, index: int) -> Kind:
    return tokens.kinds[index + 1] if index + 1 < len(tokens.kinds) else Kind.STOP


def _is_present(tokens: Tokens, index: int) -> bool:
    """Tell whether a form that is a noun as well has a plural subject or an auxiliary."""
    before = tokens.kinds[index - 1]
    if before in {Kind.WORD, Kind.NAME, Kind.REPORT}:
        is_plural = tokens.words[index - 1].endswith("s")
        return is_plural and _next(tokens, index) not in {Kind.STOP, Kind.REPORT}
    return before in _BEFORE_BASE


def _reports_next(tokens: Tokens, index: int) -> bool:
    after = index + 1
    return after < len(tokens.kinds) and (
        tokens.kinds[after] is Kind.QUOTE or tokens.words[after] in {"that", ":"}
    )
