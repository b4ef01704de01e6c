"""`servanda register`: the commitments of an accord, and how each changed between versions."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import typer

from servanda.core.accords.register import Entry
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.register_words import register_lines
from servanda.usecases.accords.show_register import RegisterResult, show_register

Item = TypeVar("Item")


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_register)


def _register(to: To = None, accord_name: AccordName = None, as_json: AsJson = False) -> None:
    shown = show_register(
        accord_name=accord_name,
        counterpart=None if to is None else parse_party(to),
        services=opened().services,
    )
    show(_members(shown), as_json=as_json, lines=register_lines(shown))


def _members(shown: RegisterResult) -> dict[str, Any]:
    register = shown.register
    return {
        "accord_name": shown.pair.own.accord_name,
        "counterpart": shown.pair.counterpart,
        "versions": [
            {"number": number, "accord": accord}
            for number, accord in enumerate(shown.versions, start=1)
        ],
        "commitments": [
            {"id": name, "versions": _entries(entries, ("nature", "text", "only"))}
            for name, entries in register.commitments.items()
        ],
        "clocks": [
            {
                **dict(zip(("name", "kind", "urgency", "access"), key, strict=True)),
                "versions": _entries(entries, ("unit", "amount", "roll", "source")),
            }
            for key, entries in register.clocks.items()
        ],
        "terms": [
            {
                "member": name,
                "versions": [
                    {"number": one.version, "changes": list(one.changes), "value": one.item}
                    for one in entries
                ],
            }
            for name, entries in register.members.items()
        ],
    }


def _entries(entries: Sequence[Entry[Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for entry in entries:
        said = {} if entry.item is None else asdict(entry.item)
        found.append(
            {
                "number": entry.version,
                "changes": list(entry.changes),
                **{name: said.get(name) for name in names},
            }
        )
    return found
