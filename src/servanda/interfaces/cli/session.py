"""What most verbs begin with: the node of the home, and whether it is running elsewhere."""

import json
import os

from servanda.core.errors import MisconfiguredError
from servanda.store.home.layout import Home
from servanda.usecases.services import Services, require_node
from servanda.wiring import Node, open_node


def opened() -> Node:
    """Open the node of the home.

    Raises:
        MisconfiguredError: The home is not set up.
    """
    node = open_node()
    require_node(node.services)
    return node


def services() -> Services:
    """Return the ports of the home's node."""
    return opened().services


def is_serving(home: Home) -> bool:
    """Return whether a process runs this node; it appends what is queued by itself.

    Raises:
        MisconfiguredError: Its note is damaged.
    """
    try:
        note = json.loads(home.ready.read_bytes())
        os.kill(int(note["pid"]), 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MisconfiguredError(f"{home.ready} is damaged ({error}); remove it") from error
    return True
