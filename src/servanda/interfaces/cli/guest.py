"""`servanda guest`: keep our side of an accord without a node, in a home of files.

Most of it are the node's own verbs, called on another home. What a guest does for itself is to
make the home, to read envelopes and to write them; nothing else of it touches the outside.

Source: docs/spec/guest.md; docs/how-to/guest.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, parse_instant, parse_party
from servanda.core.people.verb_table import GUEST_VERBS
from servanda.guest_wiring import open_guest
from servanda.interfaces.alarm_words import alarm_text
from servanda.interfaces.cli.deliver import (
    require_folder,
    show_round,
    sorted_out,
    take_from,
)
from servanda.interfaces.cli.letters import as_mail, read_letters
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.rounds import (
    append_now,
    send_attachments,
    send_due,
    take_attachments,
    take_in,
)
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.verbs import VERBS
from servanda.interfaces.language import text
from servanda.store.home.clock_file import ScriptedClock, require_scripted_clock
from servanda.store.home.layout import home_of_environment
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.ports.records import AlarmRecord, PairRecord
from servanda.usecases.services import require_pair
from servanda.wiring import Node

Folder = Annotated[Path | None, typer.Option(help=text("A folder, such as a stick, to use."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("init", help=text("Make a guest's home: keys, a card, an empty folder."))(_init)
    group.command("read", help=text("Read envelopes from files or a folder."))(_read)
    group.command("write", help=text("Write an envelope to a file, or to a folder."))(_write)
    for verb, commands in _shared():
        _add_shared(group, verb, commands)
    application.add_typer(group, name=name)


def _shared() -> Iterator[tuple[str, list[str]]]:
    """Yield each verb that a guest shares with a node, and its commands; none if it is one."""
    commands: dict[str, list[str]] = {}
    for name in GUEST_VERBS:
        verb, _, command = name.partition(" ")
        commands.setdefault(verb, []).extend([command] if command else [])
    yield from commands.items()


def _add_shared(group: typer.Typer, verb: str, commands: Iterable[str]) -> None:
    """Add a node's verb, and of a group of commands those that a guest has."""
    module, summary = VERBS[verb]
    of_node = typer.Typer()
    import_module(module).register(of_node, name=verb, summary=text(summary))
    group.registered_commands += of_node.registered_commands
    for inner in of_node.registered_groups:
        if inner.typer_instance is None:
            continue
        heads = {name.partition(" ")[0] for name in commands}
        inner.typer_instance.registered_commands = [
            one for one in inner.typer_instance.registered_commands if one.name in heads
        ]
        if verb == "accord":
            inner.typer_instance.info.help = text("Show the accords, or accept one.")
        group.registered_groups.append(inner)


def _init(
    party: Annotated[str, typer.Argument(help=text("Name of the party, as in a domain name."))],
    mode: Annotated[
        str, typer.Option(help=text("real, exercise or demonstration; for good."))
    ] = "real",
    at: Annotated[
        str, typer.Option(help=text("Start a scripted clock at this instant; not with real."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    name, home = parse_party(party), home_of_environment()
    scripted = ScriptedClock(home.clock)
    if at:
        require_scripted_clock(mode)
        instant = parse_instant(at)
        home.make()
        home.guest.mkdir(exist_ok=True)
        scripted.stand_at(instant)
    node = open_guest(home, clock=None if mode == "real" else scripted)
    result = init_node(party=name, mode=mode, carriers={}, services=node.services)
    shown = {
        "party": result.party,
        "mode": result.mode,
        "home": str(home.folder),
        "created": result.created,
        "words": " ".join(result.words),
    }
    lines = [
        text("Home of the guest {party} ({mode}): {home}"),
        text("Twelve words of the card: {words}"),
    ]
    if not result.created:
        lines = [
            text("This home was set up before; its keys and its card are as they were."),
            *lines,
        ]
    show(shown, as_json=as_json, lines=(line.format(**shown) for line in lines))


def _read(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help=text("Envelopes, or saved mails that end in .eml.")),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    _require_one(("FILE", files), ("--folder", folder))
    require_folder(folder)
    node = opened()
    known = len(node.services.store.alarms())
    letters, unusable = read_letters(files or [])
    readable, foreign = sorted_out(node, letters)
    refused = {**unusable, **foreign}
    received, attached = take_in(node, readable), 0
    if folder is not None:
        received += take_from(node, folder)
        attached = take_attachments(node, folder)
    counts = {
        "appended": append_now(node),
        "received": received,
        "attachments_received": attached,
    }
    alarms = node.services.store.alarms()[known:]
    result = {**counts, "refused": refused, "alarms": [_alarm_members(one) for one in alarms]}
    show(result, as_json=as_json, lines=_read_lines(counts, refused, alarms))
    if refused or alarms:
        raise Refused


def _alarm_members(alarm: AlarmRecord) -> dict[str, object]:
    return {"kind": alarm.kind, "subject": alarm.subject, "message": alarm.message}


def _read_lines(
    counts: Mapping[str, int], refused: Mapping[str, str], alarms: Sequence[AlarmRecord]
) -> Iterator[str]:
    yield text("{received} envelopes read, {attachments_received} attachments.").format(**counts)
    for file, reason in refused.items():
        yield text("{file} was not taken in: {reason}").format(file=file, reason=reason)
    for one in alarms:
        yield f"{one.subject}: {alarm_text(one.kind, one.message, log=one.subject)}"


def _write(
    file: Annotated[Path | None, typer.Argument(help=text("The envelope's file."))] = None,
    folder: Folder = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help=text("Our whole log, from leaf 0 on."))
    ] = False,
    mail_from: Annotated[
        str, typer.Option(help=text("Write a whole mail from this address of ours."))
    ] = "",
    mail_to: Annotated[
        str, typer.Option(help=text("With --mail-from: mail address that replaces the card's."))
    ] = "",
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    _require_one(("FILE", file), ("--folder", folder))
    require_folder(folder)
    node = opened()
    only = None if to is None else parse_party(to)
    appended = append_now(node)
    if folder is not None:
        _write_to(node, folder, only=only, appended=appended, as_json=as_json)
        return
    if file is not None:
        pair = require_pair(node.services, counterpart=only, accord_name=accord_name)
        content = _envelope(node, pair, from_start=from_start)
        if mail_from:
            content = as_mail(
                content,
                sender=mail_from,
                recipient=mail_to,
                party=pair.counterpart,
                services=node.services,
            )
        file.write_bytes(content)
    shown = {"appended": appended, "file": str(file)}
    line = text("{appended} appended; the envelope is in {file}.").format(**shown)
    show(shown, as_json=as_json, lines=[line])


def _write_to(
    node: Node, folder: Path, *, only: PartyId | None, appended: int, as_json: bool
) -> None:
    """Write what is not receipted into a folder, for every counterpart or for one."""
    place = str(folder.absolute())
    sent = send_due(node, everything=True, only=only, folder=place)
    carried = send_attachments(node, everything=True, only=only, folder=place)
    counts = {"appended": appended, "received": 0, "attachments_received": 0}
    show_round(sent, carried, counts=counts, refused={}, as_json=as_json)


def _envelope(node: Node, pair: PairRecord, *, from_start: bool) -> bytes:
    return envelope_for(
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        everything=from_start,
        services=node.services,
    ).content


def _require_one(*given: tuple[str, object]) -> None:
    """Require that one of the ways was named."""
    if sum(bool(value) for _, value in given) != 1:
        names = tuple(name for name, _ in given)
        raise InvalidInputError(Fault("", expect(Expected.ONE_GROUP, words=names), Found.NOTHING))
