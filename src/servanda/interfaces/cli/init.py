"""`servanda init`: make a home."""

import secrets
import socket
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import parse_instant, parse_party
from servanda.core.keys.card import parse_card
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.language import text
from servanda.store.home.clock_file import ScriptedClock, require_scripted_clock
from servanda.store.home.layout import home_of_environment
from servanda.store.home.mail_settings import MailSettings
from servanda.store.home.settings_file import HomeSettings, read_settings, write_settings
from servanda.usecases.keys.init_node import InitResult, init_node
from servanda.wiring import open_node

LOOPBACK = "127.0.0.1"
# Two homes on one machine are often set up before either runs, so a port is drawn, not counted;
# below the ports that systems take for outgoing connections.
PORTS = range(10_000, 32_000)
_PORTS_TRIED = 200


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_init)


def _init(  # noqa: PLR0913, PLR0917 - one parameter for each option
    party: Annotated[str, typer.Argument(help=text("Name of the party, as in a domain name."))],
    mode: Annotated[
        str, typer.Option(help=text("real, exercise or demonstration; for good."))
    ] = "real",
    address: Annotated[
        str, typer.Option(help=text("Address of the HTTPS carrier that the card names."))
    ] = "",
    listen: Annotated[str, typer.Option(help=text("HOST:PORT that the carrier binds."))] = "",
    pages: Annotated[str, typer.Option(help=text("HOST:PORT of the pages."))] = "",
    no_https: Annotated[
        bool, typer.Option("--no-https", help=text("Name no HTTPS carrier."))
    ] = False,
    mail: Annotated[str, typer.Option(help=text("Our mail address, which the card names."))] = "",
    at: Annotated[
        str, typer.Option(help=text("Start a scripted clock at this instant; not with real."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    result, settings = set_up(
        party,
        mode=mode,
        address=address,
        listen=listen,
        pages=pages,
        no_https=no_https,
        mail=mail,
        at=at,
    )
    _show(result, settings, as_json=as_json)


def _show(result: InitResult, settings: HomeSettings, *, as_json: bool) -> None:
    shown = {
        "party": result.party,
        "mode": result.mode,
        "home": str(home_of_environment().folder),
        "created": result.created,
        "address": address_of(result),
        "mail": address_of(result, "mail"),
        "pages": f"http://{settings.pages}/",
        "words": " ".join(result.words),
    }
    lines = [
        text("Home of {party} ({mode}): {home}"),
        text("Twelve words of the card: {words}"),
    ]
    if not result.created:
        lines = [
            text("This home was set up before; its keys and its card are as they were."),
            *lines,
        ]
    show(shown, as_json=as_json, lines=(line.format(**shown) for line in lines))


def set_up(
    party: str,
    *,
    mode: str,
    address: str = "",
    listen: str = "",
    pages: str = "",
    no_https: bool = False,
    mail: str = "",
    at: str = "",
) -> tuple[InitResult, HomeSettings]:
    """Make the home, or return what is there, its pages at another address where one is given.

    Raises:
        InvalidInputError: An option cannot be, or the home is another party's.
    """
    name = parse_party(party)  # before anything is made
    home = home_of_environment()
    home.make()
    scripted = ScriptedClock(home.clock)
    if at:
        require_scripted_clock(mode)
        scripted.stand_at(parse_instant(at))
    settings = read_settings(home.settings)
    if not settings.pages:
        settings = _settings(address=address, listen=listen, pages=pages, no_https=no_https)
    node = open_node(home=home, clock=None if mode == "real" else scripted)
    carrier = address or (f"https://{settings.listen}" if settings.listen else "")
    named = {"https": carrier, "mail": mail}
    result = init_node(
        party=name,
        mode=mode,
        carriers={kind: place for kind, place in named.items() if place},
        services=node.services,
    )
    if not result.created:
        _require_as_before(result, settings, address=address, listen=listen, no_https=no_https)
        _require_mail_as_before(result, mail)
        settings = replace(settings, pages=pages or settings.pages)
    elif mail:
        settings = replace(settings, mail=MailSettings(address=mail))
    write_settings(home.settings, settings)
    return result, settings


def address_of(result: InitResult, kind: str = "https") -> str:
    """Return the address of a carrier that the card names; empty for none."""
    return parse_card(result.card).newest.carriers.get(kind, "")


def _require_as_before(
    result: InitResult, settings: HomeSettings, *, address: str, listen: str, no_https: bool
) -> None:
    """Refuse what would change the way to us: it stands in a card that others hold already.

    Raises:
        InvalidInputError: Something else is wished than what is there.
    """
    named = address_of(result)
    if address not in {"", named} or (no_https and named):
        raise InvalidInputError(
            f"expected the address of this home's card, {named or 'none'}, found "
            f"{address or '--no-https'}; the card is signed and others hold it: ask each "
            "counterpart to run `servanda counterpart add` with --https and the new address"
        )
    if listen not in {"", settings.listen}:
        raise InvalidInputError(
            f"expected what this home listens on, {settings.listen or 'nothing'}, found {listen}; "
            "write another `listen` into the home's settings.json"
        )


def _require_mail_as_before(result: InitResult, mail: str) -> None:
    """Refuse another mail address than the card names.

    Raises:
        InvalidInputError: Another one is wished.
    """
    named = address_of(result, "mail")
    if mail not in {"", named}:
        raise InvalidInputError(
            f"expected the mail address of this home's card, {named or 'none'}, found {mail!r:.80};"
            " the card is signed and others hold it: a new key sheet names the new one,"
            " `servanda keys rotate sheet` with --mail, and the logs bring it to each counterpart"
        )


def _settings(*, address: str, listen: str, pages: str, no_https: bool) -> HomeSettings:
    carrier = "" if no_https else listen or _listen_for(address)
    return HomeSettings(listen=carrier, pages=pages or f"{LOOPBACK}:{_free_port()}")


def _listen_for(address: str) -> str:
    if not address:
        return f"{LOOPBACK}:{_free_port()}"
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or not parts.port:
        raise InvalidInputError(f"expected https://HOST:PORT, found {address!r:.120}")
    is_loopback = parts.hostname in {LOOPBACK, "localhost"}
    return f"{LOOPBACK if is_loopback else '0.0.0.0'}:{parts.port}"  # noqa: S104 - on purpose


def _free_port() -> int:
    for _ in range(_PORTS_TRIED):
        port = secrets.choice(PORTS)
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) != 0:
                return port
    raise InvalidInputError("no free port was found; name one with --address and --pages")
