"""Statements: quotations and claims as the nodes of the graph of origins.

Source: docs/spec/evidence/origins.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from servanda.evidence.claims.claim import Claim
from servanda.evidence.corpus.corpus import Corpus, claim_key, quotation_key
from servanda.evidence.origins.propositions import Propositions
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.sentences import sentences
from servanda.evidence.spans import Span, outside
from servanda.evidence.stories.terms import stem
from servanda.evidence.voices import Link, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One node.

    Attributes:
        key: Content key.
        span: Its characters.
        voice: Who says it; None for a quotation without a speaker.
        via: The relay chain.
        propositions: What it says, of the table.
        stems: Of its own words, without those of fewer than four letters.
        is_quotation: Whether it stands between marks.
    """

    key: str
    span: Span
    voice: Voice | None
    via: tuple[Link, ...]
    propositions: tuple[str, ...]
    stems: frozenset[str]
    is_quotation: bool


_LEAST_LETTERS = 4  # of a word that tells something
LEAST_WORDS = 3  # of a quotation; shorter ones are terms
QUOTED_WORDS = 5  # of one that is no part of the claim around it


def statements_of(corpus: Corpus, *, propositions: Propositions) -> tuple[Statement, ...]:
    """Return all utterances and claims of a corpus, by place."""
    found = [
        *(
            _of_quotation(one, corpus, propositions)
            for one in corpus.quotations
            if one.is_utterance and one.words >= LEAST_WORDS
        ),
        *(_of_claim(one, corpus, propositions) for one in corpus.claims),
    ]
    ordered = sorted(found, key=lambda one: (one.span, one.is_quotation, one.key))
    # A key names one statement; of two that a rule found under one cue the first counts.
    return tuple({one.key: one for one in reversed(ordered)}.values())[::-1]


def _of_quotation(one: Quotation, corpus: Corpus, propositions: Propositions) -> Statement:
    text = corpus.text_of(one.span)
    return Statement(
        key=quotation_key(one),
        span=one.span,
        voice=one.voice,
        via=one.via,
        propositions=_made(text, propositions),
        stems=stems_of(text),
        is_quotation=True,
    )


def _of_claim(one: Claim, corpus: Corpus, propositions: Propositions) -> Statement:
    text = " … ".join(map(corpus.text_of, _unquoted(one, corpus)))
    return Statement(
        key=claim_key(one),
        span=one.span,
        voice=one.voice,
        via=one.via,
        propositions=_made(text, propositions),
        stems=stems_of(text),
        is_quotation=False,
    )


def _unquoted(one: Claim, corpus: Corpus) -> Iterator[Span]:
    """Yield what a claim says in the outlet's own words: what it quotes is a statement itself."""
    quoted = [
        quotation.span
        for quotation in corpus.analyses[one.span.document].quotations
        if quotation.words >= QUOTED_WORDS
    ]
    for part in one.content:
        yield from outside(part, quoted)


def _made(text: str, propositions: Propositions) -> tuple[str, ...]:
    if not propositions.made_by(text):
        return ()  # what the whole does not hold, no sentence of it does
    found: set[str] = set()
    for start, end in sentences(text, start=0, end=len(text)):
        found.update(propositions.made_by(text[start:end]))
    return tuple(sorted(found))


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of `text`, without those of fewer than four letters."""
    return frozenset(_told(text))


def _told(text: str) -> Iterator[str]:
    for word in text.split():
        plain = word.strip(".,;:!?\"'()[]“”‘’«»「」『』")
        if len(plain) >= _LEAST_LETTERS:
            yield stem(plain)
