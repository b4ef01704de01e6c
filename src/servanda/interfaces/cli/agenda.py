"""`servanda dialogue agenda` and `note`: what is open for the next round, and our own notes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.dialogue.agenda import AgendaItem
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import parse_party
from servanda.documents.brief.wording import words_for
from servanda.interfaces.brief_matters import brief_matters
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import current_language, text
from servanda.store.home.agenda_notes import (
    MAX_NOTE,
    AgendaNote,
    read_agenda_notes,
    write_agenda_note,
)
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.services import require_pair

Evidence = Annotated[
    Path | None,
    typer.Option(
        "--evidence",
        metavar="REPORT",
        help=text("Take up the findings of this report of our own reading."),
    ),
]
Matter = Annotated[
    str, typer.Argument(metavar="MATTER", help=text("The statement or commitment it is about."))
]


def register_agenda(group: typer.Typer) -> None:
    """Add both verbs to the verbs of the dialogue."""
    group.command("agenda", help=text("Show what is open, with our own notes."))(_agenda)
    group.command("note", help=text("Keep a private note about a matter."))(_note)


def _agenda(
    evidence: Evidence = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    node = opened()
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(node.services, counterpart=counterpart, accord_name=accord_name)
    follow_casework(pair, services=node.services)
    found = brief_matters(pair, evidence=evidence, services=node.services).agenda or ()
    notes = read_agenda_notes(node.home.agenda_notes, (one.ref for one in found))
    result = {
        "origin": str(pair.own),
        "items": [_members(one, notes.get(one.ref)) for one in found],
    }
    show(result, as_json=as_json, lines=_lines(found, notes))


def _note(
    matter: Matter,
    note: Annotated[str, typer.Option("--text", help=text("For our own people."))] = "",
    line: Annotated[str, typer.Option("--line", help=text("What to say in the room."))] = "",
    as_json: AsJson = False,
) -> None:
    node = opened()
    for option, given in (("--text", note), ("--line", line)):
        if len(given) > MAX_NOTE:
            limit = expect(Expected.TEXT, most=MAX_NOTE)
            raise InvalidInputError(Fault(option, limit, len(given)))
    if not matter.strip():
        raise InvalidInputError(Fault("MATTER", expect(Expected.MEMBER), Found.NOTHING))
    write_agenda_note(node.home.agenda_notes, AgendaNote(ref=matter, note=note, line=line))
    said = text("Kept in this home alone.") if note or line else text("The note was removed.")
    show({"matter": matter, "is_kept": bool(note or line)}, as_json=as_json, lines=[said])


def _members(one: AgendaItem, note: AgendaNote | None) -> Mapping[str, object]:
    return {
        "kind": one.kind,
        "ref": one.ref,
        "about": one.about or None,
        "mover": one.mover,
        "due": None if one.due is None else one.due.isoformat(),
        "is_own": one.is_own,
        "note": None if note is None else note.note or None,
        "line": None if note is None else note.line or None,
    }


def _lines(found: Sequence[AgendaItem], notes: Mapping[str, AgendaNote]) -> Iterator[str]:
    words = words_for(current_language())
    heading = (
        words["matter"],
        words["about"],
        words["who_acts"],
        words["due"],
        words["statement"],
        text("Our note"),
    )
    rows = [
        (
            words[f"kind_{one.kind}"],
            printable(one.about),
            one.mover or "-",
            one.due or "-",
            one.ref[:19],
            printable(_note_of(notes.get(one.ref))),
        )
        for one in found
    ]
    yield from table(heading, rows, nothing=words["nothing_open"])


def _note_of(note: AgendaNote | None) -> str:
    if note is None:
        return ""
    return " / ".join(part for part in (note.note, note.line) if part)
