"""Cues: the words that report, each with the phrase that names who speaks.

Quotations take their speaker from a cue, claims are built on one.

Source: docs/spec/evidence/voices.md, "Cues".
"""

from bisect import bisect_left
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from servanda.evidence.speech.phrases import (
    Phrase,
    first_phrase,
    phrase_after,
    subject_before,
)
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verb_or_noun import is_passive, is_verb
from servanda.evidence.speech.verbs import INVERTING, NAMING, REPORT_NOUNS, VERBS, Strength
from servanda.evidence.speech.words import Kind


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
    prefix = _prefix(tokens) if tokens.kinds else None
    found: list[Cue] = [prefix] if prefix else []
    for index in tokens.cues:
        kind = tokens.kinds[index]
        if kind is Kind.REPORT:
            cue = _verb_cue(tokens, index, found)
        elif kind is Kind.COLON:
            cue = _label(tokens, index)
        elif tokens.words[index] in REPORT_NOUNS:
            cue = _noun_cue(tokens, index)
        else:
            cue = _according(tokens, index)
        if cue:
            found.append(cue)
    return found


def cues_between(cues: Sequence[Cue], low: int, high: int) -> Sequence[Cue]:
    """Return the cues that begin at the tokens from `low` to before `high`."""
    return cues[bisect_left(cues, low, key=_first) : bisect_left(cues, high, key=_first)]


def _first(cue: Cue) -> int:
    return cue.first


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


def _label(tokens: Tokens, index: int) -> Cue | None:
    """`… - NAME: “…”`: a name alone between a dash or a stop and a quotation."""
    kinds = tokens.kinds
    first = index
    while first > 0 and kinds[first - 1] in {Kind.NAME, Kind.TITLE}:
        first -= 1
    is_next = index + 1 < len(kinds) and kinds[index + 1] is Kind.QUOTE
    if first in {0, index} or not is_next or kinds[first - 1] not in {Kind.DASH, Kind.STOP}:
        return None
    return Cue(index, index + 1, ":", Strength.SAYING, Order.PREFIX, Phrase(first, index))


def _according(tokens: Tokens, index: int) -> Cue | None:
    if tokens.words[index : index + 2] != ["according", "to"]:
        return None
    phrase = phrase_after(tokens, index + 2, len(tokens.kinds))
    if phrase is None:
        return None
    return Cue(index, index + 2, "according", Strength.SAYING, Order.ACCORDING, phrase)


def _verb_cue(tokens: Tokens, index: int, before: list[Cue]) -> Cue | None:
    lemma, strength = VERBS[tokens.words[index]]
    if not is_verb(tokens, index):
        return _noun_cue(tokens, index)
    if lemma in NAMING and _names(tokens, index):
        return None
    verb = _Verb(index, lemma, strength)
    near = _by_agent(tokens, verb) or _near(tokens, verb)
    if near:
        return near
    shared = _shared(tokens, index, before)
    return Cue(index, index + 1, lemma, strength, Order.SHARED, shared) if shared else None


class _Verb(NamedTuple):
    at: int
    lemma: str
    strength: Strength

    def cue(self, order: Order, source: Phrase, *, last: int = 0) -> Cue:
        return Cue(self.at, last or self.at + 1, self.lemma, self.strength, order, source)


def _near(tokens: Tokens, verb: _Verb) -> Cue | None:
    """Return the cue whose speaker stands at the verb."""
    if tokens.words[verb.at].endswith("ing"):
        held = subject_before(tokens, verb.at)
        is_with = held and held.is_object and tokens.words[held.first - 1] == "with"
        return verb.cue(Order.BEFORE, held) if held and is_with else None
    inverted = _inverted(tokens, verb)
    if inverted:
        return inverted
    subject = subject_before(tokens, verb.at)
    if subject is None or subject.is_object:
        return None
    is_said_of = verb.lemma != "quote" and is_passive(tokens, verb.at)
    return verb.cue(Order.PASSIVE if is_said_of else Order.BEFORE, subject)


def _names(tokens: Tokens, index: int) -> bool:
    """`a class called “…”`: what the quotation names, not what somebody says."""
    kinds = tokens.kinds
    is_next = index + 1 < len(kinds) and kinds[index + 1] is Kind.QUOTE
    return is_next and index > 0 and kinds[index - 1] is Kind.WORD


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


def _by_agent(tokens: Tokens, verb: _Verb) -> Cue | None:
    """`was described by Carol as`."""
    words, last = tokens.words, verb.at + 2
    if words[verb.at + 1 : last] != ["by"] or not words[verb.at].endswith(("ed", "en")):
        return None
    if words[last : last + 1] and words[last].endswith("ing"):
        return None  # "responded by saying"
    phrase = phrase_after(tokens, last, len(words))
    return verb.cue(Order.BY, phrase, last=last) if phrase else None


def _inverted(tokens: Tokens, verb: _Verb) -> Cue | None:
    """`…,” said Carol`: a quotation or a comma on the left, the speaker on the right."""
    kinds = tokens.kinds
    at = verb.at - 1
    while at >= 0 and kinds[at] is Kind.ADVERB:
        at -= 1
    if at < 0 or kinds[at] not in {Kind.QUOTE, Kind.COMMA, Kind.DASH}:
        return None
    is_quoted = kinds[at] is Kind.QUOTE
    if verb.lemma not in (INVERTING if is_quoted else _INVERTING_AFTER_COMMA):
        return None
    phrase = phrase_after(tokens, verb.at + 1, len(kinds))
    if phrase and _can_follow(tokens, phrase, verb.lemma, after_quotation=is_quoted):
        return verb.cue(Order.AFTER, phrase)
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
        if cue.order not in _WITHOUT_SUBJECT and not _is_reported(tokens, cue):
            return cue.source
    return _of_verb_before(tokens, index) or first_phrase(tokens, index)


def _of_verb_before(tokens: Tokens, index: int) -> Phrase | None:
    """`Carol came to Northmark and agreed`: the subject of the verb that a conjunction joins."""
    kinds, sentence = tokens.kinds, tokens.sentences[index]
    at = index - 1
    while at >= 0 and kinds[at] in {Kind.ADVERB, Kind.AUXILIARY}:
        at -= 1
    if at < 0 or kinds[at] is not Kind.CONJUNCTION:
        return None
    tries = 0
    for verb in range(at - 1, -1, -1):
        if tokens.sentences[verb] != sentence or kinds[verb] is Kind.QUOTE or tries == _TRIES:
            return None
        if kinds[verb] in _FINITE and not tokens.words[verb].endswith("ing"):
            tries += 1
            subject = subject_before(tokens, verb)
            if subject and not subject.is_object:
                return subject
    return None


_TRIES = 4
_FINITE = frozenset({Kind.VERB, Kind.AUXILIARY, Kind.REPORT})


_WITHOUT_SUBJECT = frozenset({Order.SHARED, Order.PASSIVE, Order.NOUN})


def _is_reported(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether a cue stands in the content of another: right after `that` or a verb."""
    at = cue.source.first - 1
    if cue.order is not Order.BEFORE or at < 0:
        return False
    return tokens.words[at] == "that" or tokens.kinds[at] is Kind.REPORT
