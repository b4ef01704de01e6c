"""Flags of small fictional texts: Northmark and Southmere, and what their papers print."""

from collections.abc import Sequence
from datetime import date

from servanda.evidence.corpus.analysis import analyse_document
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.events.event import Event
from servanda.evidence.events.find import find_events
from servanda.evidence.flags.flag import Flag
from servanda.evidence.flags.raise_flags import raise_flags
from servanda.evidence.reading.read import read_document
from tests.evidence.corpora import corpus_of, origins_of, propositions, tables


def corpus_from(
    *articles: str, decisions: Sequence[Decision] = (), fetched: date | None = None
) -> Corpus:
    """Return the corpus of articles; each is its paragraphs, separated by a line feed."""
    return corpus_of(
        [
            analyse_document(
                read_document(
                    article.replace("\n", "\n\n").encode(),
                    name=f"article-{number}.txt",
                    fetched=fetched,
                    outlets=tables().outlets,
                ),
                tables=tables(),
            )
            for number, article in enumerate(articles)
        ],
        decisions,
    )


def flags_of(corpus: Corpus) -> tuple[Flag, ...]:
    origins = origins_of(corpus)
    return raise_flags(
        corpus,
        origins=origins,
        events=find_events(corpus, origins),
        propositions=propositions(),
    )


def events_of(corpus: Corpus) -> tuple[Event, ...]:
    return find_events(corpus, origins_of(corpus))


def flags_in(*articles: str, kind: str) -> list[Flag]:
    """Return the flags of one kind that these articles raise."""
    return [one for one in flags_of(corpus_from(*articles)) if one.kind == kind]


def words_of(flag: Flag, corpus: Corpus) -> list[list[str]]:
    """Return the characters of each side, as printed."""
    return [[corpus.text_of(span) for span in side] for side in flag.sides]
