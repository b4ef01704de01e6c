"""A text of a set as one paragraph, where the set has no layout that could be read."""

from hashlib import sha256

from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

_HOW = how("scoring.plain", 1)


def plain_document(name: str, text: str) -> Document:
    """Return a document whose text is `text`, unchanged, so that the set's offsets hold."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    whole = Span(document=digest, start=0, end=len(text))
    return Document(
        sha256=digest,
        name=name,
        media_type="text/plain",
        text=text,
        blocks=(Block(span=whole, kind=BlockKind.PARAGRAPH, how=_HOW),),
        language="en",
        title=None,
        publisher=None,
        author=None,
        fetched=None,
        declared=None,
        notes=(),
        how=_HOW,
    )
