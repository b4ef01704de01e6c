"""`servanda export`: a bundle that anybody can verify."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.identifiers import DIGEST_PREFIX, parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.export_bundle import export_bundle
from servanda.usecases.show_statement import leaf_named


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_export)


def _export(
    file: Annotated[Path, typer.Argument(help=text("Where to write the bundle."))],
    cut: Annotated[str | None, typer.Option(help=text("The cut, if not the last."))] = None,
    disclose: Annotated[
        list[str] | None,
        typer.Option(help=text("Marking whose bodies go along; repeatable, none by default.")),
    ] = None,
    withhold: Annotated[
        list[str] | None, typer.Option(help=text("A statement not to be shown; repeatable."))
    ] = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    services = opened().services
    partial = file.with_name(f".partial-{file.name}")
    try:
        with partial.open("wb") as target:
            bundle = export_bundle(
                target,
                cut=None if cut is None else leaf_named(cut, services=services),
                counterpart=None if to is None else parse_party(to),
                accord_name=accord_name,
                disclose=frozenset(disclose or ()),
                withhold=frozenset(leaf_named(one, services=services) for one in withhold or ()),
                services=services,
            )
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    result = {
        "bundle": str(file),
        "sha256": DIGEST_PREFIX + digest,
        "cut": bundle.cut,
        "accord": bundle.accord,
        "figures": bundle.figures_hash,
        "files": bundle.files,
        "bodies": bundle.bodies,
    }
    lines = [
        text("{bundle}: {files} files, {bodies} bodies.").format(**result),
        text("Give the reader the accord's id by another way: {accord}").format(**result),
    ]
    show(result, as_json=as_json, lines=lines)
