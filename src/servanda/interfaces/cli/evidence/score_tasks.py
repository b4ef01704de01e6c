"""The tasks of `servanda evidence score`: what to predict of a set, and how good that is.

Each reads a part of a set, asks the very rules that a report is made with, and measures. The
figures are those of docs/reference/evidence-accuracy.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from servanda.evidence.claims.find import find_claims
from servanda.evidence.documents import Document
from servanda.evidence.intervals import one_day
from servanda.evidence.names.names import Names
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.reading.read import read_document
from servanda.evidence.reuse.shelf import MemoryShelf
from servanda.evidence.scoring.attributions import attribution_rows
from servanda.evidence.scoring.copies import copy_rows
from servanda.evidence.scoring.extraction import extraction_row
from servanda.evidence.scoring.measure_attributions import measure_attributions
from servanda.evidence.scoring.measure_copies import measure_copies
from servanda.evidence.scoring.measure_groups import measure_groups
from servanda.evidence.scoring.measure_pages import measure_pages
from servanda.evidence.scoring.measure_quotations import measure_quotations
from servanda.evidence.scoring.measure_times import measure_times
from servanda.evidence.scoring.measures import Row
from servanda.evidence.scoring.plain import plain_document
from servanda.evidence.scoring.quotations import quotation_rows
from servanda.evidence.scoring.stories import story_rows
from servanda.evidence.scoring.times import time_rows
from servanda.evidence.speech.parser import Parser
from servanda.evidence.times.find import find_expressions
from servanda.evidence.times.resolve import resolve_times
from servanda.interfaces.cli.evidence.score_sets import Part, read_pages, read_rows

Figures = Mapping[str, object]
# Called for each document that is done.
Done = Callable[[int], None]
# A speaker is scored by the characters that name him; whom they mean changes no figure (measured).
NO_NAMES = Names()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task.

    Attributes:
        name: As it is printed.
        folder: Of its set.
        documents: How the name of the file with documents ends.
        gold: How the name of the other one ends.
        score: Predicts and measures.
    """

    name: str
    folder: str
    documents: str
    gold: str
    score: Callable[[Part, Parser | None, Done], Figures]


def _documents(part: Part, done: Done) -> Iterator[tuple[str, Document]]:
    for row in read_rows(part.documents):
        name = str(row["doc"])
        yield name, read_document(str(row["text"]).encode(), name=name)
        done(1)


def _quotations(part: Part, parser: Parser | None, done: Done) -> Figures:
    predicted = [
        row
        for name, document in _documents(part, done)
        for row in quotation_rows(
            name, document, find_quotations(document, names=NO_NAMES, parser=parser), {}
        )
    ]
    found = measure_quotations([*read_rows(part.gold)], predicted)
    return {
        "speaker": found.speaker.as_json(),
        "speaker_mention_only": found.mention.as_json(),
        "spans": {"gold": found.spans, "found": found.found, "exact": found.exact},
        "predictions_that_find_nothing": found.loose,
    }


def _attributions(part: Part, parser: Parser | None, done: Done) -> Figures:
    predicted: list[Row] = []
    for name, document in _documents(part, done):
        quotations = find_quotations(document, names=NO_NAMES, parser=parser)
        claims = find_claims(document, names=NO_NAMES, quotations=quotations)
        predicted += attribution_rows(name, quotations, claims)
    found = measure_attributions([*read_rows(part.gold)], predicted)
    return {
        label: {"exact": spans.exact.as_json(), "characters": spans.characters.as_json()}
        for label, spans in found.items()
    }


def _times(part: Part, _: Parser | None, done: Done) -> Figures:
    predicted: list[Row] = []
    for row in read_rows(part.documents):
        document = plain_document(str(row["doc"]), str(row["text"]))
        written = one_day(date.fromisoformat(str(row["dct"])[:10]))
        times = resolve_times(find_expressions(document, names=None), published=written, facts=())
        predicted += time_rows(document.name, times)
        done(1)
    found = measure_times([*read_rows(part.gold)], predicted)
    return {name: share.as_json() for name, share in found.items()}


def _copies(part: Part, _: Parser | None, done: Done) -> Figures:
    predicted = [*copy_rows(_documents(part, done), hashes=MemoryShelf(), pairs=MemoryShelf())]
    found = measure_copies([*read_rows(part.gold)], predicted)
    return {
        "pairs": found.pairs.as_json(),
        "recall_by_alteration_permille": {
            kind: share.as_json()["recall_permille"] for kind, share in found.by_alteration.items()
        },
        "traps": dict(found.traps),
        "groups": None if found.groups is None else found.groups.as_json(),
    }


def _stories(part: Part, _: Parser | None, done: Done) -> Figures:
    def texts() -> Iterator[tuple[str, str]]:
        for row in read_rows(part.documents):
            yield str(row["doc"]), str(row["text"])
            done(1)

    said = {row["doc"]: row["cluster"] for row in story_rows(texts())}
    gold = {str(row["doc"]): str(row["cluster"]) for row in read_rows(part.gold)}
    # A document that nothing was said of is a story of its own.
    return measure_groups(gold, {doc: said.get(doc, doc) for doc in gold}).as_json()


def _pages(part: Part, _: Parser | None, done: Done) -> Figures:
    predicted = []
    for name, content in read_pages(part.documents):
        predicted.append(extraction_row(name, read_document(content, name=name)))
        done(1)
    return measure_pages([*read_rows(part.gold)], predicted)


_DOCUMENTS = "documents.jsonl.gz"
TASKS = (
    Task(
        name="quotations",
        folder="polnear",
        documents=_DOCUMENTS,
        gold="quotations.jsonl.gz",
        score=_quotations,
    ),
    Task(
        name="attributions",
        folder="polnear",
        documents=_DOCUMENTS,
        gold="attributions.jsonl.gz",
        score=_attributions,
    ),
    Task(
        name="times",
        folder="timebank",
        documents=_DOCUMENTS,
        gold="timex.jsonl.gz",
        score=_times,
    ),
    Task(
        name="copies",
        folder="near-duplicates",
        documents=_DOCUMENTS,
        gold="gold.jsonl.gz",
        score=_copies,
    ),
    Task(
        name="stories",
        folder="ecb-plus",
        documents=_DOCUMENTS,
        gold="clusters.jsonl.gz",
        score=_stories,
    ),
    Task(
        name="pages",
        folder="article-extraction",
        documents="pages.tar.xz",
        gold="text.jsonl.gz",
        score=_pages,
    ),
)
