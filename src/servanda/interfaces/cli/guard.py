"""Let no verb of the command line begin but through the boundary.

Each command of the verb that was called is wrapped, so that no verb has to remember it.

Source: docs/spec/people.md, "Where acts are checked".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Protocol

import typer

from servanda.core.errors import ServandaError
from servanda.core.people.roles import UNATTENDED, Access
from servanda.core.people.verb_table import GUEST, Row, row_of
from servanda.interfaces.cli.output import Refused
from servanda.interfaces.cli.passphrases import read_passphrase
from servanda.interfaces.cli.session import entered, node_if_set_up
from servanda.interfaces.cli.wish import current_wish
from servanda.store.home.layout import home_of_environment, require_kind
from servanda.usecases.people.boundary import Call, admit, conclude
from servanda.usecases.people.prove_person import Claim
from servanda.usecases.services import Services
from servanda.wiring import Node

_LEAF = re.compile(r"(sha256:)?[0-9a-f]{6,64}")
_REFUSED = "refused"  # of a verb that has shown its result, and the result is a refusal
_BROKEN_OFF = "broken-off"  # of a verb that ended by an error of ours, or was interrupted


class _Parameter(Protocol):
    """What is used of Typer's parameters."""

    name: str | None
    opts: list[str]


class _Command(Protocol):
    """What is used of Typer's commands."""

    params: list[_Parameter]
    callback: Callable[..., object] | None


def guard(program: object, *, verb: str) -> None:
    """Wrap every command of `verb` in `program`, Typer's tree of commands."""
    command = getattr(program, "commands", {}).get(verb)
    for name, one in commands_of(command, verb):
        one.callback = _guarded(name, one)


def commands_of(command: object, name: str) -> Iterator[tuple[str, _Command]]:
    """Yield each command below `command`, with its name as typed."""
    children: Mapping[str, object] | None = getattr(command, "commands", None)
    if children is None:
        yield name, command  # type: ignore[misc]  # a tree of Typer's, whose types are private
        return
    for child_name, child in children.items():
        yield from commands_of(child, f"{name} {child_name}")


def _guarded(name: str, command: _Command) -> Callable[..., object]:
    callback = command.callback
    if callback is None:
        raise TypeError(f"expected a command that does something, found {name}")

    def run(**values: object) -> object:
        options = [
            option
            for parameter in command.params
            if values.get(parameter.name or "") not in (None, False, [], ())
            for option in parameter.opts
        ]
        row = row_of(name, options)
        if row is None or row.access is not Access.OFFLINE:
            require_kind(home_of_environment(), guest=name.startswith(GUEST))
        node = None if _is_alone(row) else node_if_set_up()
        if node is None:
            return callback(**values)
        about = [] if row is None else [values.get(one) for one in row.about]
        by = None if row is None or not row.signed_by else values.get(row.signed_by)
        call = Call(
            verb=name,
            options=options,
            about=[*_named(about, services=node.services)],
            signed_by=None if by is None else str(by),
        )
        return _admitted(call, node, lambda: callback(**values))

    return run


def _is_alone(row: Row | None) -> bool:
    """Return whether nobody has to be known: it touches no home, or nobody is named for it."""
    if row is None or row.access not in UNATTENDED:
        return False
    return row.access is Access.OFFLINE or current_wish() is None


def _admitted(call: Call, node: Node, act: Callable[[], object]) -> object:
    services = node.services
    wish = current_wish()
    claim = None
    if wish is not None:
        passphrase = read_passphrase(wish.file)
        claim = Claim(name=wish.name, cover=wish.cover, passphrase=passphrase)
    admission = admit(call, claim=claim, services=services)
    code = _BROKEN_OFF
    try:
        with entered(node):
            result = act()
    except Refused:
        code = _REFUSED
        raise
    except ServandaError as error:
        code = error.code
        raise
    except (SystemExit, typer.Exit) as end:
        code = "" if not _status(end) else _REFUSED
        raise
    else:
        code = ""
        return result
    finally:
        conclude(admission, code=code, services=services)


def _status(end: BaseException) -> object:
    return getattr(end, "code", None) or getattr(end, "exit_code", None)


def _named(values: list[object], *, services: Services) -> Iterator[str]:
    """Yield what the parameters name; a leaf by its whole hash, where it is one."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from _named(list(value), services=services)
        elif value is not None and value is not False:
            yield _whole(str(value), services=services)


def _whole(name: str, *, services: Services) -> str:
    """Return the whole hash of the leaf that `name` begins, else `name` as it is."""
    if _LEAF.fullmatch(name) is None:
        return name
    # Loaded here, for most verbs name no leaf and would pay for what finds one.
    reading = import_module("servanda.usecases.reading.show_statement")
    try:
        return str(reading.leaf_named(name, services=services))
    except ServandaError:
        return name
