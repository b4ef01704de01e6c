"""Tell by its bytes what a file is. Names and endings lie, and cost nothing to whoever gives them.

Source: docs/spec/evidence/documents.md, "Media types".
"""

import re
from enum import StrEnum


class MediaType(StrEnum):
    """What a document can be; whatever is not read is `OTHER`."""

    TEXT = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    OTHER = "application/octet-stream"


# How far a mark may stand from the beginning: the PDF reference allows junk of this length before
# its header, and pages begin with comments and processing instructions.
HEAD_BYTES = 1024

# What is no document, by its first bytes, under the word that the note shows.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),  # also office files
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"RIFF", "riff"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
    (b"SQLite format 3\x00", "database"),
)
_TAR_MARK = slice(257, 262)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")

_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|main|section"
    rb"|header|nav|iframe|div|table|p|br|h1|a|font|center)(?:[\s/>]|$)",
    re.IGNORECASE,
)
# Before the first tag: space, a mark of order, comments, processing instructions. Each is closed
# within the head, or the match ends there; nothing is tried twice.
_BEFORE_PAGE = re.compile(rb"(?:\xef\xbb\xbf|\s+|<!--.*?-->|<\?[^>]*>)*", re.DOTALL)


def media_type_of(content: bytes) -> tuple[MediaType, str]:
    """Return what `content` is, and for what is not read the word for it.

    Text is what has few control characters (`is_binary` tells), whatever its language.
    """
    head = content[:HEAD_BYTES]
    if b"%PDF-" in head:
        return MediaType.PDF, ""
    for magic, word in _MAGIC:
        if head.startswith(magic):
            return MediaType.OTHER, word
    if head[_TAR_MARK] == b"ustar":
        return MediaType.OTHER, "tar"
    # Two bytes a character: without the zeros the tags of a page can be read.
    plain = head[2:].replace(b"\x00", b"") if head[:2] in _WIDE_MARKS else head
    if _PAGE.match(plain, _end_of_preamble(plain)):
        return MediaType.HTML, ""
    if is_binary(content):
        return MediaType.OTHER, "binary"
    return MediaType.TEXT, ""


def _end_of_preamble(head: bytes) -> int:
    match = _BEFORE_PAGE.match(head)
    return match.end() if match else 0


# Of a text's first bytes. A text that was damaged on the way has some control characters; the
# share in a program or an image is ten times this.
_LOOKED_AT = 8192
_MAX_CONTROL_PERMILLE = 50
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b") | {127})


def is_binary(content: bytes) -> bool:
    """Tell whether `content` has too many control characters to be a text of any encoding."""
    head = content[:_LOOKED_AT]
    if wide_byte_order(head):
        return False
    control = len(head) - len(head.translate(None, _CONTROL))
    return control * 1000 > _MAX_CONTROL_PERMILLE * len(head)


def wide_byte_order(head: bytes) -> str:
    """Return the name of a two-byte encoding if `head` looks like one, else an empty string.

    By its mark of order; without one, a text in Latin letters has a zero in every second byte.
    """
    if head[:2] in _WIDE_MARKS:
        return "utf-16"
    pairs = len(head) // 2
    if pairs < 2:  # noqa: PLR2004 - one character shows no pattern
        return ""
    high, low = head[0 : 2 * pairs : 2], head[1 : 2 * pairs : 2]
    if low.count(0) * 10 > pairs * 7 and not high.count(0):
        return "utf-16-le"
    if high.count(0) * 10 > pairs * 7 and not low.count(0):
        return "utf-16-be"
    return ""
