"""`servanda mail`: say which mail servers carry envelopes for us, and look whether they can."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import ServandaError
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.store.home.mail_settings import MailSettings
from servanda.store.home.settings_file import write_settings
from servanda.wiring import MailboxState, mail_server, mailbox_state


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_mail)


def _mail(
    address: Annotated[str | None, typer.Option(help=text("Our mail address."))] = None,
    smtp: Annotated[
        str | None, typer.Option(help=text("HOST:PORT of the server that takes our mail."))
    ] = None,
    imap: Annotated[
        str | None, typer.Option(help=text("HOST:PORT of the server with our mailbox."))
    ] = None,
    security: Annotated[
        str | None, typer.Option(help=text("tls, starttls or plain-loopback."))
    ] = None,
    user: Annotated[str | None, typer.Option(help=text("Whom we log in as."))] = None,
    smtp_user: Annotated[
        str | None, typer.Option(help=text("Another user for sending; empty for no login."))
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(help=text("File with the password; chmod 600 it."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    given = {
        "address": address,
        "smtp": smtp,
        "imap": imap,
        "security": security,
        "user": user,
        "smtp_user": user if smtp_user is None else smtp_user,
        "password_file": None if password_file is None else str(password_file.absolute()),
    }
    mail = _settled({member: value for member, value in given.items() if value is not None})
    state = _state(mail)
    shown = {**asdict(mail), "mailbox": state.trouble or "ok", "fill": state.fill}
    lines = [
        text("We send from {address} by {smtp} and fetch from {imap}."),
        text("The mailbox: {mailbox}"),
    ]
    show(shown, as_json=as_json, lines=(line.format(**shown) for line in lines))


def _settled(named: Mapping[str, str]) -> MailSettings:
    """Return our mail settings with what was named replaced, and keep them."""
    node = opened()
    mail = replace(node.settings.mail or MailSettings(), **named)
    for server, login in ((mail.smtp, mail.smtp_user), (mail.imap, mail.user)):
        if server:
            mail_server(mail, server, user=login)  # before anything is written
    if named:
        write_settings(node.home.settings, replace(node.settings, mail=mail))
    return mail


def _state(mail: MailSettings) -> MailboxState:
    try:
        return mailbox_state(mail)
    except ServandaError as error:
        return MailboxState(trouble=f"{error.code}: {error}")
