"""Cues: the words that report, each with the phrase that names who speaks.

Quotations take their speaker from a cue, claims are built on one.

Source: docs/spec/evidence/voices.md, "Cues".
"""

from enum import IntEnum
from typing import NamedTuple

from servanda.evidence.reporting.phrases import (
    Phrase,
    first_phrase,
    phrase_after,
    subject_before,
)
from servanda.evidence.reporting.tokens import Tokens
from servanda.evidence.reporting.verb_or_noun import is_passive, is_verb
from servanda.evidence.reporting.verbs import INVERTING, REPORT_NOUNS, VERBS, Strength
from servanda.evidence.reporting.words import Kind


class Order(IntEnum):
    """How the speaker stands to the words that report."""

    BEFORE = 0  # Carol said
    AFTER = 1  # said Carol
    ACCORDING = 2  # according to Carol
    SHARED = 3  # Carol came and said: the subject of the verb before
    PREFIX = 4  # CAROL: …
    NOUN = 5  # Carol's statement
    BY = 6  # as reported by Carol
    PASSIVE = 7  # Carol was accused: nobody is said to speak, the phrase is who is spoken of


class Cue(NamedTuple):
    """Words that report.

    Attributes:
        first: Index of the first token of the cue.
        last: Index after its last token.
        lemma: Of its verb.
        strength: How surely it reports.
        order: Where the speaker stands.
        source: The speaker's phrase; of a passive verb its subject.
    """

    first: int
    last: int
    lemma: str
    strength: Strength
    order: Order
    source: Phrase


_INVERTING_AFTER_COMMA = frozenset({"say", "write", "add"})
_CONTENT = frozenset(
    {
        Kind.AUXILIARY,
        Kind.VERB,
        Kind.REPORT,
        Kind.WORD,
        Kind.SUBORDINATOR,
        Kind.PRONOUN,
        Kind.RELATIVE,
    }
)


def find_cues(tokens: Tokens) -> list[Cue]:
    """Return the cues of a paragraph, in order."""
    found: list[Cue] = []
    kinds, words = tokens.kinds, tokens.words
    if kinds:
        prefix = _prefix(tokens)
        if prefix:
            found.append(prefix)
    for index, kind in enumerate(kinds):
        if kind is Kind.REPORT:
            cue = _verb_cue(tokens, index, found)
        elif words[index] in REPORT_NOUNS:
            cue = _noun_cue(tokens, index)
        elif words[index] == "according" and words[index + 1 : index + 2] == ["to"]:
            cue = _after_words(tokens, index, index + 2, Order.ACCORDING, Strength.SAYING)
        else:
            continue
        if cue:
            found.append(cue)
    return found


def cue_tokens(tokens: Tokens, cue: Cue) -> tuple[int, int]:
    """Return the cue with the auxiliaries and adverbs before its verb: "has also said"."""
    first = cue.first
    while first > 0 and tokens.kinds[first - 1] in {Kind.AUXILIARY, Kind.ADVERB}:
        first -= 1
    return (first if cue.order in _AUXILIARIES else cue.first), cue.last


_AUXILIARIES = frozenset({Order.BEFORE, Order.BY, Order.PASSIVE})


def _prefix(tokens: Tokens) -> Cue | None:
    """`NAME: words` at the beginning of a paragraph, as transcripts print it."""
    kinds = tokens.kinds
    for index in range(1, min(7, len(kinds))):
        if kinds[index] is Kind.COLON:
            if all(kind in {Kind.NAME, Kind.TITLE} for kind in kinds[:index]):
                phrase = Phrase(0, index)
                return Cue(index, index + 1, ":", Strength.CLEAR, Order.PREFIX, phrase)
            return None
    return None


def _after_words(
    tokens: Tokens, first: int, last: int, order: Order, strength: Strength
) -> Cue | None:
    phrase = phrase_after(tokens, last, len(tokens.kinds))
    if phrase is None:
        return None
    return Cue(first, last, tokens.words[first], strength, order, phrase)


def _verb_cue(tokens: Tokens, index: int, before: list[Cue]) -> Cue | None:
    word = tokens.words[index]
    lemma, strength = VERBS[word]
    if not is_verb(tokens, index):
        return _noun_cue(tokens, index)
    by = _by_agent(tokens, index, lemma, strength)
    if by:
        return by
    is_gerund = word.endswith("ing")
    if not is_gerund:
        inverted = _inverted(tokens, index, lemma, strength)
        if inverted:
            return inverted
        subject = subject_before(tokens, index)
        if subject and not subject.is_object:
            order = Order.PASSIVE if _is_said_of(tokens, index, lemma) else Order.BEFORE
            return Cue(index, index + 1, lemma, strength, order, subject)
    shared = _shared(tokens, index, before)
    return Cue(index, index + 1, lemma, strength, Order.SHARED, shared) if shared else None


def _is_said_of(tokens: Tokens, index: int, lemma: str) -> bool:
    """Tell a passive verb, except "was quoted as saying", whose subject does speak."""
    return lemma != "quote" and is_passive(tokens, index)


def _noun_cue(tokens: Tokens, index: int) -> Cue | None:
    """`her comment`, `Carol's statement`: whoever it belongs to."""
    if tokens.words[index] not in REPORT_NOUNS or index == 0:
        return None
    at = index - 1
    while at > 0 and tokens.kinds[at] in {Kind.WORD, Kind.TIME, Kind.NUMBER}:
        at -= 1
    if tokens.kinds[at] is Kind.POSSESSIVE:
        found = phrase_before_possessive(tokens, at)
    elif tokens.words[at] in {"his", "her", "their", "its", "my", "our"}:
        found = Phrase(at, at + 1)
    else:
        return None
    return Cue(index, index + 1, tokens.words[index], Strength.CLEAR, Order.NOUN, found)


def phrase_before_possessive(tokens: Tokens, index: int) -> Phrase:
    """Return the phrase that ends with the possessive at `index`."""
    first = index
    while first > 0 and tokens.kinds[first - 1] in {Kind.NAME, Kind.TITLE}:
        first -= 1
    return Phrase(first, index + 1)


def _by_agent(tokens: Tokens, index: int, lemma: str, strength: Strength) -> Cue | None:
    """`was described by Carol as`."""
    words = tokens.words
    if words[index + 1 : index + 2] != ["by"] or not words[index].endswith(("ed", "en")):
        return None
    if words[index + 2 : index + 3] and words[index + 2].endswith("ing"):
        return None  # "responded by saying"
    phrase = phrase_after(tokens, index + 2, len(words))
    return Cue(index, index + 2, lemma, strength, Order.BY, phrase) if phrase else None


def _inverted(tokens: Tokens, index: int, lemma: str, strength: Strength) -> Cue | None:
    """`…,” said Carol`: a quotation or a comma on the left, the speaker on the right."""
    kinds = tokens.kinds
    at = index - 1
    while at >= 0 and kinds[at] is Kind.ADVERB:
        at -= 1
    if at < 0 or kinds[at] not in {Kind.QUOTE, Kind.COMMA, Kind.DASH}:
        return None
    if lemma not in (INVERTING if kinds[at] is Kind.QUOTE else _INVERTING_AFTER_COMMA):
        return None
    phrase = phrase_after(tokens, index + 1, len(kinds))
    if phrase and _can_follow(tokens, phrase, lemma, after_quotation=kinds[at] is Kind.QUOTE):
        return Cue(index, index + 1, lemma, strength, Order.AFTER, phrase)
    return None


def _can_follow(tokens: Tokens, phrase: Phrase, lemma: str, *, after_quotation: bool) -> bool:
    """Tell whether the phrase behind the verb is its subject."""
    first = tokens.kinds[phrase.first]
    if first is Kind.OBJECT or (lemma in {"tell", "ask"} and first is not Kind.NAME):
        return False  # "told reporters"
    # "Carol, speaking in Northmark, said Bob was ill": the phrase is of the content.
    ends = phrase.last >= len(tokens.kinds)
    return after_quotation or ends or tokens.kinds[phrase.last] not in _CONTENT


def _shared(tokens: Tokens, index: int, before: list[Cue]) -> Phrase | None:
    """The subject of the verb before in the sentence, or what begins it.

    A verb inside what is reported is passed over: in "Carol said she agreed but doubted it", who
    doubted is Carol.
    """
    sentence = tokens.sentences[index]
    for cue in reversed(before):
        if tokens.sentences[cue.first] != sentence:
            break
        if cue.order not in _WITHOUT_SUBJECT and not _is_reported(tokens, cue, before):
            return cue.source
    return first_phrase(tokens, index)


_WITHOUT_SUBJECT = frozenset({Order.SHARED, Order.PASSIVE, Order.NOUN})


def _is_reported(tokens: Tokens, cue: Cue, cues: list[Cue]) -> bool:
    """Tell whether a cue stands in the content of another: right after `that` or a verb."""
    at = cue.source.first - 1
    if cue.order is not Order.BEFORE or at < 0:
        return False
    return tokens.words[at] == "that" or any(other.last - 1 == at for other in cues)
