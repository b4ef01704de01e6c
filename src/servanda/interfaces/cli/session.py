"""What most verbs begin with: the node of the home, and whether it is running elsewhere."""

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module

from servanda.core.accords.accord import EXERCISE
from servanda.interfaces.cli.loading import loading
from servanda.interfaces.language import LANGUAGES, current_language, text
from servanda.store.databases import DATABASE_VARIABLE
from servanda.store.home.layout import Home, home_of_environment
from servanda.store.home.ready_file import read_ready_file
from servanda.usecases.services import Services, no_home, require_node
from servanda.wiring import Node, open_node

# The node that the boundary let the verb in to: its ports know who acts.
_ENTERED: ContextVar[Node | None] = ContextVar("entered", default=None)


@contextmanager
def entered(node: Node) -> Iterator[None]:
    """Return a context in which `opened` gives `node`."""
    before = _ENTERED.set(node)
    try:
        yield
    finally:
        _ENTERED.reset(before)


def opened() -> Node:
    """Open the node of the home; within a verb, the one that the boundary has opened.

    Raises:
        MisconfiguredError: The home is not set up.
    """
    home = home_of_environment()
    node = _ENTERED.get()
    if node is not None and node.home == home:
        _say_exercise(require_node(node.services).mode)
        return node
    if not home.is_begun:  # looking leaves no trace: opening would make the folder and its store
        raise no_home()
    node = _open(home)
    _say_exercise(require_node(node.services).mode)
    return node


def node_if_set_up() -> Node | None:
    """Open the node of the home; None where none was set up in it, and nothing is made then."""
    home = home_of_environment()
    has_store = home.store.exists() or home.is_guest or os.environ.get(DATABASE_VARIABLE)
    if not home.is_begun or not has_store:
        return None
    node = _open(home)
    return None if node.services.store.node() is None else node


def _open(home: Home) -> Node:
    if home.is_guest:
        with loading():
            guest: Node = import_module("servanda.guest_wiring").open_guest(home)
        return guest
    with loading():
        node = open_node(home=home)
    # What is set aside is not taken down at the end, and a connection that is not closed leaves
    # the newest pages of SQLite in a file beside the store, where who copies it may miss them.
    atexit.register(node.close)
    return node


def services() -> Services:
    """Return the ports of the home's node."""
    return opened().services


def _say_exercise(mode: str) -> None:
    """Say over whatever a verb shows to a person, in every language, that it is an exercise."""
    if mode == EXERCISE and "--json" not in sys.argv:
        banner = text("Exercise: nothing here is a real affair")
        others = [
            text("Exercise: nothing here is a real affair", language=one)
            for one in LANGUAGES
            if one != current_language()
        ]
        print(" / ".join((banner, *others)), file=sys.stderr)  # noqa: T201 - as `show_error`


def is_serving(home: Home) -> bool:
    """Return whether a process runs this node; it appends what is queued by itself.

    Raises:
        BrokenReadyFileError: Its note is damaged.
    """
    note = read_ready_file(home.ready)
    return note is not None and note.is_running
