"""`servanda hotline`: note a call, confirm one, and show how the hotline was used."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.escalation.hotline import HotlineCall
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, format_instant, parse_instant, parse_party
from servanda.interfaces.cli.hotline_members import call_members, report_members
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.hotline_words import call_row, call_rows, reading_words, report_rows
from servanda.interfaces.language import text
from servanda.usecases.conduct.show_hotline import Hotline, show_hotline
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.reading.show_statement import find_statement, leaf_named
from servanda.wiring import Node

_EMERGENCY = "emergency"
_CRITERION = "risk_to_life_or_safety"  # the one that an emergency has

CalledAt = Annotated[
    str | None, typer.Option(metavar="INSTANT", help=text("When the call was made."))
]
StartedAt = Annotated[
    str | None, typer.Option(metavar="INSTANT", help=text("When the conversation began."))
]
TakenOnAt = Annotated[
    str | None,
    typer.Option(
        "--acknowledged-at", metavar="INSTANT", help=text("When a person there took it on.")
    ),
]
Level = Annotated[str | None, typer.Option(help=text("Level of the two who spoke, L1 to L4."))]
Language = Annotated[str | None, typer.Option(help=text("Language of the call, such as en."))]
Decision = Annotated[
    str | None, typer.Option(help=text("instructed, settled, referred_up or declined."))
]
FollowUp = Annotated[
    str | None, typer.Option(metavar="INSTANT", help=text("By when more is to follow."))
]
Caller = Annotated[str | None, typer.Option(help=text("The desk that called, and who."))]
Callee = Annotated[str | None, typer.Option(help=text("The desk that was called, and who."))]
Words = Annotated[
    str | None, typer.Option("--text", help=text("What was said, decided and is to follow."))
]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("call", help=text("Note a call that we made."))(_call)
    group.command("confirm", help=text("Confirm a call, with our own record of it."))(_confirm)
    group.command("list", help=text("Show all calls, the newest first."))(_list)
    group.command("show", help=text("Show both records of one call side by side."))(_show)
    group.command("report", help=text("Show how the hotline was used."))(_report)
    application.add_typer(group, name=name)


def _call(  # noqa: PLR0913, PLR0917 - one parameter for each option
    basis: Annotated[str, typer.Option(help=text("emergency, request or urgent_case."))],
    caller: Caller = None,
    callee: Callee = None,
    words: Words = None,
    about: Annotated[str | None, typer.Option(help=text("The request it is about."))] = None,
    called_at: CalledAt = None,
    started_at: StartedAt = None,
    acknowledged_at: TakenOnAt = None,
    level: Level = None,
    language: Language = None,
    decision: Decision = None,
    follow_up: FollowUp = None,
    tlp: Tlp = "amber",
    to: To = None,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    recorded = (started_at, acknowledged_at, level, language, decision, follow_up)
    at = called_at or format_instant(node.services.clock.now())
    queued = _queued(
        node,
        {"step": "made", "basis": basis, "called_at": at, **_recorded(recorded), "tlp": tlp},
        _body(caller, callee, words),
        about=about,
        party=to,
        accord_name=accord_name,
        ticket=ticket,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _confirm(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: Annotated[str, typer.Argument(metavar="LEAF", help=text("The note of the call."))],
    caller: Caller = None,
    callee: Callee = None,
    words: Words = None,
    called_at: CalledAt = None,
    started_at: StartedAt = None,
    acknowledged_at: TakenOnAt = None,
    level: Level = None,
    language: Language = None,
    decision: Decision = None,
    follow_up: FollowUp = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    pair, _ = find_statement(leaf, services=node.services)
    recorded = (started_at, acknowledged_at, level, language, decision, follow_up)
    called = {} if called_at is None else {"called_at": called_at}
    queued = _queued(
        node,
        {"step": "confirmed", **called, **_recorded(recorded), "tlp": tlp},
        _body(caller, callee, words),
        about=leaf,
        party=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=ticket,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _list(
    party: Annotated[str | None, typer.Argument(help=text("The counterpart."))] = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    hotlines = show_hotline(counterpart=_party(party), accord_name=accord_name, services=services())
    result = {
        "hotlines": [
            {
                "origin": str(one.own),
                "now": one.now,
                "reading": one.reading,
                "calls": [call_members(call, one) for call in one.found.calls.values()],
                "out_of_state": one.found.out_of_state,
            }
            for one in hotlines
        ]
    }
    show(result, as_json=as_json, lines=(line for one in hotlines for line in _call_lines(one)))


def _show(
    leaf: Annotated[str, typer.Argument(metavar="LEAF", help=text("The note of the call."))],
    as_json: AsJson = False,
) -> None:
    ports = services()
    pair, _ = find_statement(leaf, services=ports)
    (hotline,) = show_hotline(
        counterpart=pair.counterpart, accord_name=pair.own.accord_name, services=ports
    )
    call = hotline.found.calls.get(leaf_named(leaf, services=ports))
    if call is None:
        raise InvalidInputError(Fault(leaf, expect(Expected.CALL_NOTE), Found.NOTHING))
    show(call_members(call, hotline), as_json=as_json, lines=_record_lines(call, hotline))


def _report(
    party: Annotated[str | None, typer.Argument(help=text("The counterpart."))] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="INSTANT", help=text("Begin of the period."))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=text("End of the period, not part of it."))
    ] = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    hotlines = show_hotline(
        counterpart=_party(party),
        accord_name=accord_name,
        since=None if since is None else parse_instant(since),
        until=None if until is None else parse_instant(until),
        services=services(),
    )
    result = {
        "reports": [
            {"origin": str(one.own), "reading": one.reading, **report_members(one.report)}
            for one in hotlines
        ]
    }
    show(result, as_json=as_json, lines=(line for one in hotlines for line in _report_lines(one)))


def _queued(
    node: Node,
    facts: JsonObject,
    body: JsonObject | None,
    *,
    about: str | None,
    party: str | None,
    accord_name: str | None,
    ticket: str | None,
) -> QueueResult:
    """Queue one record of a call; an emergency has its one criterion."""
    if facts.get("basis") == _EMERGENCY:
        facts = {**facts, "criterion": _CRITERION}
    return queue_statement(
        type="call",
        facts=facts,
        body=body,
        ref=None if about is None else leaf_named(about, services=node.services),
        counterpart=_party(party),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )


def _recorded(values: Sequence[str | None]) -> Mapping[str, str]:
    names = ("started_at", "acknowledged_at", "level", "language", "decision", "follow_up")
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _body(caller: str | None, callee: str | None, words: str | None) -> JsonObject | None:
    members = {"caller": caller, "callee": callee, "text": words}
    return {name: value for name, value in members.items() if value is not None} or None


def _party(party: str | None) -> PartyId | None:
    return None if party is None else parse_party(party)


def _call_lines(hotline: Hotline) -> Iterator[str]:
    yield str(hotline.own)
    yield reading_words(hotline.reading)
    yield from table(
        (
            text("Statement"),
            text("Caller"),
            text("Basis"),
            text("Received"),
            text("Confirmation"),
            text("Clock"),
            text("Follow-up"),
            text("Outside the reading"),
        ),
        (
            (
                row.leaf[:23],
                row.caller,
                row.basis,
                row.received_at,
                row.standing,
                row.clock,
                row.follow_up,
                text("yes") if row.is_outside else text("no"),
            )
            for row in call_rows(hotline)
        ),
        nothing=text("No call is noted."),
    )


def _record_lines(call: HotlineCall, hotline: Hotline) -> Iterator[str]:
    row = call_row(call, hotline)
    yield text("Call by {caller} to {callee}, {basis}: {standing}; {clock}").format(
        caller=row.caller,
        callee=row.callee,
        basis=row.basis,
        standing=row.standing,
        clock=row.clock,
    )
    if row.is_outside:
        yield text("It lies outside the reading of the hotline that binds.")
    if call.confirmed is not None:
        yield from table(
            (text("Record"), row.caller, row.callee),
            ((one.member, one.caller or "-", one.callee or "-") for one in row.differences),
            nothing=text("Both records say the same."),
        )


def _report_lines(hotline: Hotline) -> Iterator[str]:
    yield str(hotline.own)
    yield reading_words(hotline.reading)
    yield from table((text("Counted"), text("Number")), report_rows(hotline.report))
