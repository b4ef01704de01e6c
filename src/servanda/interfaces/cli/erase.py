"""`servanda erase`: forget what a statement said."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import hash_from_digest
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.handling.retention import DueForErasure, due_for_erasure, erase_due
from servanda.usecases.reading.show_statement import leaf_named
from servanda.usecases.services import Services

Name = Annotated[
    str | None, typer.Argument(help=text("A leaf hash, its first digits, or a ticket."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_erase)


def _erase(
    name: Name = None,
    due: Annotated[
        bool, typer.Option("--due", help=text("All that is past its retention date."))
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help=text("Erase; it cannot be taken back."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    if due:
        if name is not None:
            raise InvalidInputError(_either())
        _show_due(services, erase=yes, as_json=as_json)
        return
    if name is None:
        raise InvalidInputError(_either())
    leaf = leaf_named(name, services=services)
    if not yes:
        raise InvalidInputError(Fault(leaf, expect(Expected.YES), Found.NOTHING))
    erased = erase_body(hash_from_digest(leaf), services=services)
    show(
        {"leaf": leaf, "attachments": erased.attachments},
        as_json=as_json,
        lines=[text("Erased: body and attachments of {leaf}").format(leaf=leaf)],
    )


def _either() -> Fault:
    return Fault("", expect(Expected.EITHER, one="--due", other="NAME"), Found.UNSAID)


def _show_due(services: Services, *, erase: bool, as_json: bool) -> None:
    due = erase_due(services=services) if erase else due_for_erasure(services=services)
    members = [
        {
            "leaf": one.leaf,
            "type": one.type,
            "origin": str(one.origin),
            "retain_until": one.retain_until.isoformat(),
            "attachments": one.attachments,
        }
        for one in due
    ]
    show({"erased": erase, "due": members}, as_json=as_json, lines=_due_lines(due, erase=erase))


def _due_lines(due: Sequence[DueForErasure], *, erase: bool) -> Iterator[str]:
    if not due:
        yield text("Nothing is past its retention date.")
        return
    for one in due:
        yield text("{leaf}  {type}, to be kept until {day}, {count} attachments").format(
            leaf=one.leaf, type=word(one.type), day=one.retain_until, count=one.attachments
        )
    if erase:
        yield text("Erased: body and attachments of {count} statements.").format(count=len(due))
    else:
        yield text("Nothing is erased yet; --yes erases all of them, for good.")
