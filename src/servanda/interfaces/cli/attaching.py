"""Files that the command line attaches to what is said.

Apart from `attachments.py`: who looks at a statement does not load what it takes to say one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.handling.markings import MARKINGS, USE_LIMITS
from servanda.core.handling.sealed import AS_ITS_STATEMENT, FileHandling
from servanda.interfaces.cli.progress import progress_bar
from servanda.usecases.attach_file import attach_file, discard_unused
from servanda.usecases.queue_statement import Attachment
from servanda.usecases.services import Services

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
        raise InvalidInputError(f"expected at most {MAX_ATTACHED} files, found {len(files)}")
    for file in files:
        if not file.is_file():
            raise InvalidInputError(f"expected a file to attach, found none: {file}")
    done: list[Attachment] = []
    with services.attachments.hold():
        try:
            for file in files:
                done.append(_attach(file, handlings.get(file), services=services))
            yield done
        finally:
            discard_unused([one.digest for one in done], services=services)


def read_handlings(
    files: Sequence[Path], *, tlp: Iterable[str], use: Iterable[str]
) -> Mapping[Path, FileHandling]:
    """Return the handling of the files that have one of their own.

    Args:
        files: To attach, as they are named.
        tlp: `FILE=MARKING`, for some of them.
        use: `FILE=LIMIT`, likewise.

    Raises:
        InvalidInputError: One names no file that is attached, or a word that there is none of.
    """
    markings = dict(_named(one, files=files, words=MARKINGS) for one in tlp)
    limits = dict(_named(one, files=files, words=USE_LIMITS) for one in use)
    return {
        file: FileHandling(marking=markings.get(file), use=limits.get(file))
        for file in {*markings, *limits}
    }


def _named(given: str, *, files: Sequence[Path], words: Sequence[str]) -> tuple[Path, str]:
    name, _, word_given = given.rpartition("=")
    found = [file for file in files if name in {str(file), file.name}]
    if len(found) != 1:
        raise InvalidInputError(
            f"expected FILE=WORD for one file that is attached, found {given!r:.80}"
        )
    if word_given not in words:
        raise InvalidInputError(Fault(name, expect(Expected.CODE, words=tuple(words)), word_given))
    return found[0], word_given


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
        raise InvalidInputError(f"expected a file that can be read: {error}") from error
