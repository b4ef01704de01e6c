"""Tell a verb that reports from a noun of the same form: "they claim", "their claim".

Source: docs/spec/evidence/voices.md, "Cues".
"""

from typing import Final

from servanda.evidence.reporting.tokens import Tokens
from servanda.evidence.reporting.verbs import VERBS
from servanda.evidence.reporting.words import Kind

_SAME_IN_PAST: Final = frozenset({"read", "put", "cast", "hit"})
_BEFORE_NOUN: Final = frozenset({Kind.DETERMINER, Kind.POSSESSIVE, Kind.NUMBER})
_BEFORE_BASE: Final = frozenset({Kind.AUXILIARY, Kind.ADVERB, Kind.PRONOUN, Kind.RELATIVE})


def is_verb(tokens: Tokens, index: int) -> bool:
    """Tell whether the form at `index`, which `VERBS` holds, is a verb here."""
    word = tokens.words[index]
    if index == 0:
        return word.endswith("ing")
    before = tokens.kinds[index - 1]
    if before in _BEFORE_NOUN:
        return False
    if word.endswith("ing"):
        return before not in {Kind.WORD, Kind.NAME} or _reports_next(tokens, index)
    if before is Kind.PREPOSITION:
        return tokens.words[index - 1] == "to" or word == "said"
    if VERBS[word][0] == word and word not in _SAME_IN_PAST:
        return _is_present(tokens, index)
    return True


def _is_present(tokens: Tokens, index: int) -> bool:
    """Tell whether a form that is a noun as well has a plural subject or an auxiliary."""
    before = tokens.kinds[index - 1]
    if before in {Kind.WORD, Kind.NAME}:
        after = tokens.kinds[index + 1] if index + 1 < len(tokens.kinds) else Kind.STOP
        is_plural = tokens.words[index - 1].endswith("s")
        return is_plural and after not in {Kind.STOP, Kind.REPORT}
    return before in _BEFORE_BASE


def _reports_next(tokens: Tokens, index: int) -> bool:
    after = index + 1
    return after < len(tokens.kinds) and (
        tokens.kinds[after] is Kind.QUOTE or tokens.words[after] in {"that", ":"}
    )
