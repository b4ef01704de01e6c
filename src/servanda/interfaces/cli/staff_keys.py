"""`servanda staff keys` and `revoke`: by which keys programs act for persons of this desk."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from servanda.core.identifiers import format_instant
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import services
from servanda.interfaces.key_words import group_words
from servanda.interfaces.language import text
from servanda.usecases.people.api_keys import SeenKey, keys_seen, revoke_key

Key = Annotated[
    str, typer.Argument(metavar="KEY", help=text("A key, as `servanda staff keys` names it."))
]


def register_keys(group: typer.Typer) -> None:
    """Add both to the group of the verbs about persons."""
    group.command("keys", help=text("Show by which keys programs act for persons."))(_keys)
    group.command("revoke", help=text("End a key of a person."))(_revoke)


def _keys(as_json: AsJson = False) -> None:
    # A key ends by the machine's clock, also in a home whose affairs run on a scripted one.
    seen = keys_seen(at=datetime.now(UTC), services=services())
    result = {"keys": [_members(one) for one in seen]}
    show(result, as_json=as_json, lines=_lines(seen))


def _revoke(key: Key, as_json: AsJson = False) -> None:
    changed = revoke_key(key, services=services())
    line = text("Entry {entry}: the key {key} has ended.")
    result = {"entry": changed.entry, "key": key}
    show(result, as_json=as_json, lines=[line.format(entry=changed.entry, key=key)])


def _members(one: SeenKey) -> dict[str, object]:
    key = None if one.record is None else one.record.key
    return {
        "key": one.name,
        "person": one.person,
        "is_live": one.is_live,
        "description": None if key is None else key.description,
        "groups": [] if key is None else sorted(key.groups),
        "writes": key is not None and key.writes,
        "made_at": None if key is None else key.made_at,
        "expires_at": None if key is None else key.expires_at,
        "used_at": None if one.record is None else one.record.used_at,
    }


def _lines(seen: Iterable[SeenKey]) -> Iterator[str]:
    heading = (
        text("Key"),
        text("Person"),
        text("What it is for"),
        text("May read"),
        text("May write"),
        text("Ends"),
        text("Last used"),
    )
    yield from table(heading, map(_row, seen), nothing=text("Nobody has a key."))


def _row(one: SeenKey) -> tuple[object, ...]:
    if one.record is None:
        return one.name, one.person, text("not in the database"), "", "", text("has ended"), ""
    key, used = one.record.key, one.record.used_at
    return (
        one.name,
        one.person,
        key.description,
        group_words(key.groups),
        text("yes") if key.writes else text("no"),
        format_instant(key.expires_at) if one.is_live else text("has ended"),
        text("never") if used is None else format_instant(used),
    )
