"""Corpora for tests: the demonstration's articles, and the five of the reference folder."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.build import build_corpus
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.corpus.tables import Tables, tables_of
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.decisions.standing import stand
from servanda.evidence.facts import parse_facts
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.origins.group import Origins, group_origins
from servanda.evidence.origins.propositions import Propositions, parse_propositions
from servanda.evidence.reading.read import read_document
from tests.evidence.shared import seeds

DATA = files("servanda.data")
ARTICLES = DATA / "scenarios" / "first-year" / "articles"


@cache
def tables() -> Tables:
    """Return the product's tables with those of the demonstration."""
    return _tables(ARTICLES)


@cache
def product_tables() -> Tables:
    """Return the product's tables alone."""
    return _tables()


def _tables(*more: Traversable) -> Tables:
    evidence = DATA / "evidence"
    gazetteer = [
        *_sorted((evidence / "gazetteer").iterdir()),
        *(m / "gazetteer.toml" for m in more),
    ]
    facts = [evidence / "facts.toml", *(m / "facts.toml" for m in more)]
    return tables_of(
        parse_gazetteer([file.read_bytes() for file in gazetteer]),
        parse_facts([file.read_bytes() for file in facts]),
    )


@cache
def propositions() -> Propositions:
    return parse_propositions([(DATA / "evidence" / "propositions.toml").read_bytes()])


@cache
def demo_analyses() -> tuple[Analysis, ...]:
    """Return the demonstration's articles, by name."""
    texts = [file for file in _sorted(ARTICLES.iterdir()) if file.name.endswith(".txt")]
    return tuple(_analysis(file.name, file.read_bytes(), tables()) for file in texts)


@cache
def seed_analyses() -> tuple[Analysis, ...]:
    """Return the five articles, or skip the test."""
    return tuple(_analysis(path.name, path.read_bytes(), product_tables()) for path in seeds())


def corpus_of(analyses: Iterable[Analysis], decisions: Sequence[Decision] = ()) -> Corpus:
    return build_corpus(analyses, tables=tables(), standing=stand(decisions))


def seed_corpus(count: int, decisions: Sequence[Decision] = ()) -> Corpus:
    """Return the corpus of the first `count` of the five articles."""
    return build_corpus(seed_analyses()[:count], tables=product_tables(), standing=stand(decisions))


def origins_of(corpus: Corpus) -> Origins:
    return group_origins(corpus, propositions=propositions())


def named(corpus: Corpus, beginning: str) -> str:
    """Return the hash of the document whose name begins so."""
    (found,) = (
        key for key, one in corpus.analyses.items() if one.document.name.startswith(beginning)
    )
    return found


def _analysis(name: str, content: bytes, known: Tables) -> Analysis:
    document = read_document(content, name=name, outlets=known.outlets)
    return analyse_document(document, tables=known)


def _sorted(folder: Iterable[Traversable]) -> list[Traversable]:
    return sorted(folder, key=lambda file: file.name)
