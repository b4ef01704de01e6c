"""`servanda audit`: show, hand out and check the log of what was done at this desk."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from servanda.core.audit.audit_file import (
    MAX_LINE_BYTES,
    AuditReport,
    InvalidAuditError,
    NotedHead,
    verify_audit_file,
)
from servanda.core.audit.entry import AuditEntry
from servanda.core.audit.head import parse_audit_key, verify_audit_head
from servanda.core.envelope.notes import NoteVerifier, split_note
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import digest_from_hash, parse_digest, parse_instant
from servanda.core.tlog.checkpoint import parse_checkpoint_text
from servanda.interfaces.audit_words import entry_rows
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import services
from servanda.interfaces.language import text
from servanda.usecases.people.audit_log import (
    NumberedEntry,
    check_audit,
    export_audit,
    show_audit,
    sign_head,
)

_NOTED = re.compile(r"([0-9]{1,18}):(sha256:[0-9a-f]{64})")
_MAX_NOTE_BYTES = 64 * 1024

Noted = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SIZE:sha256:… | FILE",
        help=text("A head that was noted before, or the file with it; repeatable."),
    ),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("show", help=text("Show entries, the newest first."))(_show)
    group.command("head", help=text("Sign the head of the log, for an auditor to note."))(_head)
    group.command("export", help=text("Write the log as a file for an auditor."))(_export)
    group.command("verify", help=text("Check the log, or a file of it, offline."))(_verify)
    application.add_typer(group, name=name)


def _show(
    who: Annotated[str | None, typer.Option(help=text("Only what this person did."))] = None,
    verb: Annotated[str | None, typer.Option(help=text("Only of this verb."))] = None,
    about: Annotated[str | None, typer.Option(help=text("Only about this."))] = None,
    outcome: Annotated[
        str | None, typer.Option(help=text("Only allowed, done, refused or failed."))
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="INSTANT", help=text("From when."))] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help=text("At most so many."))] = 50,
    as_json: AsJson = False,
) -> None:
    start = None if since is None else parse_instant(since)

    def wanted(entry: AuditEntry) -> bool:
        return (
            (who is None or who in entry.actor.eyes)
            and (verb is None or entry.verb == verb)
            and (outcome is None or entry.outcome == outcome)
            and (start is None or entry.at >= start)
            and (about is None or any(about in one for one in entry.about))
        )

    found = show_audit(wanted, limit=limit, services=services())
    show({"entries": [_members(one) for one in found]}, as_json=as_json, lines=_lines(found))


def _head(
    out: Annotated[
        Path | None, typer.Option(help=text("Write the signed head to this file."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    signed = sign_head(services())
    if out is not None:
        out.write_bytes(signed.note)
    result = {
        "size": signed.head.size,
        "root": signed.head.root,
        "key": signed.key,
        "note": signed.note.decode(),
    }
    lines = [
        text("Head to note: {size}:{root}").format(**result),
        text("Key to note: {key}").format(**result),
    ]
    show(result, as_json=as_json, lines=lines)


def _export(
    file: Annotated[Path, typer.Argument(help=text("Where to write the log."))],
    as_json: AsJson = False,
) -> None:
    signed, lines = export_audit(services())
    unfinished = file.with_name(f".partial-{file.name}")
    try:
        with unfinished.open("wb") as target:
            target.writelines(lines)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    result = {"file": str(file), "size": signed.head.size, "root": signed.head.root}
    line = text("{file}: {size} entries, head {root}.").format(**result)
    show(result, as_json=as_json, lines=[line])


def _verify(
    file: Annotated[
        Path | None, typer.Argument(help=text("A file of `audit export`; else the log itself."))
    ] = None,
    key: Annotated[
        str | None, typer.Option(help=text("The key that `audit head` printed, as it was noted."))
    ] = None,
    noted: Noted = None,
    as_json: AsJson = False,
) -> None:
    verifier = None if key is None else parse_audit_key(key)
    heads = [_noted(one, key=verifier) for one in noted or ()]
    if file is None:
        report = check_audit(noted=heads, services=services())
    elif verifier is None and not heads:
        raise InvalidInputError(
            "expected --key or --noted: a file alone says nothing of what was left out of it"
        )
    else:
        report = _verify_file(file, verifier, heads)
    result = {
        "size": report.size,
        "root": report.root,
        "gaps": report.gaps,
        "broken_off": report.broken_off,
        "refused": report.refused,
        "signature": "checked" if verifier is not None and file is not None else "not_checked",
        "noted": [f"{one.size}:{one.root}" for one in heads],
    }
    show(result, as_json=as_json, lines=_report_lines(report))


def _verify_file(file: Path, key: NoteVerifier | None, heads: Sequence[NotedHead]) -> AuditReport:
    try:
        with file.open("rb") as lines:
            return verify_audit_file(_bounded(lines), key=key, noted=heads)
    except OSError as error:
        raise InvalidInputError(f"expected a file of `audit export`: {error}") from error


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(_MAX_NOTE_BYTES):
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            raise InvalidAuditError(f"expected lines of at most {MAX_LINE_BYTES} bytes")
        yield line


def _noted(name: str, *, key: NoteVerifier | None) -> NotedHead:
    """Return the head written in `name`, or in the file of this name."""
    found = _NOTED.fullmatch(name)
    if found is not None:
        return NotedHead(size=int(found[1]), root=parse_digest(found[2]))
    try:
        note = Path(name).read_bytes()[:_MAX_NOTE_BYTES]
    except OSError as error:
        raise InvalidInputError(f"expected SIZE:sha256:… or a file with a head: {error}") from error
    if key is None:
        head = parse_checkpoint_text(split_note(note).text)  # the auditor's own: kept, not sent
    else:
        head = verify_audit_head(note, key=key)
    return NotedHead(size=head.size, root=digest_from_hash(head.root))


def _members(one: NumberedEntry) -> dict[str, object]:
    entry = one.entry
    return {
        "number": one.number,
        "at": entry.at,
        "who": entry.actor.name,
        "cover": entry.actor.cover,
        "roles": sorted(entry.actor.roles),
        "verb": entry.verb,
        "access": entry.access,
        "outcome": entry.outcome,
        "about": entry.about,
        "code": entry.code,
        "entry": entry.entry,
        "event": entry.event,
    }


def _lines(found: Sequence[NumberedEntry]) -> Iterator[str]:
    heading = (
        text("Entry"),
        text("At"),
        text("Who"),
        text("Verb"),
        text("Outcome"),
        text("About"),
    )
    rows = (
        (row.number, row.at, row.who, row.verb, row.outcome, row.about) for row in entry_rows(found)
    )
    yield from table(heading, rows, nothing=text("Nothing of the kind is noted."))


def _report_lines(report: AuditReport) -> Iterator[str]:
    yield text("{size} entries are whole, head {root}.").format(size=report.size, root=report.root)
    if report.gaps:
        yield text("Entries were lost before these, which say how many: {entries}").format(
            entries=", ".join(map(str, report.gaps))
        )
    if report.broken_off:
        yield text("Of these acts no end is written: {entries}").format(
            entries=", ".join(map(str, report.broken_off))
        )
    yield text("Refused acts: {count}").format(count=report.refused)
