"""Who somebody at the command line says they are: `--as`, `--in-place-of`, `--passphrase-file`.

These are allowed anywhere, with each verb. A passphrase is never an argument, which others on the
machine could read: it is typed on the terminal, or lies on the first line of a file.

Source: docs/reference/cli.md, "Who acts".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.people.actor import parse_person

AS_OPTION = "--as"
_IN_PLACE_OF = "--in-place-of"
FILE_OPTION = "--passphrase-file"


class WhoActsError(InvalidInputError):
    """It is said in whose place or with which passphrase somebody acts, and not who."""

    code: ClassVar[str] = "who-acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who somebody says they are.

    Attributes:
        name: The person.
        cover: In whose place; empty for nobody's.
        file: Of the passphrase; empty for the file that the environment names, or the terminal.
    """

    name: str
    cover: str = ""
    file: str = ""


_WISH: ContextVar[Wish | None] = ContextVar("wish", default=None)


@contextmanager
def wished(wish: Wish | None) -> Iterator[None]:
    """Return a context in which `current_wish` gives `wish`."""
    before = _WISH.set(wish)
    try:
        yield
    finally:
        _WISH.reset(before)


def current_wish() -> Wish | None:
    """Return who somebody says they are; None where nobody says it."""
    return _WISH.get()


def take_wish(arguments: Sequence[str]) -> tuple[list[str], Wish | None]:
    """Return the arguments without those about who acts, and what these say.

    Raises:
        InvalidPersonError: A name is none.
        WhoActsError: One says in whose place, or a file, and not who.
    """
    found: dict[str, str] = {}
    kept: list[str] = []
    rest = iter(arguments)
    for item in rest:
        if item == "--":
            kept += [item, *rest]
            break
        name, separator, value = item.partition("=")
        if name in {AS_OPTION, _IN_PLACE_OF, FILE_OPTION}:
            found[name] = value if separator else next(rest, "")
        else:
            kept.append(item)
    if not found:
        return kept, None
    if AS_OPTION not in found:
        raise WhoActsError(f"expected {AS_OPTION} NAME with {', '.join(sorted(found))}")
    cover = found.get(_IN_PLACE_OF)
    return kept, Wish(
        name=parse_person(found[AS_OPTION]),
        cover="" if cover is None else parse_person(cover),
        file=found.get(FILE_OPTION, ""),
    )
