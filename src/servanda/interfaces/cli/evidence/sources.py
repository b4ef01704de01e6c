"""Documents for a report: the archive's, or files that were named, one after the other."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from servanda.core.errors import InvalidInputError
from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.decisions.standing import Standing, stand
from servanda.evidence.reading.read import read_document
from servanda.interfaces.cli.evidence.add import files_in, read_document_file
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.store.home.layout import home_of_environment
from servanda.usecases.record_decision import verified_decisions
from servanda.usecases.services import Services
from servanda.wiring import evidence_parser

# Bytes, name, and the day of fetching where it is known.
Source: TypeAlias = tuple[bytes, str, date | None]


def analyses_of(paths: Sequence[Path], *, tables: Tables) -> tuple[list[Analysis], Standing]:
    """Return the analyses of the named files, or of the whole archive with its decisions.

    Only what was found is kept of each document, and its text; it is read once.

    Raises:
        InvalidInputError: A file cannot be read, or no document is there at all.
        DocumentDamagedError: A document of the archive is missing or changed.
    """
    if paths:
        named = [*files_in(paths)]
        found = [*_analysed(_read_files(named), count=len(named), tables=tables)]
        return _required(found), stand(())
    services = opened().services
    kept = [*services.store.documents()]
    found = [*_analysed(_read_archive(services), count=len(kept), tables=tables)]
    return _required(found), stand(verified_decisions(services))


def _analysed(documents: Iterator[Source], *, count: int, tables: Tables) -> Iterator[Analysis]:
    parser = evidence_parser(home_of_environment())
    with counting_bar(text("Reading documents"), total=count) as progress:
        for content, name, fetched in documents:
            document = read_document(
                content,
                name=name,
                fetched=fetched,
                outlets=tables.outlets,
            )
            yield analyse_document(document, tables=tables, parser=parser)
            progress(1)


def _read_files(paths: Sequence[Path]) -> Iterator[Source]:
    for path in paths:
        try:
            yield read_document_file(path), path.name, None
        except OSError as error:
            raise InvalidInputError(
                f"expected a document in {path}: {error.strerror or error}"
            ) from error


def _read_archive(services: Services) -> Iterator[Source]:
    for document in services.store.documents():
        yield services.archive.read(document.sha256), document.name, document.fetched


def _required(found: list[Analysis]) -> list[Analysis]:
    if not found:
        raise InvalidInputError(
            "expected documents, found none: name files, or add some with `servanda evidence add`"
        )
    return found
