"""Put the lines of a PDF together to paragraphs, and tell running heads and page numbers apart.

A PDF has no paragraphs: only glyphs at places. What belongs together is told from gaps, indents,
sizes of type and how lines end.

Source: docs/spec/evidence/documents.md, "PDF".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from servanda.evidence.documents import Note
from servanda.evidence.reading.notes import note
from servanda.evidence.reading.prose import is_closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as drawn.

    Attributes:
        text: Its characters; U+FFFE where pdfium took a hyphen at the end of a line out.
        place: Left edge, upper edge and height of its first character, in points (a 72nd of an
            inch) from the lower left of the page; None where pdfium cannot tell.
    """

    text: str
    place: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfContent:
    """What a PDF gave.

    Attributes:
        pages: The lines of each page, as far as they were read.
        page_count: Pages of the file.
        broken_pages: How many of those read could not be.
        fault: Code of the note where nothing could be read (`pdf_encrypted`, `pdf_broken`,
            `pdf_stopped`), else empty.
        reason: For `pdf_stopped`: `time` or `died`.
    """

    pages: tuple[tuple[Line, ...], ...] = ()
    page_count: int = 0
    broken_pages: int = 0
    fault: str = ""
    reason: str = ""


class PdfReader(Protocol):
    """Reads the lines of a PDF, in this process or in another.

    Every implementation must return, never raise, whatever the bytes; and must say with the fault
    `pdf_stopped` where it gave up. tests/evidence/reading/test_pdf.py and
    tests/store/evidence/test_pdf_process.py hold them to it.
    """

    def __call__(self, content: bytes, /, *, max_characters: int) -> PdfContent:
        """Return the lines of `content`, page by page, until there are `max_characters`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfParagraph:
    """A paragraph, or a running head or page number (`is_edge`)."""

    text: str
    is_edge: bool = False


# Running heads stand in the first or last two lines of a page, on half of the pages or more.
_EDGE_LINES = 2
_MIN_PAGES_WITH_EDGE = 3
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|第)\s*)?\d{1,4}(?:\s*(?:of|/|页|頁|von)\s*\d{0,4})?\W*", re.IGNORECASE
)
_NUMBERS = re.compile(r"\d+")

_WIDE_GAP = 1.4  # of the usual distance between lines of the page
_OTHER_SIZE = 0.15  # of the height of type
_INDENT = 5.0  # points
_SHORT = 0.8  # of the longest line of the page
_BULLET = re.compile(r"[•●▪■◦‣*–—-]\s|\(?\d{1,2}[.)]\s")

_TAKEN_HYPHEN = re.compile("(\\w+)\ufffe\\s*(\\w+)")
_LETTER = re.compile(r"[^\W\d_]")
_HAN = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[PdfParagraph]:
    """Return the paragraphs of a document in order; one may go on over the end of a page.

    Running heads and page numbers stand behind the paragraph that they would cut in two.
    """
    repeated = _repeated_edges(pages)
    found: list[PdfParagraph] = []
    edges: list[PdfParagraph] = []
    current: list[Line] = []
    for page in pages:
        is_edge = [_is_edge(page, number, repeated) for number in range(len(page))]
        edges += (
            PdfParagraph(text=_tidy(line.text), is_edge=True)
            for line, edge in zip(page, is_edge, strict=True)
            if edge
        )
        body = [line for line, edge in zip(page, is_edge, strict=True) if not edge]
        for number, block in enumerate(_blocks(body)):
            if current and number == 0 and _goes_on(current[-1], block[0]):
                current += block
                continue
            if current:
                found += (PdfParagraph(text=_joined(current)), *edges)
                edges = []
            current = block
    if current:
        found.append(PdfParagraph(text=_joined(current)))
    return _with_hyphens([*found, *edges])


def as_text(paragraphs: Sequence[PdfParagraph], *, between: str) -> tuple[str, frozenset[int]]:
    """Return the paragraphs as one text, and where its running heads and page numbers begin."""
    edges: list[int] = []
    position = 0
    for paragraph in paragraphs:
        if paragraph.is_edge:
            edges.append(position)
        position += len(paragraph.text) + len(between)
    return between.join(paragraph.text for paragraph in paragraphs), frozenset(edges)


def notes_on(pdf: PdfContent) -> tuple[Note, ...]:
    """Return what was wrong with a PDF."""
    if pdf.fault == "pdf_encrypted":
        return (note("pdf_encrypted"),)
    if pdf.fault == "pdf_stopped":
        return (note("pdf_stopped", reason=pdf.reason),)
    if pdf.fault:
        return (note("pdf_broken", pages=pdf.page_count),)
    found = []
    if pdf.broken_pages:
        found.append(note("pdf_broken", pages=pdf.broken_pages))
    without = sum(not any(_LETTER.search(line.text) for line in page) for page in pdf.pages)
    if 2 * without >= len(pdf.pages):
        found.append(note("no_text_layer", pages=pdf.page_count, without=without))
    if pdf.page_count > len(pdf.pages) + pdf.broken_pages:
        found.append(note("pages_cut", pages=pdf.page_count, limit=len(pdf.pages)))
    return tuple(found)


def _repeated_edges(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the running heads: what stands at the edge of half of the pages, numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_edge_key(line.text) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})
    least = max(_MIN_PAGES_WITH_EDGE, (len(pages) + 1) // 2)
    return frozenset(key for key, count in seen.items() if count >= least)


def _edge_key(text: str) -> str:
    return _NUMBERS.sub("#", " ".join(text.split())).casefold()


def _is_edge(page: Sequence[Line], number: int, repeated: frozenset[str]) -> bool:
    if _EDGE_LINES <= number < len(page) - _EDGE_LINES:
        return False
    text = page[number].text
    if _edge_key(text) in repeated:
        return True
    return number in (0, len(page) - 1) and bool(_PAGE_NUMBER.fullmatch(text))


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph of a page."""
    usual = _usual_gap(lines)
    longest = max((len(line.text) for line in lines), default=0)
    block: list[Line] = []
    for line in lines:
        if block and _begins(line, after=block[-1], usual=usual, longest=longest):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = [
        before.place[1] - line.place[1]
        for before, line in pairwise(lines)
        if before.place and line.place and before.place[1] > line.place[1]
    ]
    # Most gaps are those within paragraphs; on a page of few lines half of them may not be.
    return sorted(gaps)[len(gaps) // 3] if gaps else 0.0


def _begins(line: Line, *, after: Line, usual: float, longest: int) -> bool:
    """Tell whether `line` begins a paragraph."""
    if _BULLET.match(line.text):
        return True
    is_closed_before = is_closed(after.text)
    if line.place and after.place:
        gap = after.place[1] - line.place[1]
        if gap < 0:  # the next column
            return is_closed_before
        if gap > _WIDE_GAP * usual:
            return True
        if abs(line.place[2] - after.place[2]) > _OTHER_SIZE * after.place[2]:
            return True
        if is_closed_before and line.place[0] - after.place[0] > _INDENT:
            return True
    first_word = line.text.split(maxsplit=1)[0]
    had_room = len(after.text) + 1 + len(first_word) < _SHORT * longest
    return is_closed_before and had_room


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a paragraph goes on from the end of a page to the beginning of the next."""
    if is_closed(before.text) or _BULLET.match(line.text):
        return False
    return not line.text.lstrip()[:1].isupper() or before.text.rstrip().endswith((",", "\ufffe"))


def _joined(lines: Sequence[Line]) -> str:
    """Return lines as one: with a space between words, and none between Chinese signs."""
    text = _tidy(lines[0].text)
    for line in lines[1:]:
        following = _tidy(line.text)
        is_tight = text.endswith("\ufffe") or (
            _HAN.match(text[-1:]) is not None and _HAN.match(following) is not None
        )
        text += following if is_tight else f" {following}"
    return text


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _with_hyphens(paragraphs: list[PdfParagraph]) -> list[PdfParagraph]:
    """Decide for each hyphen at the end of a line whether the word is written with one.

    It is where the same document writes it so within a line.
    """
    whole = "\n".join(paragraph.text for paragraph in paragraphs)
    if "\ufffe" not in whole:
        return paragraphs
    words = frozenset(re.findall(r"\w+-\w+", whole.casefold()))

    def word(match: re.Match[str]) -> str:
        first, second = match.groups()
        written = f"{first}-{second}"
        return written if written.casefold() in words else f"{first}{second}"

    return [
        PdfParagraph(
            text=_TAKEN_HYPHEN.sub(word, paragraph.text).replace("\ufffe", "-"),
            is_edge=paragraph.is_edge,
        )
        for paragraph in paragraphs
    ]
