"""Articles that a hostile hand prints, and what a report makes of them. All names are fictional."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.reading.read import read_document
from servanda.evidence.report.evidence import Evidence
from tests.evidence.corpora import ARTICLES, corpus_of, tables
from tests.evidence.report.test_report import evidence_of


@cache
def article(name: str) -> str:
    """Return the demonstration's article of that name."""
    return (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")


@cache
def analysed(text: str, name: str = "planted.txt") -> Analysis:
    document = read_document(text.encode(), name=name, outlets=tables().outlets)
    return analyse_document(document, tables=tables())


def corpus(texts: Iterable[str], decisions: Sequence[Decision] = ()) -> Corpus:
    return corpus_of(map(analysed, texts), decisions)


def evidence(texts: Iterable[str], decisions: Sequence[Decision] = ()) -> Evidence:
    return evidence_of(corpus(texts, decisions))


def with_one_word_changed(text: str, count: int) -> list[str]:
    """Return so many copies, each with another word put in the place of one."""
    words = text.split(" ")
    copies = []
    for number in range(count):
        changed = [*words]
        changed[(number * 7 + 3) % len(words)] = f"word{number}"
        copies.append(" ".join(changed))
    return copies


def support(found: Evidence) -> list[tuple[str, int, tuple[str, ...]]]:
    """Return what is said, by its closest printing: the words, and its origins."""
    closest = {name: text.closest for text in found.corpus.printings for name in text.looked_at}
    rows: list[tuple[str, int, tuple[str, ...]]] = []
    for one in found.origins.supports:
        spans = [s for s in one.statements if closest.get(s.document, s.document) == s.document]
        words = " | ".join(" ".join(found.corpus.text_of(span).split()) for span in spans)
        names = tuple(found.origins.origins[key].name for key in one.origins)
        rows.append((words, len(one.origins), names))
    return sorted(rows)


def statuses(found: Evidence) -> Mapping[str, Any]:
    return {one.commitment: (one.status, one.element) for one in found.findings}
