"""`servanda doctor`: what needs a person."""

from collections.abc import Iterator
from functools import partial

import typer

from servanda.core.errors import MisconfiguredError
from servanda.interfaces.alarm_words import ALARM_TEXTS, alarm_text
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.exchange.ask_heads import ask_heads
from servanda.usecases.services import known_card
from servanda.usecases.upkeep.check_node import check_node
from servanda.usecases.upkeep.findings import Finding
from servanda.wiring import MailboxState, Node, mailbox_state

ALMOST_FULL = 0.8


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_doctor)


def _doctor(as_json: AsJson = False) -> None:
    node = opened()
    services = node.services
    report = check_node(services=services, ask=partial(ask_heads, services=services))
    found = [*report.findings, *_mailbox(node), *_old_addresses(node)]
    findings = [
        {
            "level": finding.level,
            "code": finding.code,
            "subject": finding.subject,
            "message": finding.message,
        }
        for finding in found
    ]
    needs_person = any(finding.level != "ok" for finding in found)
    result = {"ok": not needs_person, "signing": report.sound, "findings": findings}
    verdict = text("This node may sign.") if report.sound else text("This node must not sign.")
    lines = [f"{one.level:8}{one.subject}: {_message(one)}" for one in found]
    show(result, as_json=as_json, lines=[*lines, verdict])
    if not report.sound:
        raise Refused


def _mailbox(node: Node) -> Iterator[Finding]:
    """Look whether our mailbox can be read, where we have one; it stops no signing."""
    mail = node.settings.mail
    if mail is None or not mail.imap:
        return
    try:
        state = mailbox_state(mail)
    except MisconfiguredError as error:
        state = MailboxState(trouble=f"{error.code}: {error}")
    trouble, fill = state.trouble, state.fill
    if fill is not None and fill >= ALMOST_FULL:
        yield Finding(
            level="warning",
            code="mailbox-fills",
            subject="mailbox",
            message=f"it is {fill:.0%} full, and mail is put off or comes back when it is full: "
            f"empty Servanda/Processed and look at what lies in Servanda/Rejected",
        )
    yield Finding(
        level="warning" if trouble else "ok",
        code="mailbox-trouble" if trouble else "mailbox",
        subject="mailbox",
        message=trouble or f"{mail.imap} lets us read",
    )


def _old_addresses(node: Node) -> Iterator[Finding]:
    """Look whether mail goes to, or comes from, an address that the directory says is old."""
    settings = node.settings
    if settings.mail is None:
        return
    # Reads the directory, and with it casework: nothing that a node without mail has a use for.
    from servanda.usecases.upkeep.old_addresses import check_addresses  # noqa: PLC0415 - above

    theirs = {
        one.party: settings.mail_to.get(one.party, "")
        or known_card(one.card).newest.carriers.get("mail", "")
        for one in node.services.store.counterparts()
    }
    yield from check_addresses(theirs=theirs, ours=settings.mail.address, services=node.services)


def _message(finding: Finding) -> str:
    """Return the message; an alarm's in the reader's language."""
    if finding.code not in ALARM_TEXTS:
        return finding.message
    message = finding.message.removeprefix(f"{finding.code}: ")
    return alarm_text(finding.code, message, log=finding.subject)
