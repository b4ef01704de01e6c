"""The node's one page: the accord, each statement with its three facts, and how to verify it."""

from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.record import read_node_page
from servanda.interfaces.web.pages.visit import Visit


@page("node")
def node_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_node_page(visit.services, language=visit.language, reads_bodies=visit.reads_bodies)
