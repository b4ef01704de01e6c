"""What most verbs begin with: the node of the home, and whether it is running elsewhere."""

import atexit

from servanda.interfaces.cli.loading import loading
from servanda.store.home.layout import Home, home_of_environment
from servanda.store.home.ready_file import read_ready_file
from servanda.usecases.services import Services, no_home, require_node
from servanda.wiring import Node, open_node


def opened() -> Node:
    """Open the node of the home.

    Raises:
        MisconfiguredError: The home is not set up.
    """
    home = home_of_environment()
    if not home.is_begun:  # looking leaves no trace: opening would make the folder and its store
        raise no_home()
    with loading():
        node = open_node(home=home)
    # What is set aside is not taken down at the end, and a connection that is not closed leaves
    # the newest pages of SQLite in a file beside the store, where who copies it may miss them.
    atexit.register(node.close)
    require_node(node.services)
    return node


def services() -> Services:
    """Return the ports of the home's node."""
    return opened().services


def is_serving(home: Home) -> bool:
    """Return whether a process runs this node; it appends what is queued by itself.

    Raises:
        BrokenReadyFileError: Its note is damaged.
    """
    note = read_ready_file(home.ready)
    return note is not None and note.is_running
