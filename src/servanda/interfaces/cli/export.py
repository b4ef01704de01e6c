"""`servanda export`: a bundle that anybody can verify."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Annotated

import typer

from servanda.core.bundle.disclosure import WithheldBody
from servanda.core.handling.markings import MARKINGS
from servanda.core.identifiers import DIGEST_PREFIX, Digest, parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.export_bundle import BundleResult, export_bundle
from servanda.usecases.show_statement import leaf_named

_MOST_NAMED = 20  # lines; a year has thousands, and --json has them all


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
    wanted = partial(
        export_bundle,
        cut=None if cut is None else leaf_named(cut, services=services),
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        disclose=frozenset(disclose or ()),
        withhold=frozenset(leaf_named(one, services=services) for one in withhold or ()),
        services=services,
    )
    bundle, digest = _write(file, wanted)
    result = {
        "bundle": str(file),
        "sha256": digest,
        "cut": bundle.cut,
        "accord": bundle.accord,
        "figures": bundle.figures_hash,
        "files": bundle.files,
        "bodies": bundle.bodies,
        "withheld": [
            {"leaf": one.leaf, "marking": one.marking, "barred": one.is_barred}
            for one in bundle.withheld
        ],
    }
    show(result, as_json=as_json, lines=_lines(result, bundle.withheld))


def _lines(result: Mapping[str, object], withheld: Sequence[WithheldBody]) -> Iterator[str]:
    yield text("{bundle}: {files} files, {bodies} bodies.").format(**result)
    barred = [one for one in withheld if one.is_barred]
    if barred:
        yield text(
            "{barred} bodies of the counterpart stay out: whoever received them does not pass "
            "them on."
        ).format(barred=len(barred))
    counted = Counter(one.marking for one in withheld if not one.is_barred)
    for marking in sorted(counted, key=MARKINGS.index):
        yield text("{count} bodies marked {marking} stay out: it was not named.").format(
            count=counted[marking], marking=marking
        )
    for one in withheld[:_MOST_NAMED]:
        yield text("  body withheld: {leaf} ({marking})").format(leaf=one.leaf, marking=one.marking)
    if len(withheld) > _MOST_NAMED:
        yield text("  --json names all {count}.").format(count=len(withheld))
    yield text("Give the reader the accord's id by another way: {accord}").format(**result)


def _write(file: Path, export: Callable[[IO[bytes]], BundleResult]) -> tuple[BundleResult, Digest]:
    """Write the bundle whole or not at all; return it and the digest of its file."""
    unfinished = file.with_name(f".partial-{file.name}")
    try:
        with unfinished.open("wb") as target:
            bundle = export(target)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    with file.open("rb") as written:
        return bundle, Digest(DIGEST_PREFIX + hashlib.file_digest(written, "sha256").hexdigest())
