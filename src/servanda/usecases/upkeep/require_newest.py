"""Require that a store is not older than the head file beside it, before anything is done.

A node's start-up compares every leaf; a guest opens its folder for each verb, so it compares the
sizes here. What is signed next is compared whole, as with a node.

Source: docs/spec/guest.md, "What is refused".
"""

from collections.abc import Iterator
from typing import ClassVar

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import parse_origin
from servanda.usecases.services import Services


class OlderFolderError(MisconfiguredError):
    """The head file knows more than the store: an older folder was put in its place."""

    code: ClassVar[str] = "older-folder"


def require_newest(*, services: Services) -> None:
    """Require that the store has all that the head file says.

    Raises:
        OlderFolderError: It has less.
    """
    for name, expected, found in _compared(services):
        if found < expected:
            raise OlderFolderError(
                f"expected {expected} entries of {name}, as the head file says, found {found}: an "
                f"older folder was put in the place of this one; put the newest copy back, nothing "
                f"is said from this one"
            )


def _compared(services: Services) -> Iterator[tuple[str, int, int]]:
    """Yield each log, its size by the head file, and its size in the store."""
    heads, store = services.heads.read(), services.store
    for name, head in (*heads.logs.items(), *heads.copies.items()):
        yield name, head.size, store.log_size(parse_origin(name))
    if heads.audit is not None:
        last = store.last_audit()
        yield "the audit log", heads.audit.size, 0 if last is None else last.index + 1
