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
from servanda.evidence.reading.decoding import decode
from servanda.evidence.reading.languages import UNKNOWN, language_of
from servanda.evidence.reading.layout import Piece, lay_out
from servanda.evidence.reading.media_types import MediaType, media_type_of
from servanda.evidence.reading.notes import note
from servanda.evidence.reading.outlets import NO_OUTLETS, Outlets
from servanda.evidence.rules import How, how
from servanda.evidence.spans import Span

# Larger files are not read: the longest reports in print stay under a tenth of it, and a reader
# of files need not hold more than this in memory.
MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
# About 400,000 words, three thick books. What comes after it in a text is cut, with a note.
MAX_TEXT_CHARACTERS = 2_500_000

TEXT_READER = how("reading.text", 1)
NO_READER = how("reading.none", 1)


def read_document(
    content: bytes, *, name: str, fetched: date | None = None, outlets: Outlets = NO_OUTLETS
) -> Document:
    """Return `content` as a document, whatever it is.

    Args:
        content: The whole file. For one of more than `MAX_DOCUMENT_BYTES`, `unread_document`
            saves loading it.
        name: As it was given; folders are left out, for they are the reader's own.
        fetched: When the bytes came to us.
        outlets: Who is known to publish, and how pages show it.

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
        case MediaType.OTHER | MediaType.HTML | MediaType.PDF:
            return replace(empty, notes=(note("not_a_document", kind=kind),))
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
    decoded = decode(content)
    return _laid_out(empty, decoded.text, notes=decoded.notes, reader=TEXT_READER, outlets=outlets)


def _laid_out(
    empty: Document, text: str, *, notes: tuple[Note, ...], reader: How, outlets: Outlets
) -> Document:
    text, cut = _within_limit(text)
    pieces = lay_out(text)
    digest = empty.sha256
    return replace(
        empty,
        text=text,
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
        language=language_of(text),
        notes=(*notes, *cut, *_notes_on(text)),
        how=reader,
    )


def _title_of(pieces: Sequence[Piece], *, sha256: str) -> Located | None:
    for piece in pieces:
        if piece.kind is BlockKind.TITLE:
            span = Span(document=sha256, start=piece.start, end=piece.end)
            return Located(value=" ".join(piece.text.split()), evidence=(span,), how=piece.how)
    return None


def _within_limit(text: str) -> tuple[str, tuple[Note, ...]]:
    if len(text) <= MAX_TEXT_CHARACTERS:
        return text, ()
    cut = note("text_cut", characters=len(text), limit=MAX_TEXT_CHARACTERS)
    return text[:MAX_TEXT_CHARACTERS], (cut,)


_DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _notes_on(text: str) -> tuple[Note, ...]:
    """Return notes on what a text holds that may mislead who reads it on a screen."""
    found = []
    if not text.strip():
        found.append(note("no_text"))
    if overrides := len(_DIRECTION_OVERRIDES.findall(text)):
        found.append(note("direction_overrides", count=overrides))
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
