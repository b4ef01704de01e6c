"""Documents for a report: the archive's, or files that were named, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.corpus.spread import Here, Spread
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.documents import Document
from servanda.evidence.reading.repeated import repeated_lines
from servanda.evidence.speech.parser import Parser
from servanda.interfaces.cli.evidence.add import files_in, read_document_file
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.store.evidence.batches import (
    Shared,
    Source,
    analyse_batch,
    batches,
    read_batch,
)
from servanda.store.home.layout import home_of_environment
from servanda.usecases.evidence.record_decision import verified_decisions
from servanda.usecases.services import Services
from servanda.wiring import evidence_parser, evidence_spread


def analyses_of(
    paths: Sequence[Path], *, tables: Tables, cluster: str = ""
) -> tuple[list[Analysis], tuple[Decision, ...]]:
    """Return the analyses of the named files, or of the whole archive with all its decisions.

    Args:
        paths: Files and folders; none for the archive.
        tables: What is known beforehand.
        cluster: Address of a cluster that does the work; empty for this process.

    Raises:
        InvalidInputError: A file cannot be read, or no document is there at all.
        DocumentDamagedError: A document of the archive is missing or changed.
        NoClusterError: The cluster does not answer.
    """
    with evidence_spread(cluster) as spread:
        if paths:
            named = [*files_in(paths)]
            return _analysed(_files(named), len(named), tables, spread), ()
        services = opened().services
        count = sum(1 for _ in services.store.documents())
        found = _analysed(_archived(services), count, tables, spread)
        return found, verified_decisions(services)


def _analysed(
    sources: Iterable[Source], count: int, tables: Tables, spread: Spread
) -> list[Analysis]:
    """Return the analyses, with lines that an outlet repeats taken for furniture first."""
    read: list[Document] = []
    with counting_bar(text("Reading documents"), total=count) as progress:
        for batch in spread.each(read_batch, batches(sources), shared=tables.outlets):
            read += batch
            progress(len(batch))
    if not read:
        raise InvalidInputError(
            "expected documents, found none: name files, or add some with `servanda evidence add`"
        )
    read.sort(key=lambda document: document.sha256)
    shared = Shared(tables=tables, repeated=repeated_lines(read), parser=_parser(spread))
    analyses: list[Analysis] = []
    with counting_bar(text("Analysing documents"), total=len(read)) as progress:
        for done in spread.each(analyse_batch, batches(read), shared=shared):
            analyses += done
            progress(len(done))
    return analyses


def _parser(spread: Spread) -> Parser | None:
    parser = evidence_parser(home_of_environment())
    if parser is not None and not isinstance(spread, Here):
        raise InvalidInputError(
            "--cluster: expected no parser's model, for it runs on one machine alone; "
            "leave out --cluster, or name a home without a model"
        )
    return parser


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
