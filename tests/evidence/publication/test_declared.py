"""The day in a page's metadata is a clue like a printed one: it helps, and it yields."""

from datetime import date

from servanda.evidence.corpus.analysis import analyse_document
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.intervals import one_day
from servanda.evidence.reading.read import read_document
from tests.evidence.corpora import corpus_of, tables

PAGE = """<!doctype html><html><head><title>Talks in Port Ellery</title>
<meta property="article:published_time" content="{day}T09:00:00Z"></head>
<body><article><h1>Talks in Port Ellery</h1>
<p>{first}</p>
<p>Nothing else was said about the talks, which both sides had prepared for a long time, and of
which the fishermen of the town had heard nothing until the motorcade came.</p></article></body>
</html>"""


def corpus(day: str, first: str) -> Corpus:
    content = PAGE.format(day=day, first=first).encode()
    document = read_document(content, name="page.html", outlets=tables().outlets)
    return corpus_of([analyse_document(document, tables=tables())])


def test_a_page_without_other_clues_has_the_day_that_it_states() -> None:
    (publication,) = corpus(
        "2025-11-12", "Ministers of Southmere and of Northmark will meet here to talk of cables."
    ).publications.values()

    assert publication.days == one_day(date(2025, 11, 12))
    assert publication.conflict == ()


def test_a_stated_day_that_the_text_rules_out_is_told_as_a_clash() -> None:
    (publication,) = corpus(
        "2019-03-01", "Ministers met here on October 20, 2025, the mayor said, and will meet again."
    ).publications.values()

    assert publication.conflict
    assert not publication.days.meets(one_day(date(2019, 3, 1)))
