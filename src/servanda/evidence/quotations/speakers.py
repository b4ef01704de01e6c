"""Rank who may have said a quotation: a sum of named weights over plain observations.

Used by `quotations/find.py`. The weights are set by hand, from reading which candidates win
wrongly; nothing is learned from a set of texts. A sum generalises better than a cascade of
rules here: a strong verb far away and a weak one next to the mark can be weighed.

Source: docs/spec/evidence/quotations.md, "Speakers".
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from servanda.evidence.reporting.cues import Cue, Order
from servanda.evidence.reporting.phrases import Phrase, first_phrase
from servanda.evidence.reporting.tokens import Tokens
from servanda.evidence.reporting.verbs import Strength
from servanda.evidence.reporting.words import Kind

WEIGHTS: Final[Mapping[str, int]] = {
    "says": 20,  # said, told, wrote
    "speaks": 10,  # noted, called
    "acts": 0,  # attacked, defended
    "same sentence": 20,
    "sentence away": -25,  # for each
    "word between": -1,  # for each, no more than MAX_BETWEEN
    "quotation between": -5,  # for each
    "comma inside, cue after": 20,  # "…," Carol said: also ? and !
    "subject next": 20,  # “…” Carol said
    "verb next": 30,  # “…” said Carol
    "verb first": 12,  # …, said Carol
    "cue next": 20,  # Carol said “…”
    "cue and sign": 15,  # Carol said in Northmark: “…”
    "in a clause": -8,  # when Carol said
    "noun": -15,
    "noun next": 15,  # Carol's statement
    "name": 5,
    "sentence begins": 10,  # no cue: the subject of the sentence
    "goes on": 0,  # the speaker of the quotation before
}
MAX_BETWEEN: Final = 20
_CLAUSES: Final = frozenset({"when", "if", "while", "as", "because", "after"})
_STRENGTHS: Final = {Strength.SAYING: "says", Strength.CLEAR: "speaks", Strength.WEAK: "acts"}


class Candidate(NamedTuple):
    """One who may be the speaker.

    Attributes:
        score: Sum of the weights.
        rule: How it came to be a candidate: `cue`, `prefix`, `subject`.
        phrase: The tokens that name it.
        cue: The words that report; None for the subject of a sentence without any.
    """

    score: int
    rule: str
    phrase: Phrase
    cue: Cue | None


def best_candidate(tokens: Tokens, quotation: int, cues: list[Cue]) -> Candidate | None:
    """Return the likeliest speaker in the paragraph of the quotation at token `quotation`.

    None if nobody in the paragraph is likelier than whoever spoke before.
    """
    found = [_of_cue(tokens, quotation, cue) for cue in cues if cue.order is not Order.PASSIVE]
    subject = first_phrase(tokens, quotation)
    if subject:
        score = WEIGHTS["sentence begins"]
        found.append(Candidate(score=score, rule="subject", phrase=subject, cue=None))
    best = max(found, key=lambda candidate: candidate.score, default=None)
    return best if best and best.score >= WEIGHTS["goes on"] else None


def _of_cue(tokens: Tokens, quotation: int, cue: Cue) -> Candidate:
    score = sum(WEIGHTS[name] * count for name, count in _observations(tokens, quotation, cue))
    rule = "prefix" if cue.order is Order.PREFIX else "cue"
    return Candidate(score=score, rule=rule, phrase=cue.source, cue=cue)


def _observations(tokens: Tokens, quotation: int, cue: Cue) -> Iterator[tuple[str, int]]:
    """Yield what is seen of a cue and a quotation, with how often."""
    kinds = tokens.kinds
    yield _STRENGTHS[cue.strength], 1
    is_after = cue.first > quotation
    between = kinds[quotation + 1 : cue.first] if is_after else kinds[cue.last : quotation]
    yield "word between", min(len(between), MAX_BETWEEN)
    yield "quotation between", between.count(Kind.QUOTE)
    apart = abs(tokens.sentences[quotation] - tokens.sentences[cue.first])
    if apart:
        yield "sentence away", apart
    else:
        yield "same sentence", 1
        if is_after:
            yield from _after(tokens, quotation, cue, between)
        else:
            yield from _before(cue, between)
    if cue.source.first and tokens.words[cue.source.first - 1] in _CLAUSES:
        yield "in a clause", 1
    if cue.order is Order.NOUN:
        yield "noun", 1
    if kinds[cue.source.last - 1] in {Kind.NAME, Kind.PRONOUN}:
        yield "name", 1


def _after(
    tokens: Tokens, quotation: int, cue: Cue, between: list[Kind]
) -> Iterator[tuple[str, int]]:
    is_next = cue.source.first == quotation + 1 or cue.order is Order.AFTER
    inner = tokens.text[tokens.ends[quotation] - 2 : tokens.ends[quotation]]
    if is_next and ("," in inner or "?" in inner or "!" in inner):
        yield "comma inside, cue after", 1
    if cue.order is Order.BEFORE and cue.source.first == quotation + 1:
        yield "subject next", 1
    if cue.order is Order.AFTER:
        yield "verb first" if between else "verb next", 1


def _before(cue: Cue, between: list[Kind]) -> Iterator[tuple[str, int]]:
    if not between:
        yield "cue next", 1
        if cue.order is Order.NOUN:
            yield "noun next", 1
    elif between[-1] in {Kind.COLON, Kind.COMMA}:
        yield "cue and sign", 1
