"""`servanda show`: one statement and its receipt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import hash_from_digest
from servanda.interfaces.cli.attachments import attachment_lines, attachment_members, release
from servanda.interfaces.cli.checklists import checklist_lines
from servanda.interfaces.cli.handling import handling_lines, handling_members, passage_members
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, show, shown_instant
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import HEADED, QUEUED
from servanda.interfaces.cli.views import statement_members
from servanda.interfaces.fault_texts import fault_text
from servanda.interfaces.form_words import checklist_members
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.attachments.list_attachments import list_attachments
from servanda.usecases.attachments.release_attachments import ReleasedFile
from servanda.usecases.handling.stored_handling import stored_handling
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.reading.show_statement import ShownStatement, show_statement

Reason = Annotated[
    str | None, typer.Option(help=text("Why a file marked red is put there; the words are noted."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_show)


def _show(
    name: Annotated[str, typer.Argument(help=text("A leaf hash, its first digits, or a ticket."))],
    proof: Annotated[
        Path | None, typer.Option(help=text("Write the proof that it is in its log to this file."))
    ] = None,
    release_to: Annotated[
        Path | None, typer.Option("--release", help=text("Put its attachments into this folder."))
    ] = None,
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    queued = services.store.ticket(name)
    if queued is not None and queued.leaf_hash is None:
        _show_waiting(queued, as_json=as_json)
        return
    shown = show_statement(name=name, services=services)
    if proof is not None and shown.proof is not None:
        proof.write_bytes(shown.proof)
    leaf_hash = hash_from_digest(shown.view.leaf)
    released: tuple[ReleasedFile, ...] = ()
    if release_to is not None:
        released = release(leaf_hash, release_to, reason=reason, services=services)
    attachments = list_attachments(leaf_hash, services=services)
    handling = stored_handling(leaf_hash, services=services)
    passages = services.store.passages_of(leaf_hash)
    result = {
        **_members(shown),
        "ticket": None if queued is None else queued.ticket,
        "attachments": attachment_members(attachments),
        "released": [file.name for file in released],
        "handling": handling_members(handling),
        "passages": [passage_members(one) for one in passages],
    }
    lines = [*_lines(shown), *attachment_lines(attachments), *handling_lines(handling, passages)]
    lines += [text("Released: {name}").format(name=file.name) for file in released]
    show(result, as_json=as_json, lines=lines)


def _show_waiting(queued: QueuedStatement, *, as_json: bool) -> None:
    line = text("{ticket} waits in the queue: {type}").format(
        ticket=queued.ticket, type=word(queued.type)
    )
    show(_waiting(queued), as_json=as_json, lines=[line])


def _members(shown: ShownStatement) -> dict[str, object]:
    return {
        **statement_members(shown.view),
        "state": HEADED if shown.proof is not None else "appended",
        "note": shown.note.decode(errors="replace"),
        "body": shown.body,
        "checklist": None if shown.checklist is None else checklist_members(shown.checklist),
    }


def _waiting(queued: QueuedStatement) -> dict[str, object]:
    return {
        "ticket": queued.ticket,
        "state": QUEUED,
        "leaf": None,
        "index": None,
        "type": queued.type,
        "received_at": None,
        "trouble": queued.trouble,
    }


def _lines(shown: ShownStatement) -> Iterator[str]:
    view = shown.view
    yield f"{view.leaf}"
    yield text("{type}, leaf {index} of {origin}").format(
        type=word(view.type), index=view.index, origin=view.origin
    )
    for one in view.filed:
        yield printable(
            text("Kept by {party} as {file_number} {title}")
            .format(party=one.by, file_number=one.file_number, title=one.title)
            .rstrip()
        )
    yield text("Said: {at} (the writer's clock)").format(at=shown_instant(view.sent_at))
    yield text("Delivered: {at}").format(at=shown_instant(view.received_at))
    yield text("Acknowledged: {at}").format(at=shown_instant(view.acknowledged_at))
    yield (
        text("Answered: {at} {outcome}")
        .format(at=shown_instant(view.answered_at), outcome=word(view.outcome))
        .rstrip()
    )
    if view.refused:
        yield text("Refused: {code}").format(code=word(view.refused))
    if view.reason:
        reason = view.reason if shown.fault is None else fault_text(shown.fault)
        yield printable(text("Without effect: {reason}").format(reason=reason))
    yield from map(printable, fact_lines(view.facts))
    if shown.body is not None:
        yield orjson.dumps(shown.body, option=orjson.OPT_INDENT_2).decode()
    if shown.checklist is not None:
        yield from checklist_lines(shown.checklist)
    if shown.proof is None:
        yield text("No signed head covers it yet.")
    else:
        yield text("A signed head covers it; --proof FILE writes the proof.")


def fact_lines(facts: JsonObject) -> Iterator[str]:
    """Yield each coded field with its value in words; names and free values stay as they are."""
    for name, value in facts.items():
        shown = word(value) if isinstance(value, str) else orjson.dumps(value).decode()
        yield f"  {name}: {shown}"
