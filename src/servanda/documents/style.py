"""The style of the documents: one sheet for all of them, and what one document needs beside it.

It stands inside each document: a document is one file, which may be read without any other.
"""

from importlib.resources import files


def read_style(document: str) -> str:
    """Return the style of a document, by the name of its folder."""
    folder = files("servanda.documents")
    sheets = (folder / "style.css", folder / document / "style.css")
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
