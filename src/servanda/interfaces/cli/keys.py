"""`servanda keys`: show the keys in use, and put new ones in their place."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import format_instant, parse_instant
from servanda.core.keys.private import RootSecrets
from servanda.core.keys.rotation import Holding
from servanda.interfaces.cli.letters import require_mail_address
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, show, table
from servanda.interfaces.cli.session import is_serving, opened
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.store.home.key_files import KeyFiles
from servanda.usecases.keys.rotate_keys import (
    RotationResult,
    adopt_sheet,
    draft_sheet,
    rotate_kem,
    sign_draft,
)
from servanda.usecases.keys.show_keys import KeysView, LogKeysView, show_keys
from servanda.wiring import Node

RootFile = Annotated[
    Path | None,
    typer.Option("--root", help=text("File of the root keys, wherever it lies.")),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("show", help=text("Show the keys in use in each log, and until when."))(_show)
    group.command("sign", help=text("Sign a drafted key sheet with the root; needs no node."))(
        _sign
    )
    rotate = typer.Typer(help=text("Put new keys in use, in every log."), no_args_is_help=True)
    rotate.command("kem", help=text("A new key for others to seal to; the old one is retired."))(
        _rotate_kem
    )
    rotate.command("sheet", help=text("A new key sheet, signed by the root."))(_rotate_sheet)
    group.add_typer(rotate, name="rotate")
    application.add_typer(group, name=name)


def _show(as_json: AsJson = False) -> None:
    view = show_keys(services=opened().services)
    show(_view_result(view), as_json=as_json, lines=_view_lines(view))


def _rotate_kem(as_json: AsJson = False) -> None:
    node = opened()
    _require_stopped(node)
    with node.services.lease.hold():
        result = rotate_kem(services=node.services)
    _show_rotation(node, result, as_json=as_json)


def _rotate_sheet(
    root: RootFile = None,
    draft: Annotated[
        Path | None,
        typer.Option(help=text("Only write the unsigned sheet here, for a root elsewhere.")),
    ] = None,
    signed: Annotated[
        Path | None, typer.Option(help=text("Put this signed sheet in use, drafted before."))
    ] = None,
    expires: Annotated[
        str | None, typer.Option(help=text("When we are to stop using the keys; in two years."))
    ] = None,
    mail: Annotated[
        str | None,
        typer.Option(help=text("Another mail address for the card to name; empty for none.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    if sum(one is not None for one in (root, draft, signed)) > 1:
        words = ("--root", "--draft", "--signed")
        raise InvalidInputError(Fault("", expect(Expected.ONE_AT_MOST, words=words), Found.UNSAID))
    if mail is not None and signed is not None:
        raise InvalidInputError("expected --mail with the draft; the signed sheet names it already")
    if mail:
        require_mail_address(mail, option="--mail")
    node = opened()
    _require_stopped(node)
    until = None if expires is None else parse_instant(expires)
    with node.services.lease.hold():
        if signed is not None:
            result = adopt_sheet(_read(signed), services=node.services)
        else:
            # The root first: without it nothing is to be drafted.
            keys = None if draft is not None else _root(root, node=node)
            sheet = draft_sheet(expires=until, mail=mail, services=node.services)
            if keys is None:
                _show_draft(draft, sheet, as_json=as_json)
                return
            result = adopt_sheet(sign_draft(sheet, root=keys), services=node.services)
    _show_rotation(node, result, as_json=as_json)


def _sign(
    draft: Annotated[Path, typer.Argument(help=text("The drafted sheet."))],
    root: Annotated[Path, typer.Option(help=text("File of the root keys, wherever it lies."))],
    out: Annotated[Path, typer.Option(help=text("Write to this file."))],
    as_json: AsJson = False,
) -> None:
    note = sign_draft(_read(draft), root=_read_root(root))
    out.write_bytes(note)
    line = text("Signed: {file}. Bring it back to the node.").format(file=out)
    show({"signed": str(out)}, as_json=as_json, lines=[line])


def _require_stopped(node: Node) -> None:
    """A node that runs has the old keys in memory, and would go on with them."""
    if is_serving(node.home):
        raise InvalidInputError("expected the node to be stopped; stop it, and start it afterwards")


def _root(file: Path | None, *, node: Node) -> RootSecrets:
    return node.services.keys.load_root() if file is None else _read_root(file)


def _read_root(file: Path) -> RootSecrets:
    """Read a root wherever it lies; what opens it is named by a setting, or lies beside it."""
    return KeyFiles(file.parent, _no_randomness).read_root(file)


def _no_randomness(size: int) -> bytes:
    raise TypeError(f"reading a root needs no {size} random bytes")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def _show_draft(file: Path | None, sheet: bytes, *, as_json: bool) -> None:
    if file is None:
        raise TypeError("a draft without a file")
    file.write_bytes(sheet)
    lines = [
        text("Drafted: {file}. Nothing is in use yet.").format(file=file),
        text("Where the root is: servanda keys sign DRAFT --root FILE --out SIGNED"),
        text("Then here: servanda keys rotate sheet --signed SIGNED"),
    ]
    show({"draft": str(file)}, as_json=as_json, lines=lines)


def _show_rotation(node: Node, result: RotationResult, *, as_json: bool) -> None:
    view = show_keys(services=node.services)
    shown = {
        "serial": result.serial,
        "kem": result.kem_name,
        "appended": [str(own) for own in result.appended],
        "stopped": {str(own): reason for own, reason in result.stopped.items()},
        "destroyed": list(result.destroyed),
        "card_only": list(view.card_only),
        "keys": _view_result(view),
    }
    lines = [
        text("Sheet {serial} and {kem} are in use; {count} logs say so now.").format(
            serial=result.serial, kem=result.kem_name, count=len(result.appended)
        ),
        *(f"{own}: {reason}" for own, reason in result.stopped.items()),
        *_view_lines(view),
    ]
    show(shown, as_json=as_json, lines=lines)
    if result.stopped:
        raise Refused


def _view_result(view: KeysView) -> dict[str, object]:
    return {
        "party": view.party,
        "serial": view.serial,
        "expires": view.expires,
        "warning_days": view.warning,
        "expired": view.has_expired,
        "kem": view.kem_name,
        "drafted": view.is_drafted,
        "card_only": list(view.card_only),
        "seeds": {name: [_holding(one) for one in why] for name, why in view.seeds.items()},
        "logs": [{**asdict(log), "origin": str(log.origin)} for log in view.logs],
    }


def _holding(holding: Holding) -> dict[str, str | None]:
    origin = None if holding.origin is None else str(holding.origin)
    return {"reason": holding.hold.value, "log": origin}


def _view_lines(view: KeysView) -> list[str]:
    lines = [
        text("Sheet {serial} of {party}, in use until {expires}").format(
            serial=view.serial, party=view.party, expires=format_instant(view.expires)
        )
    ]
    if view.has_expired:
        lines.append(text("EXPIRED: nothing is signed. Run: servanda keys rotate sheet"))
    elif view.warning is not None:
        lines.append(
            text("Less than {days} days are left. Run: servanda keys rotate sheet").format(
                days=view.warning
            )
        )
    for name, why in view.seeds.items():
        lines.append(f"{name}: {_reasons(why)}")
    if view.is_drafted:
        lines.append(text("A new sheet waits for the root's signature."))
    if view.card_only:
        lines.append(
            text(
                "These know us by our card alone; after a new sheet give them the card: {who}"
            ).format(who=", ".join(view.card_only))
        )
    return [*lines, *_log_table(view.logs)]


def _reasons(why: Sequence[Holding]) -> str:
    parts = [
        word(one.hold.value) + ("" if one.origin is None else f" ({one.origin})") for one in why
    ]
    return text("; ").join(parts) or text("to be destroyed at the next start")


def _log_table(logs: Sequence[LogKeysView]) -> Sequence[str]:
    heading = (
        text("Log"),
        text("Sheet"),
        text("Keys to seal to"),
        text("In use until"),
        text("Last change"),
        text("State"),
    )
    rows = (
        (log.origin, log.serial, ", ".join(log.kem), log.expires, log.changed_at, _state(log))
        for log in logs
    )
    return list(table(heading, rows)) if logs else []


def _state(log: LogKeysView) -> str:
    if log.lacks_newest:
        return text("new keys wait")
    return text("seen") if log.is_seen else text("not seen yet")
