"""Clues to a day of publication that cannot all hold.

Source: docs/spec/evidence/flags.md, "date_conflict".
"""

from collections.abc import Iterator

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.spans import Span


def date_conflict(material: Material) -> Iterator[Raised]:
    """Yield one flag for each smallest set of clues that clash, however many texts it touches."""
    seen: set[tuple[Span, ...]] = set()
    for publication in material.corpus.publications.values():
        clash = tuple(sorted(publication.conflict))
        if not clash or clash in seen:
            continue
        seen.add(clash)
        by_document: dict[str, list[Span]] = {}
        for span in clash:
            by_document.setdefault(span.document, []).append(span)
        yield Raised(
            sides=tuple(tuple(side) for side in by_document.values()),
            parameters={"clues": " / ".join(dict.fromkeys(map(material.words, clash)))},
            statements=(),
        )
