"""Take the lines of text out of a PDF, with where they stand, through pdfium.

Loading this module loads pdfium, so whoever reads no PDF does not import it. Pdfium is one library
for the whole process and is not safe in two threads at once. It is written in another language
and can be driven into long work by a file made for that: who reads strangers' files in a service
does it in a process of its own, with limits.

Source: docs/spec/evidence/documents.md, "PDF"; PDFium's fpdf_text.h.
"""

from collections.abc import Iterator

from pypdfium2 import (  # type: ignore[import-untyped] # ships no types
    PdfDocument,
    PdfiumError,
    PdfPage,
    PdfTextPage,
)
from pypdfium2.version import PYPDFIUM_INFO  # type: ignore[import-untyped] # as above

from servanda.evidence.reading.decoding import clean
from servanda.evidence.reading.pdf_text import Line, PdfContent
from servanda.evidence.rules import how

READER = how("reading.pdf", 1, pypdfium2=str(PYPDFIUM_INFO))

# A file of empty pages would cost time without ever reaching the limit on text.
MAX_PAGES = 3_000

_PASSWORD_WANTED = 4  # FPDF_ERR_PASSWORD
_SECURITY_UNKNOWN = 5  # FPDF_ERR_SECURITY


def content_of(content: bytes, *, max_characters: int) -> PdfContent:
    """Return the lines of `content`, page by page, until there are `max_characters`."""
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        is_locked = error.err_code in (_PASSWORD_WANTED, _SECURITY_UNKNOWN)
        return PdfContent(fault="pdf_encrypted" if is_locked else "pdf_broken")
    try:
        return _read(document, max_characters=max_characters)
    finally:
        document.close()


def _read(document: PdfDocument, *, max_characters: int) -> PdfContent:
    pages: list[tuple[Line, ...]] = []
    characters = broken = 0
    for number in range(min(len(document), MAX_PAGES)):
        if characters > max_characters:
            break
        try:
            page = document[number]
        except PdfiumError:
            broken += 1
            continue
        lines = _lines_of(page, room=max_characters)
        characters += sum(len(line.text) for line in lines)
        pages.append(lines)
    return PdfContent(pages=tuple(pages), page_count=len(document), broken_pages=broken)


def _lines_of(page: PdfPage, *, room: int) -> tuple[Line, ...]:
    try:
        text_page = page.get_textpage()
    except PdfiumError:
        return ()
    try:
        return tuple(_placed(text_page, room=room))
    finally:
        text_page.close()
        page.close()


def _placed(text_page: PdfTextPage, *, room: int) -> Iterator[Line]:
    count = text_page.count_chars()
    text = text_page.get_text_range(0, min(count, room))
    # Where each character of the text is one that pdfium counts, its place can be asked for.
    has_places = len(text) == min(count, room)
    start = 0
    for line in text.split("\n"):
        shown = clean(line.rstrip("\r"))[0]
        if shown.strip():
            place = _place(text_page, start) if has_places else None
            yield Line(text=shown, place=place)
        start += len(line) + 1


def _place(text_page: PdfTextPage, index: int) -> tuple[float, float, float] | None:
    """Return left edge, upper edge and height of a character, in points from below."""
    try:
        left, bottom, _, top = text_page.get_charbox(index, loose=True)
    except PdfiumError:
        return None
    return left, top, top - bottom
