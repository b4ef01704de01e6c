"""Documents for a report: the archive's, or files that were named, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from servanda.core.errors import InvalidInputError
from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.documents import Document
from servanda.evidence.reading.read import read_document
from servanda.evidence.reading.repeated import mark_repeated, repeated_lines
from servanda.interfaces.cli.evidence.add import files_in, read_document_file
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.store.evidence.pdf_process import PdfProcess
from servanda.store.home.layout import home_of_environment
from servanda.usecases.record_decision import verified_decisions
from servanda.usecases.services import Services
from servanda.wiring import evidence_parser

# Bytes, name, and the day of fetching where it is known.
Source: TypeAlias = tuple[bytes, str, date | None]


def analyses_of(
    paths: Sequence[Path], *, tables: Tables
) -> tuple[list[Analysis], tuple[Decision, ...]]:
    """Return the analyses of the named files, or of the whole archive with all its decisions.

    Raises:
        InvalidInputError: A file cannot be read, or no document is there at all.
        DocumentDamagedError: A document of the archive is missing or changed.
    """
    if paths:
        named = [*files_in(paths)]
        documents = _read(_files(named), count=len(named), tables=tables)
        return _analysed(documents, tables=tables), ()
    services = opened().services
    count = sum(1 for _ in services.store.documents())
    documents = _read(_archived(services), count=count, tables=tables)
    return _analysed(documents, tables=tables), verified_decisions(services)


def _analysed(documents: Iterable[Document], *, tables: Tables) -> list[Analysis]:
    """Return the analyses, with lines that an outlet repeats taken for furniture first."""
    read = sorted(documents, key=lambda document: document.sha256)
    if not read:
        raise InvalidInputError(
            "expected documents, found none: name files, or add some with `servanda evidence add`"
        )
    repeated = repeated_lines(read)
    parser = evidence_parser(home_of_environment())
    with counting_bar(text("Analysing documents"), total=len(read)) as progress:
        analyses: list[Analysis] = []
        for document in read:
            marked = mark_repeated(document, repeated)
            analyses.append(analyse_document(marked, tables=tables, parser=parser))
            progress(1)
        return analyses


def _read(sources: Iterable[Source], *, count: int, tables: Tables) -> Iterator[Document]:
    with counting_bar(text("Reading documents"), total=count) as progress, PdfProcess() as pdf:
        for content, name, fetched in sources:
            yield read_document(
                content, name=name, fetched=fetched, outlets=tables.outlets, read_pdf=pdf
            )
            progress(1)


def _files(paths: Sequence[Path]) -> Iterator[Source]:
    for path in paths:
        try:
            yield read_document_file(path), path.name, None
        except OSError as error:
            raise InvalidInputError(
                f"expected a document in {path}: {error.strerror or error}"
            ) from error


def _archived(services: Services) -> Iterator[Source]:
    for document in services.store.documents():
        yield services.archive.read(document.sha256), document.name, document.fetched
