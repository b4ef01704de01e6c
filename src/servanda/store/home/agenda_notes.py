"""Each side's own notes and lines to take about matters on an agenda: a file for each, private.

They are in no statement, no document and no export. One file for each matter, so that two people
who write about two matters do not overwrite one another.

Source: docs/spec/names-and-layouts.md, Home; docs/spec/agenda.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from servanda.core import canonical
from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.store.home.whole_file import write_whole

_VERSION = "servanda-agenda-note/1"
MAX_NOTE = 40_000  # characters


class BrokenAgendaNoteError(MisconfiguredError):
    """A note about a matter is there and cannot be read."""

    code: ClassVar[str] = "broken-agenda-note"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaNote:
    """What our side keeps to itself about one matter.

    Attributes:
        ref: The statement or commitment that the matter is about.
        note: For our own people; empty for none.
        line: What to say in the room; empty for none.
    """

    ref: str
    note: str = ""
    line: str = ""


def read_agenda_notes(folder: Path, refs: Iterable[str]) -> Mapping[str, AgendaNote]:
    """Return the notes about `refs` that there are.

    Raises:
        BrokenAgendaNoteError: One is damaged.
    """
    found = ((ref, _read(_file(folder, ref), ref)) for ref in refs)
    return {ref: note for ref, note in found if note is not None}


def write_agenda_note(folder: Path, note: AgendaNote) -> None:
    """Replace the note about a matter; with neither note nor line it is removed."""
    file = _file(folder, note.ref)
    if not note.note and not note.line:
        file.unlink(missing_ok=True)
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    members: canonical.JsonObject = {
        "line": note.line,
        "note": note.note,
        "ref": note.ref,
        "v": _VERSION,
    }
    write_whole(file, canonical.encode(members))


def _file(folder: Path, ref: str) -> Path:
    """Return the file of a matter: named by a hash, as what names a matter may be anything."""
    return folder / f"{sha256(ref.encode()).hexdigest()}.json"


def _read(file: Path, ref: str) -> AgendaNote | None:
    try:
        members = canonical.parse_object(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, CounterpartError) as error:
        raise _broken(file, str(error)) from error
    note, line = members.get("note"), members.get("line")
    if members.get("v") != _VERSION or members.get("ref") != ref:
        raise _broken(file, "it is about another matter, or of another version")
    if not isinstance(note, str) or not isinstance(line, str):
        raise _broken(file, "a note is text")
    return AgendaNote(ref=ref, note=note, line=line)


def _broken(file: Path, why: str) -> BrokenAgendaNoteError:
    return BrokenAgendaNoteError(
        f"{file} cannot be read ({why}); write the note again, or remove the file"
    )
