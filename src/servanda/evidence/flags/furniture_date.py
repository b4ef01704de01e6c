"""A date in the page around the article: a copyright line, the weather.

Source: docs/spec/evidence/flags.md, "date_not_evidence".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.spans import Span

_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)(?:\s*©)?\s*(?:19|20)\d{2}|版权所有[^\n]{0,20}?(?:19|20)\d{2}",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")


def date_not_evidence(material: Material) -> Iterator[Raised]:
    """Yield one flag for each date that stands in furniture."""
    for document in material.documents:
        for span in sorted({*_copyrights(document), *_dated(document, material)}):
            yield Raised(sides=((span,),), parameters={"date": material.words(span)}, statements=())


def _copyrights(document: Document) -> Iterator[Span]:
    for block in document.furniture:
        for found in _COPYRIGHT.finditer(document.text, block.start, block.end):
            yield document.span(found.start(), found.end())


def _dated(document: Document, material: Material) -> Iterator[Span]:
    """Yield the days and months with a year that a page prints around its article."""
    copyrights = list(_copyrights(document))
    for time in material.corpus.times[document.sha256]:
        if (
            not time.is_evidence
            and _YEAR.search(words := material.words(time.span))
            and not _YEAR.fullmatch(words)
            and any(block.covers(time.span) for block in document.furniture)
            and not any(one.overlaps(time.span) for one in copyrights)
        ):
            yield time.span
