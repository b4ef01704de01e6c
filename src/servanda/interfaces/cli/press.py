"""`servanda concern press`: offer to convert what the press says, or take it as a claim."""

import json
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import parse_party
from servanda.core.statements.codes import INFORMATION_GRADES, SOURCE_GRADES
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, To, UntilReceipted
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.conduct.said_in_press import PressClaim, claim_of, offer_conversion

Document = Annotated[
    str,
    typer.Argument(
        metavar="DOCUMENT", help=text("A document of the archive, by its hash or first digits.")
    ),
]
Says = Annotated[str, typer.Option(help=text("What it says, in our words."))]
Source = Annotated[str, typer.Option(help=text("Who says it: outlet, office or person."))]
OfSource = Annotated[str, typer.Option(metavar="A…F", help=text("Grade of the source."))]
OfInformation = Annotated[str, typer.Option(metavar="1…6", help=text("Grade of the information."))]
Subject = Annotated[str | None, typer.Option(help=text("What it is about, of the accord's list."))]
Commitment = Annotated[str | None, typer.Option(help=text("The commitment that seems broken."))]
OfDesk = Annotated[str | None, typer.Option(help=text("Which of our desks offers."))]
AsClaim = Annotated[
    Path | None,
    typer.Option(help=text("Write it to this new file for --claims; nothing is sent.")),
]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]
_TLP = "amber_strict"


def register_press(group: typer.Typer) -> None:
    """Add the verb to those of concerns."""
    group.command("press", help=text("Offer to take what the press says under the accord."))(_press)


def _press(  # noqa: PLR0913, PLR0917 - one parameter for each option
    document: Document,
    says: Says,
    source: Source,
    source_grade: OfSource,
    information_grade: OfInformation,
    subject: Subject = None,
    commitment: Commitment = None,
    desk: OfDesk = None,
    claim: AsClaim = None,
    to: To = None,
    accord_name: AccordName = None,
    tlp: Tlp = _TLP,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    _require_code("--source-grade", source_grade, SOURCE_GRADES)
    _require_code("--information-grade", information_grade, INFORMATION_GRADES)
    said = PressClaim(
        document=document, source=source, source_grade=source_grade,
        information_grade=information_grade, says=says,
    )  # fmt: skip
    if claim is not None:
        _write_claim(said, claim, as_json=as_json)
        return
    if subject is None:
        raise InvalidInputError(Fault("--subject", expect(Expected.MEMBER), Found.NOTHING))
    node = opened()
    counterpart = None if to is None else parse_party(to)
    queued = offer_conversion(
        said, subject=subject, commitment=commitment, desk=desk, tlp=tlp,
        counterpart=counterpart, accord_name=accord_name, services=node.services,
    )  # fmt: skip
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    show_queued(node, queued, as_json=as_json, waiting=waiting)


def _write_claim(said: PressClaim, file: Path, *, as_json: bool) -> None:
    claims = {"claims": [claim_of(said, services=opened().services)]}
    write_new(file, json.dumps(claims, ensure_ascii=False, indent=1).encode())
    written = text("Written to {file}.").format(file=file)
    show({"file": str(file), **claims}, as_json=as_json, lines=[written])


def _require_code(name: str, given: str, known: frozenset[str]) -> None:
    if given not in known:
        raise InvalidInputError(
            Fault(name, expect(Expected.CODE, words=tuple(sorted(known))), given)
        )
