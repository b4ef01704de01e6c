"""Prediction rows for the scorer of quotations and their speakers.

Source: docs/reference/evidence-accuracy.md, "Quotations".
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import Entity
from servanda.evidence.quotations.quotation import Quotation

Row = Mapping[str, str | int | None]

# The sets of the scorer mark what stands between these; wire text and single marks are in none of
# them, so that finding such a quotation would count as an error.
SCORED_MARKS = '"“”'


def quotation_rows(
    name: str,
    document: Document,
    quotations: Sequence[Quotation],
    entities: Mapping[str, Entity],
) -> Iterator[Row]:
    """Yield one row for each quotation, with its speaker's mention and full name."""
    for quotation in quotations:
        if document.text[quotation.span.start] not in SCORED_MARKS:
            continue
        voice = quotation.voice
        known = [entities[key].name for key in voice.entities if key in entities] if voice else []
        yield {
            "doc": name,
            "start": quotation.span.start,
            "end": quotation.span.end,
            "speaker_start": voice.mention.start if voice else None,
            "speaker_end": voice.mention.end if voice else None,
            "speaker_text": document.text_of(voice.mention) if voice else None,
            "name": "; ".join(known) or None,
        }
