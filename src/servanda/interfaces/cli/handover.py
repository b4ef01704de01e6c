"""`servanda handover`: what changed, what falls due, what waits on whom, and a note."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from servanda.core.identifiers import format_instant, parse_instant
from servanda.core.people.handovers import HandOver
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.session import services
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.people.hand_over import (
    Written,
    all_handovers,
    begin_of_shift,
    confirm_handover,
    read_handover,
    write_handover,
)
from servanda.usecases.people.shift import Shift, read_shift
from servanda.usecases.people.shift_members import shift_members

_MOST_SHOWN = 50

Since = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT",
        help=text("From when changes are told; else from the last hand-over that was confirmed."),
    ),
]
Hours = Annotated[int, typer.Option(min=1, max=168, help=text("Length of the next shift."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("now", help=text("Show what there is to hand over now."))(_now)
    group.command("write", help=text("Hand the shift over, with a note."))(_write)
    group.command("show", help=text("Show a hand-over; the newest one if none is named."))(_show)
    group.command("confirm", help=text("Confirm that you take the shift over."))(_confirm)
    group.command("list", help=text("Show all hand-overs, the newest first."))(_list)
    application.add_typer(group, name=name)


def _now(since: Since = None, hours: Hours = 8, as_json: AsJson = False) -> None:
    ports = services()
    start = begin_of_shift(ports) if since is None else parse_instant(since)
    shift = read_shift(since=start, length=timedelta(hours=hours), services=ports)
    show({"shift": shift_members(shift)}, as_json=as_json, lines=_shift_lines(shift))


def _write(
    note: Annotated[str, typer.Option(help=text("What the next officer has to know."))],
    to: Annotated[str, typer.Option(help=text("Who takes over; else whoever comes next."))] = "",
    since: Since = None,
    hours: Hours = 8,
    as_json: AsJson = False,
) -> None:
    written = write_handover(
        note=note,
        to=to,
        since=None if since is None else parse_instant(since),
        length=timedelta(hours=hours),
        services=services(),
    )
    _show_written(written, as_json=as_json)


def _show(
    entry: Annotated[
        int | None, typer.Argument(metavar="ENTRY", help=text("Its number in the audit log."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    _show_written(read_handover(entry, services=services()), as_json=as_json)


def _confirm(
    entry: Annotated[
        int, typer.Argument(metavar="ENTRY", help=text("Its number in the audit log."))
    ],
    as_json: AsJson = False,
) -> None:
    confirmed = confirm_handover(entry, services=services())
    line = text("Hand-over {entry} is confirmed; the shift is yours.").format(entry=entry)
    show(_members(confirmed), as_json=as_json, lines=[line])


def _list(as_json: AsJson = False) -> None:
    found = all_handovers(services())[::-1]
    rows = ((one.entry, format_instant(one.at), _names(one), _standing(one)) for one in found)
    heading = (text("Entry"), text("At"), text("Hand-over"), text("Confirmed"))
    lines = table(heading, rows, nothing=text("Nothing was handed over yet."))
    show({"handovers": [_members(one) for one in found]}, as_json=as_json, lines=lines)


def _show_written(written: Written, *, as_json: bool) -> None:
    result = {
        **_members(written.handover),
        "note": written.note,
        "shift": shift_members(written.shift),
    }
    show(result, as_json=as_json, lines=_written_lines(written))


def _members(one: HandOver) -> dict[str, object]:
    return {
        "entry": one.entry,
        "at": one.at,
        "by": one.by.name,
        "in_place_of": one.by.cover,
        "to": one.to,
        "digest": one.digest,
        "confirmed_by": None if one.confirmed_by is None else one.confirmed_by.name,
        "confirmed_at": one.confirmed_at,
    }


def _names(one: HandOver) -> str:
    by = one.by.name if one.by.is_person else word(one.by.name)
    return f"{by} → {one.to or text('whoever comes next')}"


def _standing(one: HandOver) -> str:
    if one.confirmed_by is None or one.confirmed_at is None:
        return text("not yet")
    by = one.confirmed_by
    name = by.name if by.is_person else word(by.name)
    return f"{name}, {format_instant(one.confirmed_at)}"


def _written_lines(written: Written) -> Iterator[str]:
    one = written.handover
    yield text("Hand-over {entry}, {at}: {names}").format(
        entry=one.entry, at=format_instant(one.at), names=_names(one)
    )
    yield printable(written.note)
    yield from _shift_lines(written.shift)
    yield text("Confirmed: {standing}").format(standing=_standing(one))
    if one.confirmed_by is None:
        yield text("To take it over: servanda handover confirm {entry}").format(entry=one.entry)


def _shift_lines(shift: Shift) -> Iterator[str]:
    yield text("Since {since}").format(since=format_instant(shift.since))
    yield from table(
        (text("Statement"), text("Type"), text("By"), text("At")),
        (
            (one.leaf[:23], word(one.type), one.by, format_instant(one.at))
            for one in shift.changed[-_MOST_SHOWN:]
        ),
        nothing=text("Nothing was said or received."),
    )
    yield text("Refused acts: {count}").format(count=shift.refused)
    yield text("Due until {until}").format(until=format_instant(shift.until))
    yield from table(
        (text("About"), text("Clock"), text("Due"), text("Turn")),
        (
            (one.about[:23], word(one.clock), format_instant(one.due_at), _turn(one.is_ours))
            for one in shift.due[:_MOST_SHOWN]
        ),
        nothing=text("Nothing falls due."),
    )
    yield text("Waits on somebody")
    yield from table(
        (text("What"), text("For"), text("On"), text("Since")),
        (
            (
                one.what[:23],
                word(one.why),
                word(one.whom),
                "-" if one.since is None else format_instant(one.since),
            )
            for one in shift.blocked[:_MOST_SHOWN]
        ),
        nothing=text("Nothing waits on anybody."),
    )
    names = ", ".join(shift.on_duty) or text("nobody")
    yield text("On duty now: {names}").format(names=names)


def _turn(is_ours: bool) -> str:
    return text("ours") if is_ours else text("theirs")
