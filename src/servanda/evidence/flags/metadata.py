"""What a page does not say of itself, and marks that are no pair.

Source: docs/spec/evidence/flags.md, "metadata_incomplete", "mixed_quotation_marks".
"""

from collections.abc import Iterator

from servanda.evidence.documents import Document
from servanda.evidence.flags.material import Material, Raised


def metadata_incomplete(material: Material) -> Iterator[Raised]:
    """Yield one flag for each document that prints no day, author, title or publisher."""
    for document in material.documents:
        missing = _missing(document)
        if missing and document.blocks:
            yield Raised(
                sides=((document.blocks[0].span,),),
                parameters={"missing": ", ".join(missing)},
                statements=(),
            )


def _missing(document: Document) -> list[str]:
    said = {
        "day": document.declared,
        "author": document.author,
        "title": document.title,
        "publisher": document.publisher,
    }
    return [member for member, value in said.items() if value is None]


def mixed_quotation_marks(material: Material) -> Iterator[Raised]:
    """Yield one flag for each quotation whose two marks are of different pairs."""
    for one in material.corpus.quotations:
        if one.is_mixed:
            yield Raised(sides=((one.span,),), parameters={"words": material.words(one.span)})
