"""Who is left speaking by the paragraphs before one that names nobody.

Source: docs/spec/evidence/quotations.md, "Speakers".
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from servanda.evidence.documents import Block
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.quotations.speakers import Candidate
from servanda.evidence.speech.cues import Cue, Order
from servanda.evidence.speech.paragraphs import Paragraph, Paragraphs
from servanda.evidence.speech.verbs import Strength
from servanda.evidence.speech.words import Kind

# How many paragraphs a speaker may go on without being named again.
CONTINUED_PARAGRAPHS: Final = 3


class Lead(NamedTuple):
    """Who speaks in a paragraph without quotations, at its end."""

    paragraph: Paragraph
    candidate: Candidate


class Leads:
    """Remembers the quotations of each block; reads others only when asked."""

    def __init__(self, paragraphs: Paragraphs, blocks: Sequence[Block]) -> None:
        self._paragraphs = paragraphs
        self._blocks = blocks
        self._spoken: dict[int, Quotation] = {}
        self._quoting: set[int] = set()

    def add(self, number: int, quotations: Sequence[Quotation]) -> None:
        """Remember the last utterance of a block that has a voice."""
        self._quoting.add(number)
        for quotation in quotations:
            if quotation.voice and quotation.is_utterance:
                self._spoken[number] = quotation

    def before(self, number: int) -> Quotation | Lead | None:
        """Return the nearest who spoke before the block, no more than three blocks back."""
        for back in range(number - 1, max(number - 1 - CONTINUED_PARAGRAPHS, -1), -1):
            if back in self._spoken:
                return self._spoken[back]
            if back not in self._quoting:
                lead = self._lead(back)
                if lead:
                    return lead
        return None

    def _lead(self, number: int) -> Lead | None:
        """Return who speaks in the last sentence of a paragraph that quotes nothing."""
        paragraph = self._paragraphs.read(self._blocks[number], [])
        sentences = paragraph.tokens.sentences
        for cue in paragraph.cues:
            is_last = sentences[cue.first] == sentences[-1]
            if is_last and cue.strength is not Strength.WEAK and _may_lead(paragraph, cue):
                return Lead(paragraph, Candidate(0, "lead", cue.source, cue))
        return None


def _may_lead(paragraph: Paragraph, cue: Cue) -> bool:
    kind = paragraph.tokens.kinds[cue.source.last - 1]
    return cue.order in {Order.BEFORE, Order.AFTER, Order.ACCORDING} and kind in {
        Kind.NAME,
        Kind.PRONOUN,
        Kind.WORD,
    }
