"""Where each document and each span stands on the page: numbers, anchors and links.

Documents have numbers in the order of their days, so that a reader can say "D2"; nothing of a
document gets into an anchor.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypedDict

from servanda.documents.visible import in_one_line
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.publication.publication import Publication
from servanda.evidence.spans import Span

MAX_DOCUMENTS = 100  # whose text is shown
MAX_CHARACTERS = 40_000  # of one text: some fifteen printed pages
MAX_ALL_CHARACTERS = 1_000_000  # of all texts: a browser still opens that
MAX_CITED = 240  # characters of a cited span


class Cited(TypedDict):
    """Words of a document with the way to them."""

    document: str  # "D2"
    name: str
    href: str  # empty where the text is not shown so far
    words: str


class Places:
    """The numbers and anchors of one page.

    Attributes:
        order: SHA-256 of all documents, in the order of their days.
        shown: How many characters of each text are shown; those left out are not in it.
    """

    def __init__(self, corpus: Corpus) -> None:
        """Number the documents of `corpus`."""
        self.corpus = corpus
        self.order = tuple(sorted(corpus.analyses, key=lambda key: _day_order(key, corpus)))
        self.shown: Mapping[str, int] = dict(self._shown())
        self._numbers = {key: number for number, key in enumerate(self.order, start=1)}

    def _shown(self) -> Iterator[tuple[str, int]]:
        left = MAX_ALL_CHARACTERS
        for key in self.order[:MAX_DOCUMENTS]:
            length = min(len(self.corpus.analyses[key].document.text), MAX_CHARACTERS, left)
            left -= length
            yield key, length

    def label(self, document: str) -> str:
        """Return how a document is called: `D2`."""
        return f"D{self._numbers[document]}"

    def anchor(self, span: Span) -> str:
        """Return the anchor of a span in its text."""
        return f"d{self._numbers[span.document]}-{span.start}-{span.end}"

    def is_shown(self, span: Span) -> bool:
        """Tell whether the page shows the text where the span begins."""
        return span.start < self.shown.get(span.document, 0)

    def cite(self, span: Span) -> Cited:
        """Return the words of a span with the way to them."""
        document = self.corpus.document(span)
        return Cited(
            document=self.label(span.document),
            name=in_one_line(document.name, most=80),
            href=f"#{self.anchor(span)}" if self.is_shown(span) else "",
            words=in_one_line(document.text_of(span), most=MAX_CITED),
        )

    def cite_all(self, spans: Iterable[Span]) -> list[Cited]:
        """Return the words of several spans."""
        return [self.cite(span) for span in spans]


def _day_order(key: str, corpus: Corpus) -> tuple[date, date, str, str]:
    published: Publication = corpus.publications[key]
    first = published.best or published.days.earliest or date.min
    last = published.best or published.days.latest or date.max
    return (last, first, corpus.analyses[key].document.name, key)
