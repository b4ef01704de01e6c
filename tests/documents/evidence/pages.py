"""Pages of evidence for tests, and what a reader finds on them."""

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from typing_extensions import override

from servanda.core.canonical import encode
from servanda.documents.evidence.content import EvidenceContent
from servanda.documents.evidence.render import render_evidence
from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.reading.read import read_document
from servanda.evidence.report.evidence import Evidence
from servanda.evidence.report.report import build_report
from servanda.interfaces.cli.evidence.page import evidence_content
from tests.evidence.corpora import corpus_of, tables
from tests.evidence.report.test_report import evidence_of

TEMPLATE = "us-china-2015"
LANGUAGES = ("en", "zh-Hans")
# Elements that hold nothing, so that nothing closes them.
_VOID = frozenset(("br", "meta", "path", "rect"))


def content_of(evidence: Evidence) -> EvidenceContent:
    report = encode(build_report(evidence)) + b"\n"
    return evidence_content(evidence, report=report, template=TEMPLATE)


def page_of(corpus: Corpus, *, language: str = "en") -> str:
    return render_evidence(content_of(evidence_of(corpus)), language=language)


def corpus_with(*texts: str, names: Sequence[str] = ()) -> Corpus:
    """Return the corpus of plain texts."""
    given = [*names, *(f"{number}.txt" for number in range(len(names), len(texts)))]
    return corpus_of(analyses_of(zip(texts, given, strict=True)))


def analyses_of(texts: Iterable[tuple[str, str]]) -> list[Analysis]:
    return [
        analyse_document(
            read_document(text.encode(), name=name, outlets=tables().outlets), tables=tables()
        )
        for text, name in texts
    ]


class Page(HTMLParser):
    """Reads a page back: elements, attributes, anchors, links, and the words in each element.

    Attributes:
        said: All words, by the classes of all elements around them.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.said: list[tuple[frozenset[str], str]] = []
        self._around: list[tuple[str, frozenset[str]]] = []
        self.feed(page)
        self.close()
        assert self._around == []  # every element is closed

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        given = [(name, value or "") for name, value in attrs]
        self.attributes += given
        if tag not in _VOID:
            classes = dict(given).get("class", "").split()
            self._around.append((tag, frozenset((*classes, tag))))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            opened, _ = self._around.pop()
            assert opened == tag

    @override
    def handle_data(self, data: str) -> None:
        around: frozenset[str] = frozenset().union(*(classes for _, classes in self._around))
        self.said.append((around, data))

    @property
    def anchors(self) -> list[str]:
        return [value for name, value in self.attributes if name == "id"]

    @property
    def links(self) -> list[str]:
        return [value for name, value in self.attributes if name == "href"]

    def words(self, *classes: str) -> str:
        """Return the words within elements that have all of these classes around them."""
        return "".join(data for around, data in self.said if around.issuperset(classes))
