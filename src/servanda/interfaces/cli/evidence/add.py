"""`servanda evidence add`: documents into the archive, each once."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import REFUSED, printable, show
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.evidence.add_document import AddedDocument, add_document

# A larger file is no article and no report; it would be kept whole and copied into every backup.
MAX_DOCUMENT_BYTES = 256 << 20
SHOWN_DIGITS = 12  # of a hash, for people

Files = Annotated[
    list[Path], typer.Argument(metavar="FILES…", help=text("Text, HTML or PDF; or folders."))
]
Fetched = Annotated[
    str,
    typer.Option(
        "--fetched", metavar="YYYY-MM-DD", help=text("When these were fetched, if known.")
    ),
]
Marking = Annotated[
    str,
    typer.Option(
        "--tlp",
        metavar="WORD",
        help=text("Marking: clear, green, amber, amber_strict or red. Unmarked is amber."),
    ),
]


def add(files: Files, fetched: Fetched = "", tlp: Marking = "", as_json: AsJson = False) -> None:
    """Add each file; one that cannot be read is told, and the rest goes on."""
    services = opened().services
    day = parse_day(fetched)
    added: list[AddedDocument] = []
    unreadable: list[tuple[str, str]] = []
    wanted = [*files_in(files)]
    with counting_bar(text("Adding documents"), total=len(wanted)) as progress:
        for path in wanted:
            try:
                content = read_document_file(path)
            except OSError as error:
                unreadable.append((str(path), error.strerror or str(error)))
            else:
                added.append(
                    add_document(
                        content, name=path.name, fetched=day, tlp=tlp or None, services=services
                    )
                )
            progress(1)
    show(_members(added, unreadable), as_json=as_json, lines=_lines(added, unreadable))
    if unreadable:
        raise typer.Exit(REFUSED)


def read_document_file(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        OSError: It cannot be read, or is larger than any document.
    """
    with path.open("rb") as file:
        content = file.read(MAX_DOCUMENT_BYTES + 1)
    if len(content) > MAX_DOCUMENT_BYTES:
        raise OSError(0, text("larger than {most} MiB").format(most=MAX_DOCUMENT_BYTES >> 20))
    return content


def parse_day(given: str) -> date | None:
    """Return the day that was given, None for none.

    Raises:
        InvalidInputError: It is no day.
    """
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InvalidInputError(f"expected a day YYYY-MM-DD, found {given!r:.40}") from error


def files_in(given: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and for each folder the files in it, in order of their names."""
    for path in given:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if found.is_file() and not found.name.startswith(".")
            )
        else:
            yield path


def _members(
    added: Sequence[AddedDocument], unreadable: Sequence[tuple[str, str]]
) -> dict[str, object]:
    return {
        "added": sum(one.is_new for one in added),
        "known": sum(not one.is_new for one in added),
        "documents": [
            {
                "sha256": one.document.sha256,
                "name": one.document.name,
                "size": one.document.size,
                "added_at": one.document.added_at,
                "fetched": one.document.fetched.isoformat() if one.document.fetched else None,
                "tlp": one.document.tlp,
                "is_new": one.is_new,
            }
            for one in added
        ],
        "unreadable": [{"file": file, "problem": problem} for file, problem in unreadable],
    }


def _lines(added: Sequence[AddedDocument], unreadable: Sequence[tuple[str, str]]) -> Iterator[str]:
    for one in added:
        said = text("added") if one.is_new else text("known already")
        yield f"{one.document.sha256[:SHOWN_DIGITS]}  {said}  {printable(one.document.name)}"
    for file, problem in unreadable:
        yield text("cannot be read: {file}: {problem}").format(
            file=printable(file), problem=problem
        )
    yield text("{added} documents added, {known} were there already.").format(
        added=sum(one.is_new for one in added), known=sum(not one.is_new for one in added)
    )
