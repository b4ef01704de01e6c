"""Read a document: bytes of whatever kind become text with blocks, or a note that says why not.

`read_document` never raises for what a document holds: a run over a folder goes on, and the reader
sees the note. It opens no file and no connection.

Source: docs/spec/evidence/documents.md.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from servanda.evidence.documents import Block, BlockKind, Document, Located, Note
from servanda.evidence.reading.credits import author_of, publisher_of
from servanda.evidence.reading.decoding import cleaned, count_invisible, decode
from servanda.evidence.reading.languages import UNKNOWN, language_of
from servanda.evidence.reading.layout import Piece, lay_out
from servanda.evidence.reading.look_alikes import posing_words
from servanda.evidence.reading.media_types import MediaType, media_type_of
from servanda.evidence.reading.notes import note
from servanda.evidence.reading.outlets import NO_OUTLETS, Outlets
from servanda.evidence.reading.page_layout import BETWEEN, page_text
from servanda.evidence.reading.pages import declared_encoding, read_page
from servanda.evidence.reading.pdf_text import PdfReader, as_text, notes_on, paragraphs_of
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

# Larger files are not read: the longest reports in print stay under a tenth of it, and a reader
# of files need not hold more than this in memory.
MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
# About 160,000 words, a thick book. What comes after it in a text is cut, with a note.
MAX_TEXT_CHARACTERS = 1_000_000

TEXT_READER = how("reading.text", 1)
NO_READER = how("reading.none", 1)


def read_document(
    content: bytes,
    *,
    name: str,
    fetched: date | None = None,
    outlets: Outlets = NO_OUTLETS,
    read_pdf: PdfReader | None = None,
) -> Document:
    """Return `content` as a document, whatever it is.

    Args:
        content: The whole file. For one of more than `MAX_DOCUMENT_BYTES`, `unread_document`
            saves loading it.
        name: As it was given; folders are left out, for they are the reader's own.
        fetched: When the bytes came to us.
        outlets: Who is known to publish, and how pages show it.
        read_pdf: Reads PDFs in place of this process. A hostile one can keep pdfium at work
            without end, so whoever reads strangers' files gives one that has limits.

    Returns:
        A document; with a note and without text where it cannot be read.
    """
    digest = sha256(content).hexdigest()
    if len(content) > MAX_DOCUMENT_BYTES:
        return unread_document(sha256=digest, size=len(content), name=name, fetched=fetched)
    empty = _without_text(sha256=digest, name=name, fetched=fetched)
    if not content.strip():
        return replace(empty, media_type=MediaType.TEXT.value, notes=(note("empty"),))
    media_type, kind = media_type_of(content)
    empty = replace(empty, media_type=media_type.value)
    match media_type:
        case MediaType.OTHER:
            return replace(empty, notes=(note("not_a_document", kind=kind),))
        case MediaType.PDF:
            return _of_pdf(empty, content, outlets=outlets, read_pdf=read_pdf)
        case MediaType.HTML:
            return _of_page(empty, content, outlets=outlets)
        case MediaType.TEXT:
            return _of_plain_text(empty, content, outlets=outlets)


def unread_document(*, sha256: str, size: int, name: str, fetched: date | None = None) -> Document:
    """Return the document that stands for a file too large to be read.

    Args:
        sha256: Of all its bytes, taken while it passed by.
        size: Its length in bytes.
        name: As it was given.
        fetched: When the bytes came to us.
    """
    return replace(
        _without_text(sha256=sha256, name=name, fetched=fetched),
        notes=(note("too_large", bytes=size, limit=MAX_DOCUMENT_BYTES),),
    )


def _of_plain_text(empty: Document, content: bytes, *, outlets: Outlets) -> Document:
    raw = decode(content)
    decoded = cleaned(raw)
    text, cut = _within_limit(decoded.text)
    notes = (*decoded.notes, *_invisible_notes(raw.text), *cut)
    read = replace(empty, text=text, notes=notes, how=TEXT_READER)
    return _laid_out(read, lay_out(text), outlets=outlets)


def _of_page(empty: Document, content: bytes, *, outlets: Outlets) -> Document:
    decoded = decode(content, declared=declared_encoding(content))
    page = read_page(decoded.text)
    lines, cut = _lines_within_limit(page.lines)
    text, pieces = page_text(lines, page.metadata)
    read = replace(
        empty,
        text=text,
        declared=page.metadata.published,
        notes=(*decoded.notes, *_invisible_notes(decoded.text), *page.notes, *cut),
        how=page.how,
    )
    return _laid_out(read, pieces, outlets=outlets)


def _of_pdf(
    empty: Document, content: bytes, *, outlets: Outlets, read_pdf: PdfReader | None
) -> Document:
    # The library is loaded for PDFs alone.
    from servanda.evidence.reading import pdf_lines  # noqa: PLC0415

    read_lines = read_pdf or pdf_lines.content_of
    pdf = read_lines(content, max_characters=MAX_TEXT_CHARACTERS)
    empty = replace(empty, how=pdf_lines.READER, notes=notes_on(pdf))
    if pdf.fault:
        return empty
    text, edges = as_text(paragraphs_of(pdf.pages), between=BETWEEN)
    text, cut = _within_limit(text)
    read = replace(empty, text=text, notes=(*empty.notes, *cut))
    return _laid_out(read, lay_out(text, edges=edges), outlets=outlets)


def _laid_out(read: Document, pieces: Sequence[Piece], *, outlets: Outlets) -> Document:
    """Return the document `read` with the blocks of its text and what they say of it."""
    digest = read.sha256
    return replace(
        read,
        blocks=tuple(
            Block(
                span=Span(document=digest, start=piece.start, end=piece.end),
                kind=piece.kind,
                how=piece.how,
            )
            for piece in pieces
        ),
        title=_title_of(pieces, sha256=digest),
        publisher=publisher_of(pieces, sha256=digest, outlets=outlets),
        author=author_of(pieces, sha256=digest),
        language=language_of(_prose_of(pieces)),
        notes=(*read.notes, *_notes_on(read.text, pieces)),
    )


_LANGUAGE_FROM = 5000  # characters; more of them tell nothing new


def _prose_of(pieces: Sequence[Piece]) -> str:
    found: list[str] = []
    length = 0
    for piece in pieces:
        if piece.kind is not BlockKind.FURNITURE and length < _LANGUAGE_FROM:
            found.append(piece.text)
            length += len(piece.text)
    return "\n".join(found)


def _title_of(pieces: Sequence[Piece], *, sha256: str) -> Located | None:
    for piece in pieces:
        if piece.kind is BlockKind.TITLE:
            span = Span(document=sha256, start=piece.start, end=piece.end)
            return Located(value=" ".join(piece.text.split()), evidence=(span,), how=piece.how)
    return None


def _within_limit(text: str) -> tuple[str, tuple[Note, ...]]:
    if len(text) <= MAX_TEXT_CHARACTERS:
        return text, ()
    return text[:MAX_TEXT_CHARACTERS], (_cut_note(len(text)),)


def _lines_within_limit(lines: Sequence[str]) -> tuple[Sequence[str], tuple[Note, ...]]:
    whole = sum(len(line) + len(BETWEEN) for line in lines)
    if whole <= MAX_TEXT_CHARACTERS:
        return lines, ()
    kept: list[str] = []
    room = MAX_TEXT_CHARACTERS
    for line in lines:
        kept.append(line[:room].rstrip())
        room -= len(line) + len(BETWEEN)
        if room <= 0:
            break
    return kept, (_cut_note(whole),)


def _invisible_notes(text: str) -> tuple[Note, ...]:
    count = count_invisible(text)
    return (note("invisible_characters", count=count),) if count else ()


def _cut_note(length: int) -> Note:
    return note("text_cut", characters=length, limit=MAX_TEXT_CHARACTERS)


MAX_WORD = 40  # characters of a word that a note shows
_DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _notes_on(text: str, pieces: Sequence[Piece]) -> tuple[Note, ...]:
    """Return notes on what a text holds that may mislead who reads it, on a screen or by rule."""
    found = []
    if not pieces:
        found.append(note("no_text"))
    if posing := posing_words(text):
        found.append(note("look_alike_letters", count=len(posing), word=posing[0][:MAX_WORD]))
    if overrides := len(_DIRECTION_OVERRIDES.findall(text)):
        found.append(note("direction_overrides", count=overrides))
    mixed = sum(
        '"' in piece.text and ("“" in piece.text or "”" in piece.text)
        for piece in pieces
        if piece.kind is BlockKind.PARAGRAPH
    )
    if mixed:
        found.append(note("mixed_quotation_marks", count=mixed))
    return tuple(found)


def _without_text(*, sha256: str, name: str, fetched: date | None) -> Document:
    return Document(
        sha256=sha256,
        name=_shown_name(name),
        media_type=MediaType.OTHER.value,
        text="",
        blocks=(),
        language=UNKNOWN,
        title=None,
        publisher=None,
        author=None,
        fetched=fetched,
        declared=None,
        notes=(),
        how=NO_READER,
    )


_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MAX_NAME = 255  # what file systems take


def _shown_name(name: str) -> str:
    """Return `name` without folders and without characters that could disguise it."""
    last = re.split(r"[/\\]", name)[-1]
    return _NOT_SHOWN.sub("\ufffd", last)[:_MAX_NAME]
