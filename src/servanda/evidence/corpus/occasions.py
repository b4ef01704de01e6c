"""When something was said: by the expression of time that stands with its speaker.

"Johnson said Wednesday" dates the words; "On Thursday he will meet" does not. So an expression
counts where it follows the speaker closely or opens the sentence, outside the quoted words, and
where its days can lie before publication.

Source: docs/spec/evidence/voices.md, "When it was said".
"""

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
    return tuple(
        replace(one, said_on=_said_on(document, one, telling, published)) for one in statements
    )


def _said_on(
    document: Document, one: _Statement, times: Sequence[Time], published: Interval
) -> Interval:
    latest = Interval(latest=published.latest)
    if one.voice is None:
        return latest
    mention = one.voice.mention
    start = _sentence_start(document, mention)
    for time in times:
        if _is_within(time.span, one) or not time.days.meets(latest):
            continue
        is_close = mention.end <= time.span.start <= mention.end + CLOSE
        opens = start <= time.span.start <= start + OPENING
        if is_close or (opens and _is_one_sentence(document, time.span, mention)):
            return _clipped(time.days, published)
    return latest


def _is_within(span: Span, one: Quotation | Claim) -> bool:
    """Tell whether an expression belongs to what is said, not to the saying of it."""
    said = (one.span,) if isinstance(one, Quotation) else one.content
    return any(part.covers(span) for part in said)


def _sentence_start(document: Document, mention: Span) -> int:
    block = next((one for one in document.paragraphs if one.covers(mention)), mention)
    for start, end in sentences(document.text, start=block.start, end=block.end):
        if start <= mention.start < end:
            return start
    return mention.start


def _is_one_sentence(document: Document, one: Span, other: Span) -> bool:
    return _sentence_start(document, one) == _sentence_start(document, other)


def _clipped(days: Interval, published: Interval) -> Interval:
    """Return the days without those after publication."""
    if published.latest is None or (days.latest and days.latest <= published.latest):
        return days
    if days.earliest and days.earliest >= published.latest:
        return one_day(published.latest)
    return Interval(earliest=days.earliest, latest=published.latest)
