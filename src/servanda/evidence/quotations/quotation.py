"""A quotation: words between marks, with their speaker.

Source: docs/spec/evidence/quotations.md.
"""

from dataclasses import dataclass

from servanda.evidence.intervals import Interval
from servanda.evidence.rules import How
from servanda.evidence.spans import Span
from servanda.evidence.voices import Link, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quoted span.

    Attributes:
        span: From the opening mark to the closing one, marks included.
        words: Number of words between the marks.
        is_utterance: Whether somebody is said to have said it; else a nickname, a title, a term.
        continues: The span that it goes on from, where a cue split one utterance in two.
        voice: The speaker; None where none was found.
        via: The relay chain, outlet first, without the speaker; empty where the text names none.
        occasion: The words that name the occasion ("during a joint press conference"), or None.
        said_on: When it was said, as far as the text tells.
        unclosed: Whether the closing mark is missing.
        is_mixed: Whether its two marks are not of one pair.
        cue: The words that report it; None where no verb does.
        how: The rule that found the span; the voice has its own.
    """

    span: Span
    words: int
    is_utterance: bool
    continues: Span | None
    voice: Voice | None
    via: tuple[Link, ...]
    occasion: Span | None
    said_on: Interval
    unclosed: bool
    is_mixed: bool = False
    cue: Span | None = None
    how: How
