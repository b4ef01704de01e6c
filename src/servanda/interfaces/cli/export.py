"""`servanda export`: a bundle that anybody can verify."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Annotated

import typer

from servanda.core.bundle.disclosure import Barrier, WithheldBody
from servanda.core.handling.markings import MARKINGS
from servanda.core.identifiers import DIGEST_PREFIX, Digest, parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, Consent, To
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.reading.show_statement import leaf_named
from servanda.usecases.review.export_bundle import BundleResult, export_bundle

_MOST_NAMED = 20  # lines; a year has thousands, and --json has them all


Disclose = Annotated[
    list[str] | None,
    typer.Option(help=text("Marking whose bodies go along; repeatable, none by default.")),
]
Reason = Annotated[
    str | None,
    typer.Option(help=text("Why bodies go along that need somebody's word; the words are noted.")),
]
Withhold = Annotated[
    list[str] | None, typer.Option(help=text("A statement not to be shown; repeatable."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_export)


def _export(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: Annotated[Path, typer.Argument(help=text("Where to write the bundle."))],
    cut: Annotated[str | None, typer.Option(help=text("The cut, if not the last."))] = None,
    disclose: Disclose = None,
    reason: Reason = None,
    consent: Consent = None,
    withhold: Withhold = None,
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
        reason=reason,
        consents=[leaf_named(one, services=services) for one in consent or ()],
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
        "withheld": [_withheld_members(one) for one in bundle.withheld],
    }
    show(result, as_json=as_json, lines=_lines(result, bundle.withheld))


def _withheld_members(one: WithheldBody) -> dict[str, object]:
    return {
        "leaf": one.leaf,
        "marking": one.marking,
        "use": one.use,
        "barred": one.is_barred,
        "barrier": one.barrier.value,
    }


def _lines(result: Mapping[str, object], withheld: Sequence[WithheldBody]) -> Iterator[str]:
    yield text("{bundle}: {files} files, {bodies} bodies.").format(**result)
    barriers = Counter(one.barrier for one in withheld)
    if barriers[Barrier.MARKING]:
        yield text(
            "{barred} bodies of the counterpart stay out: whoever received them does not pass "
            "them on."
        ).format(barred=barriers[Barrier.MARKING])
    if barriers[Barrier.USE]:
        yield text("{count} bodies stay out: they were given for less than evidence.").format(
            count=barriers[Barrier.USE]
        )
    if barriers[Barrier.CODE]:
        yield text("{count} bodies stay out: they are for the prevention of crime alone.").format(
            count=barriers[Barrier.CODE]
        )
    if barriers[Barrier.REASON]:
        yield text(
            "{count} bodies stay out: they need somebody's word; --reason WORDS says it."
        ).format(count=barriers[Barrier.REASON])
    if barriers[Barrier.CONTROL]:
        yield text(
            "{count} bodies stay out: their author controls where they go; --consent LEAF names "
            "its consent."
        ).format(count=barriers[Barrier.CONTROL])
    counted = Counter(one.marking for one in withheld if one.barrier is Barrier.NOT_NAMED)
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
