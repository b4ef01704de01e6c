"""`servanda staff`: the persons of this desk, what each may do, cover and duty."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import format_instant, parse_instant
from servanda.core.people.people import People
from servanda.core.people.roles import Role
from servanda.core.people.roster import Shift, shifts
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.passphrases import new_passphrase
from servanda.interfaces.cli.session import services
from servanda.interfaces.cli.staff_keys import register_keys
from servanda.interfaces.language import text
from servanda.interfaces.people_words import change_words, role_words
from servanda.usecases.people import change_people
from servanda.usecases.people.change_people import Changed
from servanda.usecases.people.read_people import read_people

_ROSTER_DAYS = 14

Name = Annotated[str, typer.Argument(metavar="NAME", help=text("A person of this desk."))]
Entry = Annotated[
    int, typer.Argument(metavar="ENTRY", help=text("Its number, as the verb that made it said."))
]
Roles = Annotated[
    list[str],
    typer.Option(
        "--role",
        help=text(
            "officer, approver, analyst, principal, auditor, administrator, translator; repeatable."
        ),
    ),
]
NewFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help=text("Its first line is the new passphrase; else it is typed."),
    ),
]
From = Annotated[str, typer.Option("--from", metavar="INSTANT", help=text("From when."))]
Until = Annotated[
    str, typer.Option("--until", metavar="INSTANT", help=text("Until when, not part of it."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("list", help=text("Show the persons, their roles and who stands in."))(_list)
    group.command("changes", help=text("Show changes that wait for a second person."))(_changes)
    group.command("roster", help=text("Show who is on duty when, with gaps."))(_roster)
    group.command("add", help=text("Add a person; the first one is an administrator."))(_add)
    group.command("roles", help=text("Give a person these roles and no others."))(_roles)
    group.command("remove", help=text("Let a person act no more."))(_remove)
    group.command("reset", help=text("Give a person a new passphrase."))(_reset)
    group.command("unlock", help=text("Let a person try again after wrong passphrases."))(_unlock)
    group.command("passphrase", help=text("Change your own passphrase."))(_passphrase)
    register_keys(group)
    group.command("four-eyes", help=text("Say which types need two persons."))(_four_eyes)
    group.command("confirm", help=text("Agree to a change that another proposed."))(_confirm)
    group.command("reject", help=text("Put a change away that waits."))(_reject)
    group.command("cover", help=text("Let a person stand in for one who is absent."))(_cover)
    group.command("duty", help=text("Put a person on the duty roster."))(_duty)
    group.command("end", help=text("End a cover or a duty before its time."))(_end)
    application.add_typer(group, name=name)


def _list(as_json: AsJson = False) -> None:
    ports = services()
    people, now = read_people(ports), ports.clock.now()
    result = {
        "persons": [
            {
                "name": one.name,
                "roles": sorted(one.roles),
                "since": one.since,
                "is_active": one.is_active,
                "wrong_passphrases": ports.store.attempts(one.name).failures,
            }
            for one in people.persons.values()
        ],
        "covers": [
            {"entry": one.entry, "name": one.name, "by": one.by, "from": one.start,
             "until": one.end, "holds": one.holds(now)}
            for one in people.covers
        ],
        "on_duty": people.on_duty(now),
        "four_eyes": sorted(people.four_eyes) if people.has_persons else [],
    }  # fmt: skip
    show(result, as_json=as_json, lines=_list_lines(people, now))


def _changes(as_json: AsJson = False) -> None:
    people = read_people(services())
    result = {
        "waiting": [
            {"entry": one.entry, "at": one.at, "by": one.by.name, "change": one.members}
            for one in people.waiting.values()
        ],
        "without_effect": people.without_effect,
    }
    rows = (
        (one.entry, format_instant(one.at), one.by.name, change_words(one))
        for one in people.waiting.values()
    )
    heading = (text("Entry"), text("Proposed"), text("By"), text("Change"))
    nothing = text("No change waits for a second person.")
    show(result, as_json=as_json, lines=table(heading, rows, nothing=nothing))


def _roster(
    since: Annotated[
        str | None, typer.Option("--from", metavar="INSTANT", help=text("From when."))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=text("Until when, not part of it."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    ports = services()
    start = ports.clock.now() if since is None else parse_instant(since)
    end = start + timedelta(days=_ROSTER_DAYS) if until is None else parse_instant(until)
    people = read_people(ports)
    found = shifts(people, start=start, end=end)
    result = {
        "from": start,
        "until": end,
        "shifts": [
            {"from": one.start, "until": one.end, "names": one.names, "is_gap": one.is_gap,
             "is_overlap": one.is_overlap}
            for one in found
        ],
        "duties": [
            {"entry": one.entry, "name": one.name, "from": one.start, "until": one.end}
            for one in people.duties
            if one.end > start and one.start < end
        ],
    }  # fmt: skip
    rows = ((format_instant(one.start), format_instant(one.end), _on_duty(one)) for one in found)
    show(result, as_json=as_json, lines=table((text("From"), text("Until"), text("On duty")), rows))


def _add(name: Name, roles: Roles, new_file: NewFile = None, as_json: AsJson = False) -> None:
    ports, given = services(), [_role(one) for one in roles]
    passphrase = new_passphrase(new_file)
    changed = change_people.add_person(name, roles=given, passphrase=passphrase, services=ports)
    _show_changed(changed, as_json=as_json)


def _roles(name: Name, roles: Roles, as_json: AsJson = False) -> None:
    given = [_role(one) for one in roles]
    changed = change_people.give_roles(name, roles=given, services=services())
    _show_changed(changed, as_json=as_json)


def _remove(name: Name, as_json: AsJson = False) -> None:
    _show_changed(change_people.remove_person(name, services=services()), as_json=as_json)


def _reset(name: Name, new_file: NewFile = None, as_json: AsJson = False) -> None:
    ports, passphrase = services(), new_passphrase(new_file)
    changed = change_people.reset_passphrase(name, passphrase=passphrase, services=ports)
    _show_changed(changed, as_json=as_json)


def _unlock(name: Name, as_json: AsJson = False) -> None:
    change_people.unlock_person(name, services=services())
    line = text("{name} may try again.").format(name=name)
    show({"name": name, "failures": 0}, as_json=as_json, lines=[line])


def _passphrase(new_file: NewFile = None, as_json: AsJson = False) -> None:
    ports, passphrase = services(), new_passphrase(new_file)
    changed = change_people.change_own_passphrase(passphrase=passphrase, services=ports)
    _show_changed(changed, as_json=as_json)


def _four_eyes(
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help=text("A type of statement; repeatable. None: no type.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    changed = change_people.set_four_eyes(types or [], services=services())
    _show_changed(changed, as_json=as_json)


def _confirm(entry: Entry, as_json: AsJson = False) -> None:
    _show_changed(change_people.confirm_change(entry, services=services()), as_json=as_json)


def _reject(entry: Entry, as_json: AsJson = False) -> None:
    _show_changed(change_people.reject_change(entry, services=services()), as_json=as_json)


def _cover(
    name: Name,
    by: Annotated[str, typer.Option(help=text("Who stands in."))],
    start: From,
    end: Until,
    as_json: AsJson = False,
) -> None:
    changed = change_people.set_cover(
        name, by=by, start=parse_instant(start), end=parse_instant(end), services=services()
    )
    _show_changed(changed, as_json=as_json)


def _duty(name: Name, start: From, end: Until, as_json: AsJson = False) -> None:
    changed = change_people.set_duty(
        name, start=parse_instant(start), end=parse_instant(end), services=services()
    )
    _show_changed(changed, as_json=as_json)


def _end(entry: Entry, as_json: AsJson = False) -> None:
    _show_changed(change_people.end_early(entry, services=services()), as_json=as_json)


def _show_changed(changed: Changed, *, as_json: bool) -> None:
    if changed.waits:
        line = text(
            "Entry {entry}: waits for a second person, with `servanda staff confirm {entry}`."
        )
    else:
        line = text("Entry {entry}: it holds.")
    result = {"entry": changed.entry, "waits": changed.waits}
    show(result, as_json=as_json, lines=[line.format(entry=changed.entry)])


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        known = expect(Expected.CODE, words=tuple(Role))
        raise InvalidInputError(Fault("--role", known, name)) from error


def _on_duty(shift: Shift) -> str:
    if shift.is_gap:
        return text("nobody: a gap")
    names = ", ".join(shift.names)
    return text("{names}: an overlap").format(names=names) if shift.is_overlap else names


def _list_lines(people: People, now: datetime) -> Iterator[str]:
    rows = (
        (one.name, role_words(one.roles), format_instant(one.since))
        for one in people.persons.values()
        if one.is_active
    )
    heading = (text("Person"), text("Roles"), text("Since"))
    yield from table(heading, rows, nothing=text("This home has no persons; acts are unnamed."))
    for one in people.covers:
        if one.holds(now):
            yield text("{by} stands in for {name} until {end} (entry {entry}).").format(
                by=one.by, name=one.name, end=format_instant(one.end), entry=one.entry
            )
    if people.has_persons:
        on_duty = ", ".join(people.on_duty(now)) or text("nobody")
        yield text("On duty now: {names}").format(names=on_duty)
