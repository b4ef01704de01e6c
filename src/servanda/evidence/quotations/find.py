"""Find the quotations of a document, each with its speaker.

One pass over the paragraphs: marks, then the cues of those paragraphs that hold any, then the
likeliest speaker; whoever spoke last goes on where nobody is nearer.

Source: docs/spec/evidence/quotations.md.
"""

from dataclasses import dataclass, replace
from typing import Final

from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.intervals import ANY_DAY
from servanda.evidence.quotations.marks import Marked, count_words, find_marked
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.quotations.speakers import Candidate, best_candidate
from servanda.evidence.reporting.cues import Cue, cue_tokens, find_cues
from servanda.evidence.reporting.relay import Relays
from servanda.evidence.reporting.resolving import Named, Resolver
from servanda.evidence.reporting.tokens import Tokens, tokens_of
from servanda.evidence.reporting.words import Kind
from servanda.evidence.rules import how
from servanda.evidence.spans import Span
from servanda.evidence.voices import Voice

# A quoted span of so many words is an utterance; a shorter one is a term, a title or a nickname
# unless a word that reports stands next to it.
UTTERANCE_WORDS: Final = 3
# How many paragraphs a speaker may go on without being named again.
CONTINUED_PARAGRAPHS: Final = 3
# The score of a verb that speaks, in the same sentence and not far away.
REPORTED: Final = 30

_MARKS: Final = how("quotation.marks", 1)


@dataclass(slots=True, kw_only=True)
class _Last:
    """The quotation before, and the paragraph that it stands in."""

    quotation: Quotation
    paragraph: int


def find_quotations(document: Document, *, names: Named) -> tuple[Quotation, ...]:
    """Return the quotations of `document`, in order.

    Furniture is not searched. A quotation whose speaker is not told has no voice.
    """
    resolver = Resolver(document, names)
    relays = Relays(document, resolver)
    found: list[Quotation] = []
    last: _Last | None = None
    for number, block in enumerate(_evidence(document)):
        for quotation in _of_paragraph(document, block, (resolver, relays), last, number):
            found.append(quotation)
            if quotation.voice and (quotation.is_utterance or last is None):
                last = _Last(quotation=quotation, paragraph=number)
    return tuple(found)


def _evidence(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is not BlockKind.FURNITURE]


def _of_paragraph(
    document: Document,
    block: Block,
    tools: tuple[Resolver, Relays],
    last: _Last | None,
    number: int,
) -> list[Quotation]:
    marked = find_marked(document.text, block.span.start, block.span.end)
    if not marked:
        return []
    tokens = tokens_of(
        document.text,
        block.span.start,
        block.span.end,
        [(each.start, each.end) for each in marked],
    )
    cues = find_cues(tokens)
    places = [index for index, kind in enumerate(tokens.kinds) if kind is Kind.QUOTE]
    found: list[Quotation] = []
    for each, place in zip(marked, places, strict=True):
        candidate = best_candidate(tokens, place, cues)
        before = _Last(quotation=found[-1], paragraph=number) if found else last
        quotation = _quotation(document, each, tokens, candidate, tools[0])
        quotation = _relayed(quotation, tokens, candidate, cues, tools[1])
        if (
            candidate is None
            and quotation.is_utterance
            and before
            and number - before.paragraph <= CONTINUED_PARAGRAPHS
        ):
            quotation = _continued(quotation, before)
        if found and _goes_on(tokens, quotation, found[-1], places[len(found) - 1], place):
            quotation = replace(quotation, continues=found[-1].span)
        found.append(quotation)
    return found


def _quotation(
    document: Document,
    marked: Marked,
    tokens: Tokens,
    candidate: Candidate | None,
    resolver: Resolver,
) -> Quotation:
    words = count_words(document.text[marked.inner_start : marked.inner_end])
    is_utterance = words >= UTTERANCE_WORDS or _is_reported(candidate)
    return Quotation(
        span=document.span(marked.start, marked.end),
        words=words,
        is_utterance=is_utterance,
        continues=None,
        voice=_voice(tokens, candidate, resolver) if is_utterance else None,
        via=(),
        occasion=None,
        said_on=ANY_DAY,
        unclosed=marked.unclosed,
        is_mixed=marked.is_mixed,
        cue=_cue(document, tokens, candidate) if is_utterance else None,
        how=_MARKS,
    )


def _relayed(
    quotation: Quotation,
    tokens: Tokens,
    candidate: Candidate | None,
    cues: list[Cue],
    relays: Relays,
) -> Quotation:
    """Add the chain and the occasion that the sentence of the cue names."""
    if quotation.voice is None or candidate is None or candidate.cue is None:
        return quotation
    relay = relays.of_cue(tokens, candidate.cue, cues, quotation.voice)
    return replace(quotation, via=relay.via, occasion=relay.occasion)


def _is_reported(candidate: Candidate | None) -> bool:
    """Tell whether even one or two words are reported as said."""
    return candidate is not None and candidate.cue is not None and candidate.score >= REPORTED


def _cue(document: Document, tokens: Tokens, candidate: Candidate | None) -> Span | None:
    if candidate is None or candidate.cue is None:
        return None
    first, last = cue_tokens(tokens, candidate.cue)
    return document.span(tokens.starts[first], tokens.ends[last - 1])


def _voice(tokens: Tokens, candidate: Candidate | None, resolver: Resolver) -> Voice | None:
    if candidate is None:
        return None
    first, last = candidate.phrase.first, candidate.phrase.last
    return resolver.voice(
        tokens.starts[first], tokens.ends[last - 1], how=how(f"speaker.regex.{candidate.rule}", 1)
    )


def _continued(quotation: Quotation, before: _Last) -> Quotation:
    """Give the quotation the voice of the one before it."""
    voice = before.quotation.voice
    if voice is None:
        return quotation
    return replace(
        quotation,
        voice=replace(voice, how=how("speaker.regex.continued", 1)),
        via=before.quotation.via,
        occasion=before.quotation.occasion,
    )


def _goes_on(
    tokens: Tokens, quotation: Quotation, before: Quotation, place_before: int, place: int
) -> bool:
    """Tell whether a cue alone parts two spans of one utterance: `“…,” Carol said. “…”`."""
    one, other = before.voice, quotation.voice
    if not (one and other and before.is_utterance and quotation.is_utterance):
        return False
    same = one.mention == other.mention or (one.entities and one.entities == other.entities)
    if not same:
        return False
    between = tokens.kinds[place_before + 1 : place]
    return bool(between) and between[-1] in {Kind.STOP, Kind.COMMA}
