"""`servanda brief`: the document that principals read, in every form and language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import parse_party
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import write_brief
from servanda.documents.brief.freezing import write_frozen
from servanda.documents.brief.matters import BriefMatters
from servanda.interfaces.brief_matters import brief_matters
from servanda.interfaces.cli.agenda import Evidence
from servanda.interfaces.cli.frozen_brief import (
    Freeze,
    From,
    Last,
    briefs_in,
    freeze,
    heads_now,
    read_snapshot,
    signed_by,
    signed_lines,
    since_last,
)
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.recorded_dialogue import (
    AsOf,
    Example,
    File,
    Told,
    parse_as_of,
    read_told,
)
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.written_forms import (
    Bilingual,
    FormName,
    Output,
    one_of,
    page_lines,
    page_members,
    require_form,
    wanted_languages,
    write_form,
)
from servanda.interfaces.language import LANGUAGES, text
from servanda.store.home.kept_figures import KeptFigures
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.services import require_pair

EditionName = Annotated[
    str | None,
    typer.Option("--edition", metavar="party|joint|public", help=text("For whom it is.")),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_brief)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Which:
    """Of which dialogue, on which day and with what beside it a brief is asked for."""

    file: Path | None
    example: bool
    as_of: str | None
    evidence: Path | None
    to: str | None
    accord_name: str | None
    last: Path | None

    @property
    def named(self) -> Sequence[str]:
        """The options that were given, for a verb that takes none of them."""
        given = {
            "FILE": self.file,
            "--example": self.example,
            "--as-of": self.as_of,
            "--evidence": self.evidence,
            "--to": self.to,
            "--accord-name": self.accord_name,
            "--last": self.last,
        }
        return [name for name, value in given.items() if value]


def _brief(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: File = None,
    example: Example = False,
    edition: EditionName = None,
    bilingual: Bilingual = False,
    form: FormName = None,
    output: Output = None,
    freeze_to: Freeze = None,
    snapshot: From = None,
    last: Last = None,
    as_of: AsOf = None,
    evidence: Evidence = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    which = _Which(
        file=file,
        example=example,
        as_of=as_of,
        evidence=evidence,
        to=to,
        accord_name=accord_name,
        last=last,
    )
    languages = wanted_languages(bilingual=bilingual)
    require_form(form, output)
    if snapshot is not None:
        beside = {"--edition": edition, "--freeze": freeze_to}
        named = [*which.named, *(name for name, value in beside.items() if value)]
        _set_again(snapshot, languages, form=form, output=output, named=named, as_json=as_json)
        return
    wanted = Edition(one_of("--edition", edition or Edition.PARTY, [*map(str, Edition)]))
    briefs, frozen = _made(which, wanted, languages, freeze_to=freeze_to)
    result = {**page_members(briefs), **frozen}
    if form is not None and output is not None:
        result |= write_form(output, write_brief(form, briefs))
    show(result, as_json=as_json, lines=page_lines(briefs, output, freeze_to))


def _made(
    which: _Which, edition: Edition, languages: Sequence[str], *, freeze_to: Path | None
) -> tuple[Sequence[Brief], Mapping[str, object]]:
    """Return the brief in `languages`, and what is said of the snapshot where one was asked for."""
    is_of_node = which.file is None and not which.example
    heads: JsonObject = {}
    if freeze_to is not None and is_of_node:  # before anything is read that they are to stand for
        heads = heads_now(to=which.to, accord_name=which.accord_name)
    told = read_told(
        which.file,
        example=which.example,
        to=which.to,
        accord_name=which.accord_name,
        edition=edition,
    )
    matters = _matters(told, which, edition)
    today = parse_as_of(which.as_of, told)
    every = _compose(told, edition, LANGUAGES, today=today, matters=matters)
    if which.last is not None:
        every = since_last(which.last, every)
    briefs = [one for name in languages for one in every if one.language == name]
    if freeze_to is None:
        return briefs, {}
    return briefs, freeze(freeze_to, every, told=told, matters=matters, heads=heads)


def _set_again(
    file: Path,
    languages: Sequence[str],
    *,
    form: str | None,
    output: Path | None,
    named: Sequence[str],
    as_json: bool,
) -> None:
    """Show or write a brief as it was frozen; it fixes all but form and language."""
    if named:
        raise InvalidInputError(
            Fault("", expect(Expected.EITHER, one=named[0], other="--from"), str(file))
        )
    snapshot = read_snapshot(file)
    briefs = briefs_in(snapshot, languages)
    result = {**page_members(briefs), **signed_by(snapshot)}
    if form is not None and output is not None:
        result |= write_form(output, write_frozen(snapshot, form, languages))
    lines = (*signed_lines(snapshot), *page_lines(briefs, output, None))
    show(result, as_json=as_json, lines=lines)


def _matters(told: Told, which: _Which, edition: Edition) -> BriefMatters | None:
    """Return what stands beside the dialogue; None where it was recorded from sources."""
    if told.own is None:
        if which.evidence is not None:
            expected = expect(Expected.EITHER, one="FILE", other="--evidence")
            raise InvalidInputError(Fault("", expected, str(which.evidence)))
        return None
    services = opened().services
    counterpart = None if which.to is None else parse_party(which.to)
    pair = require_pair(services, counterpart=counterpart, accord_name=which.accord_name)
    follow_casework(pair, services=services)
    return brief_matters(
        pair,
        evidence=which.evidence,
        services=services,
        edition=edition,
        withheld=told.withheld,
        kept=KeptFigures(opened().home.figures),
    )


def _compose(
    told: Told,
    edition: Edition,
    languages: Sequence[str],
    *,
    today: date,
    matters: BriefMatters | None,
) -> Sequence[Brief]:
    return [
        compose_brief(
            told.record,
            edition=edition,
            language=each,
            today=today,
            is_published=told.is_published,
            mode=told.mode,
            matters=matters,
        )
        for each in languages
    ]
