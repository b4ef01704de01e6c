"""Addresses of requests, forms and tickets: what may stand in them, and how they are written.

What does not have the form of a leaf hash, a ticket or a name leads to no route, so it reaches
no page and no audit log.
"""

from urllib.parse import urlencode

from django.urls import register_converter

from servanda.core.identifiers import Digest, Origin, PartyId


class LeafConverter:
    """A leaf hash, as 64 hex digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """Return the digits."""
        return value

    def to_url(self, value: str) -> str:
        """Return the digits."""
        return value


class TicketConverter(LeafConverter):
    """A ticket of the desk, as 32 hex digits."""

    regex = "[0-9a-f]{32}"


class PartyConverter(LeafConverter):
    """The name of a party."""

    regex = "[a-z0-9.-]{1,255}"


class MoveConverter(LeafConverter):
    """The name of a form."""

    regex = "[a-z_-]{1,40}"


def register_converters() -> None:
    """Let routes use these four; called once, where the routes are."""
    register_converter(LeafConverter, "leaf")
    register_converter(TicketConverter, "ticket")
    register_converter(PartyConverter, "party")
    register_converter(MoveConverter, "move")


def request_address(counterpart: PartyId, leaf: Digest, *, language: str, **more: str) -> str:
    """Return where the page of a request is."""
    return f"{request_path(counterpart, leaf)}?{_query(language, more)}"


def request_path(counterpart: PartyId, leaf: Digest) -> str:
    """Return where the page of a request is, in no language."""
    return f"/requests/{counterpart}/{leaf.removeprefix('sha256:')}"


def write_address(
    own: Origin, about: Digest | None, move: str, *, language: str, **more: str
) -> str:
    """Return where a form is."""
    if about is None:
        pair = {"with": str(own.to_party), "accord": own.accord_name}
        return f"/write/{move}?{_query(language, {**pair, **more})}"
    return f"{request_path(own.to_party, about)}/write/{move}?{_query(language, more)}"


def check_address(ticket: str, *, language: str, **more: str) -> str:
    """Return where the answers of a worksheet are checked."""
    return f"/worksheets/{ticket}?{_query(language, more)}"


def ticket_address(ticket: str, *, language: str, **more: str) -> str:
    """Return where it is shown what became of a statement."""
    return f"/tickets/{ticket}?{_query(language, more)}"


def _query(language: str, more: dict[str, str]) -> str:
    return urlencode({"lang": language, **{name: value for name, value in more.items() if value}})
