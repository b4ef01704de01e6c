"""Find the quotations of a document, each with its speaker.

One pass over the paragraphs: marks, then the cues of those paragraphs that hold any, then the
likeliest speaker. Where nobody in the paragraph is likely, whoever spoke last goes on.

Source: docs/spec/evidence/quotations.md.
"""

from dataclasses import dataclass, replace
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.intervals import ANY_DAY
from servanda.evidence.quotations.leads import Lead, Leads
from servanda.evidence.quotations.marks import Marked, count_words, find_marked
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.quotations.speakers import WEIGHTS, Candidate, best_candidate
from servanda.evidence.rules import How, how
from servanda.evidence.spans import Span
from servanda.evidence.speech.chinese import chinese_speaker
from servanda.evidence.speech.cues import cue_tokens
from servanda.evidence.speech.paragraphs import Paragraph, Paragraphs
from servanda.evidence.speech.parser import Parser
from servanda.evidence.speech.relay import NO_RELAY, Relay, Relays
from servanda.evidence.speech.resolving import Named, Resolver
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.words import Kind
from servanda.evidence.voices import Voice

# A quoted span of so many words is an utterance; a shorter one is a term, a title or a nickname
# unless a word that reports stands next to it.
UTTERANCE_WORDS: Final = 3
# The score of a verb that speaks, in the same sentence and not far away.
REPORTED: Final = 30

_BY_RULE: Final = {
    rule: how(f"speaker.regex.{rule}", 1) for rule in ("cue", "prefix", "subject", "lead")
}
_CHINESE: Final = how("speaker.regex.chinese", 1)
_SUBJECTS_OF: Final = frozenset({"en", "und"})
_CONTINUED: Final = how("speaker.regex.continued", 1)
_MARKS: Final = how("quotation.marks", 1)


def find_quotations(
    document: Document, *, names: Named, parser: Parser | None = None
) -> tuple[Quotation, ...]:
    """Return the quotations of `document`, in order.

    Furniture is not searched. A quotation whose speaker is not told has no voice.

    Args:
        document: As read.
        names: Its mentions, in order, and whom they mean.
        parser: None works too, and each voice then says so by its rule (`speaker.regex…`).
    """
    finder = _Finder(document, names, parser)
    return tuple(
        quotation for number in range(len(finder.blocks)) for quotation in finder.of_block(number)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """Who says a quotation, and what the sentence adds."""

    voice: Voice | None
    cue: Span | None = None
    relay: Relay = NO_RELAY


class _Finder:
    """Finds quotations block by block; keeps who spoke last."""

    def __init__(self, document: Document, names: Named, parser: Parser | None) -> None:
        self._document = document
        self._resolver = Resolver(document, names)
        self._relays = Relays(document, self._resolver)
        self._paragraphs = Paragraphs(document=document, parser=parser)
        self._model = parser.name if parser else ""
        self.blocks = self._paragraphs.blocks
        self._leads = Leads(self._paragraphs, self.blocks)

    def of_block(self, number: int) -> list[Quotation]:
        """Return the quotations of one block; blocks must be taken in order."""
        block = self.blocks[number]
        marked = find_marked(self._document.text, block.span.start, block.span.end)
        if not marked:
            return []
        paragraph = self._paragraphs.read(block, [(each.start, each.end) for each in marked])
        places = [at for at, kind in enumerate(paragraph.tokens.kinds) if kind is Kind.QUOTE]
        found: list[Quotation] = []
        last: Quotation | None = None
        for each, place in zip(marked, places, strict=True):
            quotation = self._quotation(each, paragraph, place, number, last)
            if found and _goes_on(paragraph.tokens, quotation, found[-1], place):
                quotation = replace(quotation, continues=found[-1].span)
            found.append(quotation)
            if quotation.is_utterance and quotation.voice:
                last = quotation
        self._leads.add(number, found)
        return found

    def _quotation(
        self,
        marked: Marked,
        paragraph: Paragraph,
        place: int,
        number: int,
        last: Quotation | None,
    ) -> Quotation:
        words = count_words(self._document.text[marked.inner_start : marked.inner_end])
        least = WEIGHTS["goes on"] if last else WEIGHTS["goes on from before"]
        candidate = best_candidate(paragraph, place, least=least)
        if candidate and candidate.cue is None and self._document.language not in _SUBJECTS_OF:
            candidate = None  # the order of words that makes a subject is that of English
        is_utterance = words >= UTTERANCE_WORDS or _is_reported(candidate)
        spoken = _Spoken(voice=None)
        if is_utterance:
            said = self._in_chinese(marked, number)
            if said:
                spoken = said
            elif candidate:
                spoken = self._spoken(paragraph, candidate)
            elif last:
                spoken = self._continued(last)
            else:
                spoken = self._led(number)
        return Quotation(
            span=self._document.span(marked.start, marked.end),
            words=words,
            is_utterance=is_utterance,
            continues=None,
            voice=spoken.voice,
            via=spoken.relay.via,
            occasion=spoken.relay.occasion,
            said_on=ANY_DAY,
            unclosed=marked.unclosed,
            is_mixed=marked.is_mixed,
            cue=spoken.cue,
            how=_MARKS,
        )

    def _in_chinese(self, marked: Marked, number: int) -> _Spoken | None:
        block = self.blocks[number].span
        said = chinese_speaker(
            self._document.text, marked.start, marked.end, low=block.start, high=block.end
        )
        if said is None:
            return None
        return _Spoken(
            voice=self._resolver.voice(said.start, said.end, how=_CHINESE),
            cue=self._document.span(said.cue_start, said.cue_end),
        )

    def _spoken(self, paragraph: Paragraph, candidate: Candidate) -> _Spoken:
        """Return who is meant by the candidate, with the chain of its sentence."""
        tokens, cue = paragraph.tokens, candidate.cue
        first, last = candidate.phrase.first, candidate.phrase.last
        voice = self._resolver.voice(
            tokens.starts[first], tokens.ends[last - 1], how=self._rule(candidate)
        )
        if cue is None:
            return _Spoken(voice=voice)
        start, end = cue_tokens(tokens, cue)
        return _Spoken(
            voice=voice,
            cue=self._document.span(tokens.starts[start], tokens.ends[end - 1]),
            relay=self._relays.of_cue(tokens, cue, paragraph.cues, voice),
        )

    def _continued(self, last: Quotation) -> _Spoken:
        """Return the voice of the quotation before."""
        if last.voice is None:
            return _Spoken(voice=None)
        return _Spoken(
            voice=replace(last.voice, how=_CONTINUED),
            relay=Relay(via=last.via, occasion=last.occasion),
        )

    def _led(self, number: int) -> _Spoken:
        """Return whom the paragraphs before leave speaking."""
        lead = self._leads.before(number)
        match lead:
            case Quotation():
                return self._continued(lead)
            case Lead():
                spoken = self._spoken(lead.paragraph, lead.candidate)
                return replace(spoken, cue=None)
            case None:
                return _Spoken(voice=None)

    def _rule(self, candidate: Candidate) -> How:
        if candidate.is_parsed:
            return how(f"speaker.parser.{candidate.rule}", 1, model=self._model)
        return _BY_RULE[candidate.rule]


def _is_reported(candidate: Candidate | None) -> bool:
    """Tell whether even one or two words are reported as said."""
    return candidate is not None and candidate.cue is not None and candidate.score >= REPORTED


def _goes_on(tokens: Tokens, quotation: Quotation, before: Quotation, place: int) -> bool:
    """Tell whether a cue alone parts two spans of one utterance: `“…,” Carol said. “…”`."""
    one, other = before.voice, quotation.voice
    if not (one and other and before.is_utterance and quotation.is_utterance):
        return False
    same = one.mention == other.mention or (one.entities and one.entities == other.entities)
    is_apart = tokens.kinds[place - 1] in {Kind.STOP, Kind.COMMA}
    return bool(same) and is_apart
