"""`servanda brief`: the document that principals read, in every form and language."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import digest_of, parse_party
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief, Edition
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.matters import BriefMatters
from servanda.interfaces.brief_matters import brief_matters
from servanda.interfaces.cli.agenda import Evidence
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import printable, show
from servanda.interfaces.cli.recorded_dialogue import (
    AsOf,
    Example,
    File,
    Told,
    parse_as_of,
    read_told,
)
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import LANGUAGES, current_language, text
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.services import require_pair

EditionName = Annotated[
    str, typer.Option("--edition", metavar="party|joint|public", help=text("For whom it is."))
]
Bilingual = Annotated[
    bool, typer.Option("--bilingual", help=text("In both languages, one after the other."))
]
FormName = Annotated[
    str | None,
    typer.Option("--format", metavar="|".join(FORMS), help=text("The form of the file.")),
]
Output = Annotated[Path | None, typer.Option("--output", help=text("Write it to this new file."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_brief)


def _brief(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: File = None,
    example: Example = False,
    edition: EditionName = Edition.PARTY,
    bilingual: Bilingual = False,
    form: FormName = None,
    output: Output = None,
    as_of: AsOf = None,
    evidence: Evidence = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    wanted = Edition(_one_of("--edition", edition, [each.value for each in Edition]))
    own = current_language()
    others = [each for each in LANGUAGES if each != own] if bilingual else []
    languages = [own, *others]
    if (form is None) is not (output is None):
        expected = expect(Expected.WITH_MEMBER, member="--format" if output is None else "--output")
        raise InvalidInputError(Fault("--output" if output is None else "--format", expected, ""))
    told = read_told(file, example=example, to=to, accord_name=accord_name)
    matters = _matters(told, evidence, to=to, accord_name=accord_name)
    briefs = _compose(told, wanted, languages, today=parse_as_of(as_of, told), matters=matters)
    result: dict[str, object] = {
        "edition": wanted,
        "languages": languages,
        "as_of": briefs[0].as_of.isoformat(),
        "sentences": [
            {"key": one.key, "text": one.text, "basis": one.basis, "refs": one.refs}
            for one in briefs[0].page
        ],
    }
    if form is not None and output is not None:
        made = write_brief(_one_of("--format", form, list(FORMS)), briefs)
        write_new(output, made)
        result |= {"file": str(output), "size": len(made), "sha256": digest_of(made)}
    show(result, as_json=as_json, lines=_lines(briefs, output))


def _matters(
    told: Told, evidence: Path | None, *, to: str | None, accord_name: str | None
) -> BriefMatters | None:
    """Return what stands beside the dialogue; None where it was recorded from sources."""
    if told.own is None:
        if evidence is not None:
            expected = expect(Expected.EITHER, one="FILE", other="--evidence")
            raise InvalidInputError(Fault("", expected, str(evidence)))
        return None
    services = opened().services
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    follow_casework(pair, services=services)
    return brief_matters(pair, evidence=evidence, services=services)


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


def _one_of(option: str, found: str, known: Sequence[str]) -> str:
    if found not in known:
        raise InvalidInputError(Fault(option, expect(Expected.CODE, words=tuple(known)), found))
    return found


def _lines(briefs: Sequence[Brief], output: Path | None) -> Sequence[str]:
    if output is not None:
        return [text("Written to {file}.").format(file=output)]
    return [
        line
        for brief in briefs
        for line in (
            *([brief.notice] if brief.notice else []),
            brief.title,
            brief.question,
            *(f"- {printable(one.text)}" for one in brief.page),
        )
    ]
