"""Find indirect speech: who is said to say what, with hedges and mode.

Source: docs/spec/evidence/claims.md.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from servanda.evidence.claims.claim import Claim, Hedge, Mode
from servanda.evidence.claims.content import Run, content_of
from servanda.evidence.claims.hedges import find_hedges
from servanda.evidence.claims.modes import NORMS, mode_of
from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.intervals import ANY_DAY
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.rules import How, how
from servanda.evidence.spans import Span
from servanda.evidence.speech.cues import Cue, Order, cue_tokens
from servanda.evidence.speech.paragraphs import read_tokens
from servanda.evidence.speech.phrases import sentence_end, sentence_start
from servanda.evidence.speech.relay import Relays
from servanda.evidence.speech.resolving import Named, Resolver
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verbs import Strength
from servanda.evidence.speech.word_lists import words_of
from servanda.evidence.speech.words import Kind
from servanda.evidence.voices import UNNAMED, Link

# A content of fewer words says nothing: "said so", "declined to comment".
LEAST_WORDS: Final = 2

# Acts that are claims where a clause follows: "fears that", "expects to".
_CLAIMING: Final = words_of(
    "show expect hope fear doubt assume learn understand decide consider know feel imply accuse"
)
# What is said of somebody, by nobody who is named: "is widely believed to".
_IMPERSONAL: Final = words_of(
    "believe think consider see suspect allege accuse say report expect understand blame charge"
)
_NOT: Final = words_of("not never didn't doesn't don't hasn't haven't hadn't won't wouldn't cannot")
_CLAUSE: Final = frozenset({Kind.AUXILIARY, Kind.VERB, Kind.REPORT, Kind.SUBORDINATOR, Kind.QUOTE})
_CLAIM: Final = how("claim.regex", 1)


def find_claims(
    document: Document, *, names: Named, quotations: Sequence[Quotation]
) -> tuple[Claim, ...]:
    """Return the claims of `document`, in order.

    What is a quotation and nothing else is none; a sentence of indirect speech with a few words
    between marks is.

    Args:
        document: As read.
        names: Its mentions, in order, and whom they mean.
        quotations: Of the document, all of them, in order.
    """
    resolver = Resolver(document, names)
    relays = Relays(document, resolver)
    found: list[Claim] = []
    starts = [quotation.span.start for quotation in quotations]
    for block in document.blocks:
        if block.kind is not BlockKind.FURNITURE:
            first = bisect_left(starts, block.span.start)
            inside = quotations[first : bisect_left(starts, block.span.end)]
            found.extend(_of_block(document, block, inside, resolver, relays))
    return tuple(found)


def _of_block(
    document: Document,
    block: Block,
    quotations: Sequence[Quotation],
    resolver: Resolver,
    relays: Relays,
) -> list[Claim]:
    quoted = [(each.span.start, each.span.end) for each in quotations]
    tokens, told = read_tokens(document, block, quoted)
    cues = [cue for cue in told if cue.order not in {Order.NOUN, Order.PREFIX}]
    found: list[Claim] = []
    for cue in cues:
        runs = content_of(tokens, cue, cues) if _claims(tokens, cue) else []
        if _says_something(tokens, runs):
            claim = _claim(document, tokens, cue, runs, resolver)
            relay = relays.of_cue(tokens, cue, cues, claim.voice)
            found.append(replace(claim, via=(*relay.via, *claim.via)))
    return found


def _claims(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether a cue of this order and strength makes a claim here."""
    if tokens.words[cue.first - 1 : cue.first] == ["to"]:
        return False  # "to deny": nobody has yet
    first, _ = cue_tokens(tokens, cue)
    if not _NOT.isdisjoint(tokens.words[first : cue.first]):
        return False  # "did not say"
    if cue.order is Order.PASSIVE:
        return cue.lemma in _IMPERSONAL
    if cue.strength is not Strength.WEAK:
        return True
    after = tokens.words[cue.last : cue.last + 1]
    return cue.lemma in _CLAIMING and after != [] and after[0] in {"that", "to", "of"}


def _says_something(tokens: Tokens, runs: list[Run]) -> bool:
    """Tell whether the content is more than a quotation and more than an object."""
    if not runs:
        return False
    kinds = [kind for first, last in runs for kind in tokens.kinds[first:last]]
    outside = len(kinds) - kinds.count(Kind.QUOTE)
    is_clause = tokens.words[runs[0][0]] == "to" or not _CLAUSE.isdisjoint(kinds)
    return outside >= LEAST_WORDS and is_clause


def _claim(
    document: Document, tokens: Tokens, cue: Cue, runs: list[Run], resolver: Resolver
) -> Claim:
    content = tuple(_span(document, tokens, first, last) for first, last in runs)
    is_impersonal = cue.order is Order.PASSIVE
    named = cue_tokens(tokens, cue) if is_impersonal else (cue.source.first, cue.source.last)
    source = _span(document, tokens, *named)
    reports = _span(document, tokens, *cue_tokens(tokens, cue))
    parts = (source, reports, *content)
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    said = " ".join(document.text_of(part) for part in content)
    how_voice = _voice_rule(cue)
    return Claim(
        span=document.span(start, end),
        voice=resolver.voice(source.start, source.end, how=how_voice),
        cue=reports,
        content=content,
        via=(Link(name=UNNAMED, span=source),) if is_impersonal else (),
        hedges=_hedges(document, tokens, cue),
        mode=Mode.NORM if cue.lemma in NORMS else mode_of(said),
        said_on=ANY_DAY,
        how=_CLAIM,
    )


def _hedges(document: Document, tokens: Tokens, cue: Cue) -> tuple[Hedge, ...]:
    """Return the hedges of the whole sentence: a later clause weakens the claim as well."""
    first, last = sentence_start(tokens, cue.first), sentence_end(tokens, cue.first)
    return find_hedges(document, tokens.starts[first], tokens.ends[last - 1])


def _voice_rule(cue: Cue) -> How:
    return how(f"speaker.regex.{cue.order.name.lower()}", 1)


def _span(document: Document, tokens: Tokens, first: int, last: int) -> Span:
    return document.span(tokens.starts[first], tokens.ends[last - 1])
