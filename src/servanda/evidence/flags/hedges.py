"""A hedge that one text has and another, which tells the same in the same words, has not.

Source: docs/spec/evidence/flags.md, "hedge_lost", "hedge_added".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servanda.evidence.claims.claim import HedgeKind
from servanda.evidence.claims.hedges import find_hedges
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.reuse.reuse import Direction, ParagraphMatch, ReuseKind
from servanda.evidence.spans import Span

# What is only "expected" or "not" is another statement, not a hedged one.
_HEDGES = frozenset(HedgeKind) - {HedgeKind.NEGATED, HedgeKind.EXPECTED, HedgeKind.CLAIMED}
_ACCUSING = frozenset({HedgeKind.ACCUSED, HedgeKind.BELIEVED})  # the act itself is in doubt
_NOT = re.compile(r"\s?n[o’']t\b")  # "could not" says no more and no less than "couldn't"
MOST_WORDS = 4  # that a hedge may have more than what stands in its place
_STOPS = ',.;:!?”"'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A hedge on one side, the bare words on the other."""

    hedged: Span
    bare: Span
    kind: HedgeKind
    is_later_bare: bool  # the text without it took from the one with it, or nobody knows


def hedge_lost(material: Material) -> Iterator[Raised]:
    """Yield what a text states barely that it took from one with a hedge.

    An accusation stays one whoever wrote first: a text that states as done what another calls
    charged has lost the hedge in any case.
    """
    for change in _changes(material):
        if change.is_later_bare or change.kind is HedgeKind.ACCUSED:
            yield _raised(change, material)


def hedge_added(material: Material) -> Iterator[Raised]:
    """Yield what a text hedges that it took from one without a hedge."""
    for change in _changes(material):
        if not (change.is_later_bare or change.kind is HedgeKind.ACCUSED):
            yield _raised(change, material)


def _raised(change: _Change, material: Material) -> Raised:
    return Raised(
        sides=((change.hedged,), (change.bare,)),
        parameters={
            "hedged": material.words(change.hedged),
            "bare": material.words(change.bare),
        },
    )


def _changes(material: Material) -> Iterator[_Change]:
    for edge in material.corpus.reuses:
        if edge.kind is ReuseKind.SHARED_QUOTATION:
            continue
        for match in edge.paragraphs:
            yield from _in_paragraphs(match, edge.direction, material)
    yield from _of_events(material)


def _of_events(material: Material) -> Iterator[_Change]:
    """Yield what one text tells as an accusation and another, of the same event, as done."""
    joined = {(edge.a, edge.b) for edge in material.corpus.reuses if edge.paragraphs}
    for event in material.events:
        told = [(one, _kinds(one.span, material) & _ACCUSING) for one in event.tellings]
        for one, kinds in told:
            for other, others in told:
                pair = tuple(sorted((one.span.document, other.span.document)))
                if kinds and not others and pair[0] != pair[1] and pair not in joined:
                    yield _Change(
                        hedged=one.span,
                        bare=other.span,
                        kind=HedgeKind.ACCUSED,
                        is_later_bare=True,
                    )


def _in_paragraphs(
    match: ParagraphMatch, direction: Direction, material: Material
) -> Iterator[_Change]:
    for difference in match.differences:
        kinds = {side: _kinds(side, material) for side in (difference.a, difference.b)}
        for hedged, bare in (
            (difference.a, difference.b),
            (difference.b, difference.a),
        ):
            only = sorted(kinds[hedged] - kinds[bare])
            if only and _is_of_the_same(hedged, bare, material):
                bare_is_a = bare is difference.a
                later = Direction.A_FROM_B if bare_is_a else Direction.B_FROM_A
                yield _Change(
                    hedged=_to_clause_end(hedged, material),
                    bare=_to_clause_end(bare, material),
                    kind=HedgeKind.ACCUSED if HedgeKind.ACCUSED in only else only[0],
                    is_later_bare=direction in {later, Direction.UNDECIDED},
                )


def _kinds(span: Span, material: Material) -> frozenset[HedgeKind]:
    if not span.length:
        return frozenset()
    document = material.corpus.document(span)
    found = find_hedges(document, span.start, span.end)
    return frozenset(
        hedge.kind
        for hedge in found
        if hedge.kind in _HEDGES and not _NOT.match(document.text, hedge.span.end)
    )


def _is_of_the_same(hedged: Span, bare: Span, material: Material) -> bool:
    """Tell whether only the hedge went: of a clause that went, nothing is left to state."""
    words = [len(material.words(span).split()) for span in (hedged, bare)]
    return words[0] - words[1] <= MOST_WORDS


def _to_clause_end(span: Span, material: Material) -> Span:
    """Return a difference with the words that follow: an empty one could not be shown."""
    document = material.corpus.document(span)
    sentence = material.sentence_at(span)
    end = span.end
    while end < sentence.end and document.text[end] not in _STOPS:
        end += 1
    return document.span(span.start, max(end, span.end))
