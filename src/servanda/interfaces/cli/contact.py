"""`servanda contact`: propose a point of contact, say what becomes of it, and see the directory."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject
from servanda.core.contacts.checks import SCORES, ChannelCheck, score_of
from servanda.core.contacts.contact import Contact
from servanda.core.contacts.fold import CONTACT, Contacts
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, parse_party
from servanda.core.people.roster import Shift
from servanda.core.suspension.fold import CHANNEL, Suspensions
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.contact_words import ContactRow, contact_row, duty_of
from servanda.interfaces.language import text
from servanda.usecases.conduct.read_contacts import addresses_of, read_contacts
from servanda.usecases.conduct.read_suspensions import read_suspensions
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.people.read_people import duty_shift
from servanda.usecases.reading.show_statement import leaf_named
from servanda.usecases.services import Services, require_pair

Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]
RoleNamed = Annotated[
    str, typer.Option(metavar="ROLE", help=text("diplomatic, technical, judicial or duty."))
]
Carrier = Annotated[str, typer.Option(help=text("https, mail, folder, telephone or other."))]
KeyBehind = Annotated[
    str, typer.Option(metavar="sha256:…", help=text("Of the key behind the channel."))
]
Replaced = Annotated[
    str | None, typer.Option(metavar="LEAF", help=text("The contact that it is to replace."))
]
_STEPS = text(
    "accepted or verified (theirs); permanent, renewed, substituted, suspended, resumed or "
    "retired (ours)."
)
Step = Annotated[str, typer.Argument(metavar="STEP", help=_STEPS)]
Proposal = Annotated[
    str, typer.Argument(metavar="LEAF", help=text("The statement that proposed it."))
]
Heard = Annotated[
    str | None,
    typer.Option(metavar="sha256:…", help=text("With verified: as heard out of band.")),
]
First = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help=text("With substituted: from."))
]
Last = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help=text("With substituted: until."))
]
_TLP = "amber"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("propose", help=text("Propose a point of contact of ours."))(_propose)
    group.command("say", help=text("Say what becomes of a contact."))(_say)
    group.command("list", help=text("Show the directory, without addresses."))(_list)
    application.add_typer(group, name=name)


def _propose(  # noqa: PLR0913, PLR0917 - one parameter for each option
    role: RoleNamed,
    carrier: Carrier,
    address: Annotated[str, typer.Option(help=text("Where it is reached; sealed."))],
    office: Annotated[str, typer.Option(help=text("Which office; sealed."))],
    fingerprint: KeyBehind,
    holder: Annotated[str | None, typer.Option(help=text("Who holds the office; sealed."))] = None,
    mandate: Annotated[str | None, typer.Option(help=text("What it may do; sealed."))] = None,
    replaces: Replaced = None,
    to: To = None,
    accord_name: AccordName = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    node = opened()
    old: JsonObject = (
        {} if replaces is None else {"replaces": leaf_named(replaces, services=node.services)}
    )
    sealed = {"address": address, "office": office, "holder": holder, "mandate": mandate}
    queued = queue_statement(
        type=CONTACT,
        facts={
            "step": "proposed", "role": role, "carrier": carrier, "fingerprint": fingerprint,
            "tlp": tlp, **old,
        },
        body={name: value for name, value in sealed.items() if value is not None},
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )  # fmt: skip
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _say(  # noqa: PLR0913, PLR0917 - one parameter for each option
    step: Step,
    leaf: Proposal,
    fingerprint: Heard = None,
    mandate: Annotated[
        bool, typer.Option("--mandate-stated", help=text("With permanent: the mandate is stated."))
    ] = False,
    first: First = None,
    last: Last = None,
    words: Annotated[
        str | None, typer.Option("--text", help=text("What is said to it; sealed."))
    ] = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    if step == "permanent" and not mandate:
        needed = expect(Expected.WITH_MEMBER, member="permanent")
        raise InvalidInputError(Fault("--mandate-stated", needed, Found.NOTHING))
    given = {"fingerprint": fingerprint, "from": first, "until": last}
    facts: JsonObject = {
        "step": step,
        "tlp": tlp,
        **({"mandate": True} if mandate else {}),
        **{name: value for name, value in given.items() if value is not None},
    }
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    body: JsonObject | None = None if words is None else {"text": words}
    say_about(
        leaf, type_name=CONTACT, facts=facts, body=body, ticket=ticket, waiting=waiting,
        as_json=as_json,
    )  # fmt: skip


def _list(
    addresses: Annotated[
        bool,
        typer.Option("--addresses", help=text("With the addresses, which are sealed otherwise.")),
    ] = False,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    found = read_contacts(pair, services=services) or Contacts()
    suspended = read_suspensions(pair, services=services) or Suspensions()
    contacts, duty = list(found.by_leaf.values()), duty_shift(services)
    sealed = addresses_of(contacts, services=services) if addresses else {}
    result = {
        "origin": str(pair.own),
        "contacts": [
            {
                **_members(one, found, sealed, services),
                "suspended_by": [each.by for each in suspended.of(CHANNEL, one.leaf)],
                "on_duty": _duty_members(duty_of(one, duty, us=pair.own.from_party)),
            }
            for one in contacts
        ],
        "out_of_state": found.out_of_state,
    }
    rows = [
        contact_row(
            one,
            found,
            now=services.clock.now(),
            suspensions=suspended.of(CHANNEL, one.leaf),
            duty=duty_of(one, duty, us=pair.own.from_party),
        )
        for one in contacts
    ]
    show(result, as_json=as_json, lines=_lines(rows, sealed))


def _duty_members(duty: Shift | None) -> Mapping[str, object] | None:
    return None if duty is None else {"names": duty.names, "until": duty.end}


def _members(
    one: Contact, found: Contacts, sealed: Mapping[Digest, JsonObject], services: Services
) -> Mapping[str, object]:
    now = services.clock.now()
    expires, successor = one.expires_on(), found.successor(one)
    score = score_of(one.checks, at=now)
    return {
        "leaf": one.leaf,
        "holder": one.holder,
        "role": one.role,
        "carrier": one.carrier,
        "state": one.state.value,
        "may_send": one.may_send(now.date()),
        "receives": one.receives,
        "expires_on": None if expires is None else expires.isoformat(),
        "is_expired": one.is_expired(now.date()),
        "verified_at": one.verified_at,
        "mismatches": one.mismatches,
        "successor": None if successor is None else successor.leaf,
        "missing_for_permanent": one.missing_for_permanent,
        "score": {
            "asked": score.asked,
            "passed": score.passed,
            "by_score": dict(zip(map(str, SCORES), score.by_score, strict=True)),
            "median_seconds": score.median_seconds,
        },
        "checks": [_check_members(each) for each in one.checks],
        **({"body": sealed.get(one.leaf)} if sealed else {}),
    }


def _check_members(one: ChannelCheck) -> Mapping[str, object]:
    return {
        "leaf": one.leaf,
        "asked_by": one.asked_by,
        "received_at": one.received_at,
        "answered_at": one.answered_at,
        "answer": one.answer,
        "answered_role": one.answered_role or None,
        "is_right_role": one.is_right_role,
        "is_passed": one.is_passed,
        "score": one.score,
        "seconds": one.seconds,
    }


def _lines(rows: Sequence[ContactRow], sealed: Mapping[Digest, JsonObject]) -> Iterator[str]:
    heading = (text("Contact"), text("Of"), text("Role"), text("Channel"), text("State"),
               text("Until"), text("Checks"), text("Notes"))  # fmt: skip
    shown = [
        (
            row.leaf[:19],
            row.holder,
            row.role,
            row.carrier,
            row.state,
            row.until or "-",
            row.checks,
            text("; ").join(row.notes),
        )
        for row in rows
    ]
    yield from table(heading, shown, nothing=text("No contact is named yet."))
    for leaf, body in sealed.items():
        yield printable(f"{leaf[:19]}: {body.get('office')}, {body.get('address')}")
