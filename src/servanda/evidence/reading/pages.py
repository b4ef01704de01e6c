"""Read an HTML page: its article, and what it says of itself.

The article is found by trafilatura in its fast mode. Its own metadata, whose search for a date
looks into page furniture too, is not used.

Source: docs/spec/evidence/documents.md, "Pages".
"""

import re
from dataclasses import dataclass

from servanda.evidence.documents import Note
from servanda.evidence.reading.decoding import clean
from servanda.evidence.reading.notes import note
from servanda.evidence.reading.page_limits import reason_against_a_tree, without_data_addresses
from servanda.evidence.reading.page_metadata import PageMetadata
from servanda.evidence.reading.plain_pages import plain_lines
from servanda.evidence.rules import How, how

PLAIN_READER = how("reading.page-plain", 1)

_CHARSET = re.compile(
    rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{1,100}?encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096  # browsers look at the first 1,024; some pages come late with it


def declared_encoding(content: bytes) -> str:
    """Return the encoding that a page declares for itself, as written, or an empty string."""
    match = _CHARSET.search(content[:_HEAD_BYTES])
    label = (match.group(1) or match.group(2)) if match else b""
    return label.decode("ascii", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as taken out of a page.

    Attributes:
        lines: Its paragraphs in order, one line each.
        metadata: What the page says of itself.
        notes: Why it was read plainly, where it was.
        how: The reader.
    """

    lines: tuple[str, ...]
    metadata: PageMetadata
    notes: tuple[Note, ...]
    how: How


def read_page(text: str) -> Page:
    """Return the article of the page `text`.

    Args:
        text: The page as decoded. Only what is taken out of it is cleaned, a tenth of it.
    """
    text = without_data_addresses(text.replace("\x00", "\ufffd"))
    reason = reason_against_a_tree(text)
    metadata = PageMetadata()
    if not reason:
        # Half a second of loading, for pages alone.
        from servanda.evidence.reading import page_trees  # noqa: PLC0415

        lines, metadata = page_trees.article_of(text)
        if lines:
            return Page(lines=lines, metadata=metadata, notes=(), how=page_trees.READER)
        reason = "no_article"
    return Page(
        lines=tuple(plain_lines(clean(text)[0])),
        metadata=metadata,
        notes=(note("html_read_plainly", reason=reason),),
        how=PLAIN_READER,
    )
