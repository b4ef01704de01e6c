"""Imported cases as the command line shows them: always marked as what they are."""

from collections.abc import Iterator, Sequence

from servanda.interfaces.cli.output import table
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.casework.imported_case import ImportedCase


def imported_members(case: ImportedCase) -> dict[str, object]:
    """Return an imported case for programs."""
    return {
        "counterpart": case.counterpart,
        "is_ours": case.is_ours,
        "file_number": case.file_number,
        "their_file_number": case.their_file_number,
        "title": case.title,
        "kind": case.kind,
        "urgency": case.urgency,
        "received_on": case.received_on.isoformat(),
        "due_on": None if case.due_on is None else case.due_on.isoformat(),
    }


def imported_lines(cases: Sequence[ImportedCase]) -> Iterator[str]:
    """Yield imported cases for people; nothing where there are none."""
    if not cases:
        return
    yield ""
    yield text("Imported from before, in no log and no figure:")
    heading = (
        text("File number"),
        text("With"),
        text("Asked by us"),
        text("Kind"),
        text("Urgency"),
        text("Received"),
        text("Due"),
        text("Title"),
    )
    yield from table(
        heading,
        (
            (
                case.file_number,
                case.counterpart,
                text("yes") if case.is_ours else text("no"),
                word(case.kind),
                word(case.urgency),
                case.received_on,
                case.due_on or "-",
                case.title,
            )
            for case in cases
        ),
    )
