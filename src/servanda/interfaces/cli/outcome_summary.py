"""`servanda dialogue summary`: what each side published, side by side, in every form.

Source: docs/spec/brief.md, "The joint summary".
"""

from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.handling.editions import Edition
from servanda.documents.brief.forms import write_brief
from servanda.documents.brief.summary import compose_summary
from servanda.interfaces.brief_matters import by_word
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
from servanda.interfaces.language import text

OfRound = Annotated[
    str | None,
    typer.Option("--round", metavar="ROUND", help=text("Of this round alone: its key or leaf.")),
]
ForBoth = Annotated[
    str, typer.Option("--edition", metavar="joint|public", help=text("For whom it is."))
]


def register_summary(group: typer.Typer) -> None:
    """Add the verb."""
    group.command("summary", help=text("Write what each side published, side by side."))(_summary)


def _summary(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: File = None,
    example: Example = False,
    of_round: OfRound = None,
    edition: ForBoth = Edition.JOINT,
    bilingual: Bilingual = False,
    form: FormName = None,
    output: Output = None,
    as_of: AsOf = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    wanted = Edition(one_of("--edition", edition, (Edition.JOINT, Edition.PUBLIC)))
    require_form(form, output)
    told = read_told(file, example=example, to=to, accord_name=accord_name, edition=wanted)
    today, key = parse_as_of(as_of, told), _round_key(told, of_round)
    made = [
        compose_summary(
            told.record,
            edition=wanted,
            language=language,
            today=today,
            is_published=told.is_published,
            mode=told.mode,
            round_key=key,
            left_out=by_word(told.withheld),
        )
        for language in wanted_languages(bilingual=bilingual)
    ]
    result = page_members(made)
    if form is not None and output is not None:
        result |= write_form(output, write_brief(form, made))
    show(result, as_json=as_json, lines=page_lines(made, output))


def _round_key(told: Told, named: str | None) -> str:
    """Return the key of the round that is named by it, or by the first digits of its leaf."""
    if named is None:
        return ""
    held = [one.key for one in told.record.rounds if one.took_place]
    found = [key for key in held if named in {key, key.partition(":")[2][: len(named)]}]
    if len(found) != 1:
        raise InvalidInputError(Fault("--round", expect(Expected.CODE, words=tuple(held)), named))
    return found[0]
