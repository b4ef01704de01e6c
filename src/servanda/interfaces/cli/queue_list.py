"""`servanda queue --filter …`: one list of requests, as the page of the queue has it."""

from collections.abc import Iterator

from servanda.interfaces.cli.output import table
from servanda.interfaces.language import text
from servanda.interfaces.queue_words import ClockWords, clock_words_of
from servanda.interfaces.words import word
from servanda.usecases.casework.list_cases import CaseList, CaseRow


def list_members(found: CaseList) -> dict[str, object]:
    """Return a list of requests as the command prints it for programs."""
    return {
        "now": found.now,
        "requests": [_row_members(row) for row in found.rows],
        "count": found.count,
        "is_capped": found.is_capped,
        "next_place": None if found.next_place is None else str(found.next_place),
    }


def list_lines(found: CaseList) -> Iterator[str]:
    """Yield a list of requests as a table."""
    heading = (
        text("Statement"),
        text("With"),
        text("Asked by us"),
        text("Kind"),
        text("Urgency"),
        text("State"),
        text("Next clock"),
        text("Title"),
    )
    yield from table(
        heading,
        (_row(row, found) for row in found.rows),
        nothing=text("No request fits all filters."),
    )
    if found.next_place is not None:
        yield ""
        yield text("More follow: --after {place}").format(place=found.next_place)


def _row(row: CaseRow, found: CaseList) -> tuple[object, ...]:
    case = row.listed.case
    return (
        row.leaf[:23],
        case.own.to_party,
        text("yes") if case.is_ours else text("no"),
        word(case.kind),
        word(case.urgency),
        word(case.state),
        _clock(clock_words_of(row.listed, now=found.now)),
        row.title or None,
    )


def _clock(words: ClockWords) -> str:
    said = [one for one in (words.running, words.stopped, words.paused) if one]
    return " · ".join(said) or text("no clock runs")


def _row_members(row: CaseRow) -> dict[str, object]:
    case, clock = row.listed.case, row.listed.next_clock
    return {
        "leaf": row.leaf,
        "origin": str(case.own),
        "is_ours": case.is_ours,
        "kind": case.kind,
        "urgency": case.urgency,
        "subject": case.subject,
        "state": case.state,
        "is_open": case.is_open,
        "outcome": case.outcome or None,
        "started_at": case.started_at,
        "answered_at": case.answered_at,
        "is_held": case.is_held,
        "due_at": case.due_at,
        "last_at": case.last_at,
        "next_clock": None
        if clock is None
        else {
            "clock": clock.clock,
            "is_ours": clock.is_ours,
            "started_at": clock.started_at,
            "due_at": clock.due_at,
        },
        "title": row.title or None,
        "file_numbers": {one.origin.from_party: one.file_number for one in row.filed},
    }
