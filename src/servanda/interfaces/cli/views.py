"""Statements as the command line shows them: as members of JSON, and as rows."""

from collections.abc import Iterable, Iterator

from servanda.interfaces.cli.output import table
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.reading.views import StatementView


def statement_members(view: StatementView) -> dict[str, object]:
    """Return one statement for programs."""
    return {
        "leaf": view.leaf,
        "origin": str(view.origin),
        "index": view.index,
        "type": view.type,
        "from": view.by,
        "to": view.origin.to_party,
        "ref": view.ref,
        "title": view.title,
        "file_numbers": {one.by: one.file_number for one in view.filed if one.file_number},
        "facts": view.facts,
        "stage": view.stage,
        "sent_at": view.sent_at,
        "received_at": view.received_at,
        "acknowledged_at": view.acknowledged_at,
        "answered_at": view.answered_at,
        "outcome": view.outcome,
        "withdrawn_at": view.withdrawn_at,
        "refused": view.refused,
        "verdict": view.verdict,
        "reason": view.reason,
    }


def statement_table(views: Iterable[StatementView], *, nothing: str) -> Iterator[str]:
    """Yield statements for people: their three facts beside each other; `nothing` without any."""
    heading = (
        text("Statement"),
        text("By"),
        text("Type"),
        text("File numbers"),
        text("Title"),
        text("Said"),
        text("Delivered"),
        text("Acknowledged"),
        text("Answered"),
    )
    yield from table(
        heading,
        (
            (
                view.leaf[:23],
                view.by,
                word(view.type),
                file_numbers(view),
                view.title,
                view.sent_at,
                view.received_at,
                view.acknowledged_at,
                view.answered_at,
            )
            for view in views
        ),
        nothing=nothing,
    )


def file_numbers(view: StatementView) -> str:
    """Return the numbers of both sides, the requester's first."""
    return " / ".join(one.file_number for one in view.filed if one.file_number)
