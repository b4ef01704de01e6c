"""When something was said: by the expression of time that stands with its speaker.

"Johnson said Wednesday" dates the words; "On Thursday he will meet" does not. So an expression
counts where it follows the speaker closely or opens the sentence, outside the quoted words, and
where its days can lie before publication.

Source: docs/spec/evidence/voices.md, "When it was said".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from servanda.evidence.claims.claim import Claim
from servanda.evidence.documents import Document
from servanda.evidence.intervals import Interval, one_day
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.sentences import sentences
from servanda.evidence.spans import Span
from servanda.evidence.times.time import Time, TimeType

CLOSE = 45  # characters after the speaker: "Johnson said in a speech on Wednesday"
OPENING = 12  # characters from the beginning of the sentence: "In September, …"
_Statement = TypeVar("_Statement", Quotation, Claim)


def dated(
    document: Document,
    statements: Sequence[_Statement],
    *,
    times: Sequence[Time],
    published: Interval,
) -> tuple[_Statement, ...]:
    """Return the statements with the days on which they were said.

    Args:
        document: Where they stand.
        statements: In any order.
        times: Of the document, resolved, in order.
        published: Nothing that it prints was said later.
    """
    telling = [
        time for time in times if time.is_evidence and time.type in {TimeType.DATE, TimeType.TIME}
    ]
    reader = _Reader(document=document, times=telling, published=published)
    return tuple(replace(one, said_on=reader.said_on(one)) for one in statements)


class _Reader:
    """Reads one document; its paragraphs are cut into sentences where one has to be looked at."""

    def __init__(self, *, document: Document, times: Sequence[Time], published: Interval) -> None:
        self._document = document
        self._times = times
        self._starts = [time.span.start for time in times]
        self._published = published
        self._latest = Interval(latest=published.latest)
        self._blocks = document.paragraphs
        self._block_starts = [block.start for block in self._blocks]
        self._sentences: dict[Span, tuple[tuple[int, int], ...]] = {}

    def said_on(self, one: Quotation | Claim) -> Interval:
        """Return the days on which `one` was said."""
        if one.voice is None:
            return self._latest
        mention = one.voice.mention
        # What stands before its paragraph, or farther behind it, is neither close nor opens.
        first = bisect_left(self._starts, self._block(mention).start)
        last = bisect_right(self._starts, mention.end + CLOSE)
        for time in self._times[first:last]:
            if _is_within(time.span, one) or not time.days.meets(self._latest):
                continue
            is_close = mention.end <= time.span.start
            if is_close or self._opens(time.span, mention):
                return _clipped(time.days, self._published)
        return self._latest

    def _opens(self, time: Span, mention: Span) -> bool:
        """Tell whether an expression opens the sentence of a mention."""
        start = self._sentence_start(mention)
        return start <= time.start <= start + OPENING and self._sentence_start(time) == start

    def _block(self, span: Span) -> Span:
        """Return the paragraph of a span; itself where it lies in none."""
        place = bisect_right(self._block_starts, span.start) - 1
        block = self._blocks[place] if place >= 0 else span
        return block if block.covers(span) else span

    def _sentence_start(self, span: Span) -> int:
        block = self._block(span)
        if block not in self._sentences:
            text = self._document.text
            self._sentences[block] = sentences(text, start=block.start, end=block.end)
        for start, end in self._sentences[block]:
            if start <= span.start < end:
                return start
        return span.start


def _is_within(span: Span, one: Quotation | Claim) -> bool:
    """Tell whether an expression belongs to what is said, not to the saying of it."""
    said = (one.span,) if isinstance(one, Quotation) else one.content
    return any(part.covers(span) for part in said)


def _clipped(days: Interval, published: Interval) -> Interval:
    """Return the days without those after publication."""
    if published.latest is None or (days.latest and days.latest <= published.latest):
        return days
    if days.earliest and days.earliest >= published.latest:
        return one_day(published.latest)
    return Interval(earliest=days.earliest, latest=published.latest)
