"""`servanda assessment key`, `sign` and `carry`: what a neutral assessor signs, and who carries it.

The first two need no home: an assessor has none. Source: docs/spec/assessments.md, "A neutral
assessor".
"""

import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Annotated

import orjson
import typer

from servanda.core import canonical
from servanda.core.assessments.neutral import (
    NEUTRAL,
    VERSION,
    public_of,
    said_digest,
    sign_judgement,
    signed_text,
)
from servanda.core.canonical import JsonObject
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import format_instant, parse_digest, parse_instant, parse_party
from servanda.core.statements.body import parse_body
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import validate_facts
from servanda.interfaces.cli.filled_files import read_object
from servanda.interfaces.cli.judgement_files import read_judgement
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_statement import leaf_named

SEED_BYTES = 32
_KEY_MEMBERS = ("name", "seed")
_FILE_MEMBERS = ("accord", "body", "facts", "v")

KeyFile = Annotated[
    str, typer.Option("--key", metavar="FILE", help=text("The key, as a file of ours."))
]
Output = Annotated[Path, typer.Option("--output", help=text("Write it to this new file."))]


def register_neutral_verbs(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("key", help=text("Make the key of a neutral assessor."))(_key)
    group.command("sign", help=text("Sign a judgement as a neutral assessor."))(_sign)
    group.command("carry", help=text("Draft what a neutral assessor signed."))(_carry)


def _key(
    name: Annotated[str, typer.Argument(metavar="NAME", help=text("As the accord names it."))],
    output: Output,
    as_json: AsJson = False,
) -> None:
    seed = secrets.token_bytes(SEED_BYTES)
    write_new(output, orjson.dumps({"name": name, "seed": b64encode(seed).decode()}))
    public = b64encode(public_of(seed)).decode()
    said = text("For the terms of the accord: name {name}, key {key}. Keep {file} to yourself.")
    lines = [said.format(name=name, key=public, file=output)]
    show({"name": name, "key": public, "file": str(output)}, as_json=as_json, lines=lines)


def _sign(
    judgement: Annotated[
        str,
        typer.Argument(metavar="FILE", help=text("The judgement: what a draft says, as JSON.")),
    ],
    key: KeyFile,
    accord: Annotated[
        str, typer.Option(metavar="sha256:…", help=text("The version of the accord in force."))
    ],
    at: Annotated[str, typer.Option(metavar="INSTANT", help=text("When it is signed."))],
    output: Output,
    as_json: AsJson = False,
) -> None:
    name, seed = _read_key(key)
    facts, body = read_judgement(judgement)
    version, signed_at = parse_digest(accord), format_instant(parse_instant(at))
    said = said_digest(body)
    signed = signed_text(facts, name=name, signed_at=signed_at, said=said, accord=version)
    neutral: JsonObject = {
        "name": name,
        "signed_at": signed_at,
        "said": said,
        "signature": b64encode(sign_judgement(signed, name=name, seed=seed)).decode(),
    }
    whole = {**facts, NEUTRAL: neutral}
    _require_good({"step": "drafted", "tlp": "amber", **whole}, body)
    value = {"v": VERSION, "accord": version, "facts": whole, "body": body}
    write_new(output, orjson.dumps(value, option=orjson.OPT_INDENT_2))
    lines = [text("Written to {file}.").format(file=output)]
    show({"file": str(output), "said": said}, as_json=as_json, lines=lines)


def _carry(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: Annotated[str, typer.Argument(metavar="FILE", help=text("What was signed."))],
    replaces: Annotated[
        str | None,
        typer.Option(metavar="LEAF", help=text("The assessment of ours that it replaces.")),
    ] = None,
    tlp: Annotated[str, typer.Option(help=text("Who may see the body."))] = "amber_strict",
    to: To = None,
    accord_name: AccordName = None,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    value = read_object(file)
    if tuple(sorted(value)) != _FILE_MEMBERS or value["v"] != VERSION:
        raise InvalidInputError(Fault(f"{file}: v", expect(Expected.EXACTLY, value=VERSION), value))
    facts, body = value["facts"], value["body"]
    if not isinstance(facts, dict) or not isinstance(body, dict):
        raise InvalidInputError(Fault(f"{file}: facts", expect(Expected.OBJECT), Found.OTHERS))
    node = opened()
    queued = queue_statement(
        type="assessment",
        facts={**facts, "step": "drafted", "tlp": tlp},
        body=body,
        ref=None if replaces is None else leaf_named(replaces, services=node.services),
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        ticket=ticket,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _require_good(facts: JsonObject, body: JsonObject) -> None:
    """Tell who signs, and not who carries it, what would be no good statement."""
    kind = STATEMENT_TYPES["assessment"]
    try:
        validate_facts(kind, facts)
        parse_body(canonical.encode(body), statement_type=kind, facts=facts, attachments=())
    except CounterpartError as error:
        raise InvalidInputError(error.problem) from error


def _read_key(file: str) -> tuple[str, bytes]:
    value = read_object(file)
    name, seed = (str(value.get(member, "")) for member in _KEY_MEMBERS)
    try:
        raw = b64decode(seed, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != SEED_BYTES:
        raise InvalidInputError(
            Fault(f"{file}: seed", expect(Expected.BASE64, length=SEED_BYTES), Found.OTHERS)
        )
    return name, raw
