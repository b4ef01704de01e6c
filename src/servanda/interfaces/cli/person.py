"""`servanda person`: hand over a list, add what is reported or confirmed, and see what is due."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.custody.fold import Persons
from servanda.core.custody.person import ERASED, CustodyEvent, Person
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import (
    Digest,
    InvalidNameError,
    digest_from_hash,
    parse_digest,
    parse_party,
)
from servanda.interfaces.cli.filled_files import read_object
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting
from servanda.interfaces.language import text
from servanda.interfaces.person_words import PersonRow, person_row
from servanda.usecases.conduct.erase_person import erase_person, still_named
from servanda.usecases.conduct.read_persons import documents_of, names_of, read_persons
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.evidence import KeptDocument
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.show_statement import find_statement, leaf_named
from servanda.usecases.services import Services, require_pair

MAX_PERSONS = 2_000
Entry = Annotated[
    str, typer.Argument(metavar="LEAF", help=text("The statement that listed the person."))
]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]
Words = Annotated[str | None, typer.Option("--text", help=text("What is said to it; sealed."))]
Links = Annotated[
    list[str] | None,
    typer.Option(metavar="LEAF", help=text("A request or an incident it belongs to; repeatable.")),
]
Announced = Annotated[str | None, typer.Option(help=text("The step that is announced next."))]
AnnouncedBy = Annotated[
    str | None, typer.Option(metavar="DAY", help=text("The day for that step."))
]
_TLP = "red"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("hand-over", help=text("Hand over a list of persons, sealed."))(_hand_over)
    group.command("event", help=text("Add what is reported or confirmed."))(_event)
    group.command("review", help=text("Note that an entry was looked at again."))(_review)
    group.command("erase", help=text("Decide about the name, and erase it or keep it."))(_erase)
    group.command("list", help=text("Show the register, without names."))(_list)
    application.add_typer(group, name=name)


def _hand_over(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=text("The list as a JSON object, or -."))
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=text("Say what is wrong, and send nothing."))
    ] = False,
    to: To = None,
    accord_name: AccordName = None,
    tlp: Tlp = _TLP,
    as_json: AsJson = False,
) -> None:
    entries = _entries(file)
    node = opened()
    tickets = []
    for number, entry in enumerate(() if dry_run else entries, start=1):
        # Links stand in clear: leaf hashes, which say nothing to whoever lacks the statements.
        links: JsonObject = {"links": entry["links"]} if "links" in entry else {}
        queued = queue_statement(
            type="custody",
            facts={"step": "listed", "tlp": tlp, **links},
            body={name: value for name, value in entry.items() if name != "links"},
            counterpart=None if to is None else parse_party(to),
            accord_name=accord_name,
            services=node.services,
        )
        tickets.append({"number": number, "ticket": queued.ticket})
    result = {"persons": len(entries), "dry_run": dry_run, "queued": tickets}
    said = text("{count} persons in the list.").format(count=len(entries))
    show(result, as_json=as_json, lines=[said])


def _entries(file: str) -> Sequence[JsonObject]:
    """Return a body for each person of the list; every fault is of one row, and nothing is sent."""
    value = read_object(file)
    persons = value.get("persons")
    if not isinstance(persons, list) or not 0 < len(persons) <= MAX_PERSONS:
        expected = expect(Expected.LIST, least=1, most=MAX_PERSONS)
        raise InvalidInputError(Fault(f"{file}: persons", expected, Found.NOTHING))
    named = value.get("list")
    for number, one in enumerate(persons):
        names = one.get("names") if isinstance(one, dict) else None
        if not isinstance(names, list) or not names:
            place = f"{file}: persons[{number}].names"
            raise InvalidInputError(Fault(place, expect(Expected.MEMBER), Found.NOTHING))
    return [{**one, **({} if named is None else {"list": named})} for one in persons]


def _event(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: Entry,
    event: Annotated[str, typer.Option(help=text("What, such as arrested_reported."))],
    day: Annotated[str, typer.Option(metavar="DAY", help=text("When it happened."))],
    source: Annotated[str | None, typer.Option(help=text("Who says it; sealed."))] = None,
    source_grade: Annotated[
        str | None, typer.Option(metavar="A…F", help=text("Grade of the source."))
    ] = None,
    information_grade: Annotated[
        str | None, typer.Option(metavar="1…6", help=text("Grade of the information."))
    ] = None,
    origin: Annotated[
        str | None, typer.Option(metavar="sha256:…", help=text("The first document that says it."))
    ] = None,
    announced: Announced = None,
    announced_by: AnnouncedBy = None,
    link: Links = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    grades = {"source_grade": source_grade, "information_grade": information_grade}
    later = {"origin": origin, "announced": announced, "announced_by": announced_by}
    given = {name: value for name, value in {**grades, **later}.items() if value is not None}
    body: JsonObject | None = None if source is None else {"source": source}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    about: JsonObject = {"step": "event", "event": event, "day": day, "tlp": tlp}
    facts: JsonObject = {**about, **given, **_links(link)}
    say_about(
        leaf, type_name="custody", facts=facts, body=body, ticket=ticket, waiting=waiting,
        as_json=as_json,
    )  # fmt: skip


def _links(named: Sequence[str] | None) -> JsonObject:
    services = opened().services
    linked = sorted({_link_named(one, services=services) for one in named or ()})
    return {"links": list[JsonValue](linked)} if linked else {}


def _link_named(name: str, *, services: Services) -> Digest:
    """Return what `name` names: a whole hash, also of what only one side holds, or a statement."""
    try:
        return parse_digest(name)
    except InvalidNameError:
        return leaf_named(name, services=services)


def _review(
    leaf: Entry,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    say_about(
        leaf, type_name="custody", facts={"step": "reviewed", "tlp": tlp}, body=None,
        ticket=ticket, waiting=waiting, as_json=as_json,
    )  # fmt: skip


def _erase(
    leaf: Entry,
    keep: Annotated[bool, typer.Option("--keep", help=text("Keep the name, and say why."))] = False,
    words: Words = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    if keep and words is None:
        raise InvalidInputError(
            Fault("--text", expect(Expected.WITH_MEMBER, member="--keep"), Found.NOTHING)
        )
    services = opened().services
    pair, listed = find_statement(leaf, services=services)
    entry = digest_from_hash(listed.leaf_hash)
    if not keep and _is_decided(entry, pair, services=services):
        # The other side decided, or we did before: nothing is said, only done here.
        gone = erase_person(entry, pair=pair, services=services)
        told = text("Erased here: {count} bodies.").format(count=len(gone))
        show({"leaf": entry, "erased": gone}, as_json=as_json, lines=[told])
        return
    decision = "kept" if keep else ERASED
    body: JsonObject | None = None if words is None else {"text": words}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    facts: JsonObject = {"step": "erasure_decided", "decision": decision, "tlp": tlp}
    say_about(
        leaf, type_name="custody", facts=facts, body=body, ticket=ticket, waiting=waiting,
        as_json=as_json,
    )  # fmt: skip
    if not keep:
        erase_person(entry, pair=pair, services=services)


def _is_decided(entry: Digest, pair: PairRecord, *, services: Services) -> bool:
    found = read_persons(pair, services=services) or Persons()
    person = found.by_leaf.get(entry)
    return person is not None and person.erasure == ERASED


def _list(
    names: Annotated[
        bool, typer.Option("--names", help=text("With the names, which are sealed otherwise."))
    ] = False,
    due: Annotated[bool, typer.Option("--due", help=text("Only what is due."))] = False,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    found = read_persons(pair, services=services) or Persons()
    entries = list(enumerate(found.by_leaf.values(), start=1))
    everybody, today = [one for _, one in entries], services.clock.now().date()
    named = still_named(everybody, services=services)
    kept = documents_of(everybody, services=services)
    rows = [
        person_row(one, number, today=today, kept=kept.keys(), named=named)
        for number, one in entries
    ]
    shown = [row for row in rows if row.is_late or not due]
    leaves = {row.leaf for row in shown}
    listed = [(number, one) for number, one in entries if one.leaf in leaves]
    sealed = names_of([one for _, one in listed], services=services) if names else {}
    result = {
        "origin": str(pair.own),
        "persons": [
            {
                **_members(number, one, kept, today=today),
                "name_to_erase": one.leaf in named,
                **({"body": sealed.get(one.leaf)} if sealed else {}),
            }
            for number, one in listed
        ],
        "claimed_for_several": _claimed(found),
        "out_of_state": found.out_of_state,
    }
    show(result, as_json=as_json, lines=_lines(shown, sealed))


def _claimed(found: Persons) -> Mapping[Digest, Sequence[Digest]]:
    return {origin: [one.leaf for one in several] for origin, several in found.claims.items()}


def _members(
    number: int, one: Person, kept: Mapping[Digest, KeptDocument], *, today: date
) -> Mapping[str, object]:
    due = one.erasure_due()
    return {
        "number": number,
        "leaf": one.leaf,
        "listed_by": one.listed_by,
        "listed_at": one.listed_at,
        "events": [_event_members(each, kept) for each in one.events],
        "days_since_last": one.days_since(today),
        "awaited": [
            {"event": each.event, "by": None if each.by is None else each.by.isoformat()}
            for each in one.awaited
        ],
        "review_due": one.review_due().isoformat(),
        "erasure_due": None if due is None else due.isoformat(),
        "erasure": one.erasure or None,
        "is_convicted": one.is_convicted,
        "links": one.links,
    }


def _event_members(one: CustodyEvent, kept: Mapping[Digest, KeptDocument]) -> Mapping[str, object]:
    held = None if one.origin is None else kept.get(one.origin)
    return {
        "leaf": one.leaf,
        "event": one.event,
        "day": one.day.isoformat(),
        "by": one.by,
        "is_confirmed": one.is_confirmed,
        "source_grade": one.source_grade or None,
        "information_grade": one.information_grade or None,
        "origin": one.origin,
        "document": None if held is None else {"sha256": held.sha256, "tlp": held.tlp},
        "links": one.links,
    }


def _lines(rows: Sequence[PersonRow], sealed: Mapping[Digest, JsonObject]) -> Iterator[str]:
    heading = (text("Number"), text("Statement"), text("Listed by"), text("Events"),
               text("What has not followed"), text("Review due"), text("Erasure"))  # fmt: skip
    cells = [
        (
            row.number,
            row.leaf[:23],
            row.listed_by,
            text("; ").join((*row.links, *row.events, row.last)),
            text("; ").join(row.awaited),
            row.review_due,
            row.erasure,
        )
        for row in rows
    ]
    yield from table(heading, cells, nothing=text("No person of concern is listed."))
    for row in rows:
        if row.leaf in sealed:
            yield printable(f"{row.number}: {sealed[row.leaf].get('names')}")
