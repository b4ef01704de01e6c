"""Files that the command line attaches to what is said.

Apart from `attachments.py`: who looks at a statement does not load what it takes to say one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.handling.markings import MARKINGS, PAP_ORDER, USE_LIMITS
from servanda.core.handling.sealed import AS_ITS_STATEMENT, FileHandling
from servanda.core.statements.codes import HANDLING_CODES
from servanda.interfaces.cli.progress import progress_bar
from servanda.interfaces.file_faults import unreadable
from servanda.usecases.attachments.attach_file import attach_file, discard_unused
from servanda.usecases.exchange.queue_statement import Attachment
from servanda.usecases.services import Services

_PAP = "pap_"  # before a PAP, whose words are those of markings
MAX_ATTACHED = 64  # of one statement, as the header allows


@contextmanager
def attached(
    files: Sequence[Path],
    *,
    handlings: Mapping[Path, FileHandling],
    services: Services,
) -> Iterator[list[Attachment]]:
    """Return a context with the encrypted `files`; those that no statement names at its end go.

    Args:
        files: To attach.
        handlings: Of those that have one of their own.
        services: The node's ports.

    Raises:
        InvalidInputError: One cannot be read, or there are too many.
        AttachmentNotStoredError: The disk is full.
    """
    if len(files) > MAX_ATTACHED:
        most = expect(Expected.LIST, least=0, most=MAX_ATTACHED)
        raise InvalidInputError(Fault("--attach", most, len(files)))
    for file in files:
        if not file.is_file():
            raise InvalidInputError(unreadable(file, FileNotFoundError()))
    done: list[Attachment] = []
    with services.attachments.hold():
        try:
            for file in files:
                done.append(_attach(file, handlings.get(file), services=services))
            yield done
        finally:
            discard_unused([one.digest for one in done], services=services)


def read_handlings(files: Sequence[Path], marks: Iterable[str]) -> Mapping[Path, FileHandling]:
    """Return the handling of the files that have one of their own.

    Args:
        files: To attach, as they are named.
        marks: `FILE=WORD`: a marking, a use limit, a handling code, or `pap_` and a PAP.

    Raises:
        InvalidInputError: One names no file that is attached, or a word that there is none of.
    """
    found: dict[Path, FileHandling] = {}
    for mark in marks:
        file, named = _named(mark, files=files)
        found[file] = _with_word(found.get(file, AS_ITS_STATEMENT), named)
    return found


def _named(mark: str, *, files: Sequence[Path]) -> tuple[Path, str]:
    name, _, named = mark.rpartition("=")
    found = [file for file in files if name in {str(file), file.name}]
    if len(found) != 1:
        raise InvalidInputError(
            f"expected FILE=WORD for one file that is attached, found {mark!r:.80}"
        )
    return found[0], named


def _with_word(handling: FileHandling, named: str) -> FileHandling:
    if named in MARKINGS:
        return replace(handling, marking=named)
    if named in USE_LIMITS:
        return replace(handling, use=named)
    if named in HANDLING_CODES:
        return replace(handling, codes=(handling.codes or frozenset()) | {named})
    pap = named.removeprefix(_PAP)
    if named.startswith(_PAP) and pap in PAP_ORDER:
        return replace(handling, pap=pap)
    paps = [_PAP + one for one in PAP_ORDER]
    known = (*MARKINGS, *USE_LIMITS, *sorted(HANDLING_CODES), *paps)
    raise InvalidInputError(Fault("mark", expect(Expected.CODE, words=known), named))


def _attach(file: Path, handling: FileHandling | None, *, services: Services) -> Attachment:
    try:
        with (
            file.open("rb") as source,
            progress_bar(file.name, total=file.stat().st_size) as progress,
        ):
            return attach_file(
                source=source,
                name=file.name,
                handling=handling or AS_ITS_STATEMENT,
                progress=progress,
                services=services,
            )
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error
