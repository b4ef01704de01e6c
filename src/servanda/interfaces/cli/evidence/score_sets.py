"""Sets to score with, in a folder of the user's: which there are, and their rows.

A set is two files beside each other, `<part>-documents.jsonl.gz` and what should be found in them,
in the folder of its name (docs/reference/evidence-accuracy.md, "Sets"). The product ships none.
"""

import gzip
import json
import lzma
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from servanda.core.errors import InvalidInputError
from servanda.evidence.scoring.measures import Row

MAX_LINE = 64 << 20  # characters of a row: a document, and no more
MAX_PAGE_BYTES = 64 << 20
TRAIN = "train-"  # the large part, which rules were made on


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a set.

    Attributes:
        name: Folder and part: `polnear/dev`.
        documents: The file with the texts or pages.
        gold: The file with what should be found.
    """

    name: str
    documents: Path
    gold: Path


def parts_of(data: Path, *, folder: str, documents: str, gold: str, all_parts: bool) -> list[Part]:
    """Return the parts of a set that are there, in order of their names.

    Args:
        data: The folder of all sets.
        folder: Name of the set's folder.
        documents: How the name of the file with documents ends.
        gold: How the name of the other one ends.
        all_parts: Also the part that rules were made on, where there is another.
    """
    found = []
    for file in sorted((data / folder).glob(f"*{documents}")):
        prefix = file.name.removesuffix(documents)
        beside = file.with_name(f"{prefix}{gold}")
        if beside.is_file():
            name = "/".join((folder, prefix.rstrip("-"))).rstrip("/")
            found.append((prefix, Part(name=name, documents=file, gold=beside)))
    others = [part for prefix, part in found if prefix != TRAIN]
    return [part for _, part in found] if all_parts or not others else others


def read_rows(file: Path) -> Iterator[Row]:
    """Yield the rows of a file of JSON lines, plain or packed with gzip.

    Raises:
        InvalidInputError: It cannot be read, or a line is no row.
    """
    opener = gzip.open if file.suffix == ".gz" else open
    try:
        with opener(file, "rt", encoding="utf-8") as lines:
            while line := lines.readline(MAX_LINE + 1):
                if len(line) > MAX_LINE:
                    raise InvalidInputError(f"{file}: expected lines of at most {MAX_LINE} signs")
                if line.strip():
                    yield _row(line, file)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"expected JSON lines in {file}: {error}") from error


def _row(line: str, file: Path) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"{file}: expected a row of JSON: {error}") from error
    if not isinstance(row, dict):
        raise InvalidInputError(f"{file}: expected an object in each line")
    return row


def read_pages(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each page of an archive; nothing is unpacked to disk.

    Raises:
        InvalidInputError: It cannot be read.
    """
    try:
        with lzma.open(file) as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
            for member in archive:
                if member.isfile() and (content := archive.extractfile(member)) is not None:
                    yield PurePosixPath(member.name).stem, content.read(MAX_PAGE_BYTES)
    except (OSError, EOFError, lzma.LZMAError, tarfile.TarError) as error:
        raise InvalidInputError(f"expected pages in {file}: {error}") from error
