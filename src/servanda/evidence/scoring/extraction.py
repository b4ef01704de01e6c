"""Prediction rows for the scorer of text taken out of web pages.

Source: docs/reference/evidence-accuracy.md, "Pages".
"""

from collections.abc import Mapping

from servanda.evidence.documents import Document

Row = Mapping[str, str]


def extraction_row(name: str, document: Document) -> Row:
    """Return the row for the page `name`: its paragraphs, without title and furniture."""
    lines = (document.text_of(span) for span in document.paragraphs)
    return {"doc": name, "text": "\n".join(lines)}
