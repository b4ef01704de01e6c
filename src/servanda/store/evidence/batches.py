"""Documents read a batch at a time: the work that may be done on another machine.

Source: docs/decisions/0028-dask-spreads-work-over-machines.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeAlias, TypeVar

from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.documents import Document
from servanda.evidence.reading.outlets import Outlets
from servanda.evidence.reading.read import read_document
from servanda.evidence.reading.repeated import mark_repeated
from servanda.evidence.speech.parser import Parser
from servanda.store.evidence.pdf_process import PdfProcess

BATCH = 32  # documents: sending one costs as much as some milliseconds of work

# Bytes, name, and the day of fetching where it is known.
Source: TypeAlias = tuple[bytes, str, date | None]
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What every batch is analysed with.

    Attributes:
        tables: What is known beforehand.
        repeated: By publisher: the lines that are furniture because they are repeated.
        parser: A second opinion; None without one. It cannot be sent to another machine.
    """

    tables: Tables
    repeated: Mapping[str, frozenset[str]]
    parser: Parser | None = None


def batches(items: Iterable[_Item]) -> Iterator[tuple[_Item, ...]]:
    """Yield the items, `BATCH` at a time."""
    rest = iter(items)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


def read_batch(sources: tuple[Source, ...], outlets: Outlets) -> tuple[Document, ...]:
    """Return the documents of a batch, in order; PDFs are read in one process for all of them."""
    with PdfProcess() as pdf:
        return tuple(
            read_document(content, name=name, fetched=fetched, outlets=outlets, read_pdf=pdf)
            for content, name, fetched in sources
        )


def analyse_batch(documents: tuple[Document, ...], shared: Shared) -> tuple[Analysis, ...]:
    """Return the analyses of a batch, in order."""
    return tuple(
        analyse_document(
            mark_repeated(document, shared.repeated), tables=shared.tables, parser=shared.parser
        )
        for document in documents
    )
