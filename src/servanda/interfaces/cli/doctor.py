"""`servanda doctor`: what needs a person."""

from functools import partial

import typer

from servanda.interfaces.alarm_words import ALARM_TEXTS, alarm_text
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.exchange.ask_heads import ask_heads
from servanda.usecases.upkeep.check_node import check_node
from servanda.usecases.upkeep.findings import Finding


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_doctor)


def _doctor(as_json: AsJson = False) -> None:
    services = opened().services
    report = check_node(services=services, ask=partial(ask_heads, services=services))
    findings = [
        {
            "level": finding.level,
            "code": finding.code,
            "subject": finding.subject,
            "message": finding.message,
        }
        for finding in report.findings
    ]
    needs_person = any(finding.level != "ok" for finding in report.findings)
    result = {"ok": not needs_person, "signing": report.sound, "findings": findings}
    verdict = text("This node may sign.") if report.sound else text("This node must not sign.")
    lines = [f"{one.level:8}{one.subject}: {_message(one)}" for one in report.findings]
    show(result, as_json=as_json, lines=[*lines, verdict])
    if not report.sound:
        raise Refused


def _message(finding: Finding) -> str:
    """Return the message; an alarm's in the reader's language."""
    if finding.code not in ALARM_TEXTS:
        return finding.message
    message = finding.message.removeprefix(f"{finding.code}: ")
    return alarm_text(finding.code, message, log=finding.subject)
