"""`servanda form`: the empty form of a kind of request, and what is wrong with a filled one."""

from collections.abc import Iterator
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.elements import FORM_KINDS, elements_of
from servanda.core.forms.empty_form import Blank, blanks_of, empty_form
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.checklists import checklist_lines
from servanda.interfaces.cli.filled_files import read_form
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.form_words import checklist_members, requirement_words
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.casework.check_request import check_request

_CHECK = "check"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_form)


def _form(
    what: Annotated[
        str, typer.Argument(metavar="KIND|check", help=text("A kind of request, or check."))
    ],
    file: Annotated[
        str | None, typer.Argument(help=text("With check: the filled form, or - to read it."))
    ] = None,
    attached: Annotated[
        bool, typer.Option("--attached", help=text("With check: files will be attached."))
    ] = False,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    if what != _CHECK:
        show(empty_form(_kind(what)), as_json=as_json, lines=_explained(what))
        return
    if file is None:
        raise InvalidInputError(
            Fault("FILE", expect(Expected.WITH_MEMBER, member=_CHECK), Found.NOTHING)
        )
    facts, body = read_form(file)
    checklist = check_request(
        facts,
        body,
        has_files=attached,
        counterpart=None if to is None else parse_party(to),
        accord_name=accord_name,
        services=opened().services,
    )
    show(checklist_members(checklist), as_json=as_json, lines=checklist_lines(checklist))
    if checklist.problems:
        raise Refused


def _kind(name: str) -> str:
    if name not in FORM_KINDS:
        raise InvalidInputError(Fault("", expect(Expected.FORM, words=tuple(FORM_KINDS)), name))
    return name


def _explained(kind: str) -> Iterator[str]:
    """Yield the empty form for people: each element, what is demanded, where it goes."""
    yield text("The form of: {kind}").format(kind=word(kind))
    for element, requirement in elements_of(kind):
        yield f"{element.id} {text(element.title)} ({requirement_words(requirement)})"
        for blank in blanks_of(element):
            yield f"    {_blank(blank)}"
    yield text("What is left empty is not said; --json prints the form to fill in.")


def _blank(blank: Blank) -> str:
    form = " | ".join(blank.codes) or text(blank.form)
    return f"{blank.path}: {form}" + (f" ({text('optional')})" if blank.is_optional else "")
