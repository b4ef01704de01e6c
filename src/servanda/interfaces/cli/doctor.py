"""`servanda doctor`: what needs a person."""

from functools import partial

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.ask_heads import ask_heads
from servanda.usecases.check_node import check_node


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
    lines = [f"{one['level']:8}{one['subject']}: {one['message']}" for one in findings]
    show(result, as_json=as_json, lines=[*lines, verdict])
    if not report.sound:
        raise Refused
