"""Prediction rows for the scorer of attributions: source, cue and content.

Source: docs/reference/evidence-accuracy.md, "Attributions".
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.evidence.claims.claim import Claim
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.spans import Span

Row = Mapping[str, str | list[list[int]]]


def attribution_rows(
    name: str, quotations: Sequence[Quotation], claims: Sequence[Claim]
) -> Iterator[Row]:
    """Yield one row for each claim, and for each quotation that no claim's content holds."""
    held = [part for claim in claims for part in claim.content]
    for claim in claims:
        # A claim of nobody has no source: its voice is its cue.
        source = [] if claim.voice.mention == claim.cue else [claim.voice.mention]
        yield _row(name, source, [claim.cue], claim.content)
    for quotation in quotations:
        if quotation.voice and not any(part.covers(quotation.span) for part in held):
            cue = [quotation.cue] if quotation.cue else []
            yield _row(name, [quotation.voice.mention], cue, [quotation.span])


def _row(name: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> Row:
    return {
        "doc": name,
        "source": [[part.start, part.end] for part in source],
        "cue": [[part.start, part.end] for part in cue],
        "content": [[part.start, part.end] for part in content],
    }
