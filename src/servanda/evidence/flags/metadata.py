"""What a page does not say of itself, and marks that are no pair.

Source: docs/spec/evidence/flags.md, "metadata_incomplete", "mixed_quotation_marks".
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.flags.material import Material, Raised

_YEAR: Final = re.compile(r"[0-9]{4}")


def metadata_incomplete(material: Material) -> Iterator[Raised]:
    """Yield one flag for each document that prints no day, author, title or publisher."""
    for document in material.documents:
        missing = _missing(document, material)
        if missing and document.blocks:
            yield Raised(
                sides=((document.blocks[0].span,),),
                parameters={"missing": ", ".join(missing)},
                statements=(),
            )


def _missing(document: Document, material: Material) -> list[str]:
    said = {
        "day": document.declared or _printed_day(document, material),
        "author": document.author,
        "title": document.title,
        "publisher": document.publisher,
    }
    return [member for member, value in said.items() if value is None]


def _printed_day(document: Document, material: Material) -> date | None:
    """Return the day that a byline prints with its year: a weekday alone dates no copy."""
    for block in document.blocks:
        if block.kind is BlockKind.BYLINE:
            for time in material.corpus.times_within(block.span):
                days = time.days
                is_whole = _YEAR.search(material.words(time.span)) is not None
                if is_whole and time.is_evidence and days.earliest == days.latest:
                    return days.earliest
    return None


def mixed_quotation_marks(material: Material) -> Iterator[Raised]:
    """Yield one flag for each quotation whose two marks are of different pairs."""
    for one in material.corpus.quotations:
        if one.is_mixed:
            yield Raised(sides=((one.span,),), parameters={"words": material.words(one.span)})
