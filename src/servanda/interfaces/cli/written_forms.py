"""Options and steps of the verbs that write a document in a form and a language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import digest_of
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import FORMS
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.output import printable
from servanda.interfaces.language import LANGUAGES, current_language, text

Bilingual = Annotated[
    bool, typer.Option("--bilingual", help=text("In both languages, one after the other."))
]
FormName = Annotated[
    str | None,
    typer.Option("--format", metavar="|".join(FORMS), help=text("The form of the file.")),
]
Output = Annotated[Path | None, typer.Option("--output", help=text("Write it to this new file."))]


def wanted_languages(*, bilingual: bool) -> Sequence[str]:
    """Return the language of the command line, and the others after it where both are wanted."""
    own = current_language()
    return [own, *(each for each in LANGUAGES if each != own)][: None if bilingual else 1]


def require_form(form: str | None, output: Path | None) -> None:
    """Require that a form and a file are named together or not at all, and that it is a form.

    Raises:
        InvalidInputError: Otherwise.
    """
    if (form is None) is not (output is None):
        expected = expect(Expected.WITH_MEMBER, member="--format" if output is None else "--output")
        raise InvalidInputError(Fault("--output" if output is None else "--format", expected, ""))
    if form is not None:
        one_of("--format", form, list(FORMS))


def one_of(option: str, found: str, known: Sequence[str]) -> str:
    """Return `found`, or raise `InvalidInputError` if it is none of `known`."""
    if found not in known:
        raise InvalidInputError(Fault(option, expect(Expected.CODE, words=tuple(known)), found))
    return found


def write_form(output: Path, made: bytes) -> dict[str, object]:
    """Write a document to a new file; return what is said of it."""
    write_new(output, made)
    return {"file": str(output), "size": len(made), "sha256": digest_of(made)}


def page_members(briefs: Sequence[Brief]) -> dict[str, object]:
    """Return what programs get of a document: its page, in the first language."""
    return {
        "edition": briefs[0].edition,
        "languages": [one.language for one in briefs],
        "as_of": briefs[0].as_of.isoformat(),
        "sentences": [
            {"key": one.key, "text": one.text, "basis": one.basis, "refs": one.refs}
            for one in briefs[0].sentences
        ],
    }


def page_lines(briefs: Sequence[Brief], *files: Path | None) -> Sequence[str]:
    """Return what a person reads: where it was written, or the page itself."""
    if any(files):
        return [text("Written to {file}.").format(file=each) for each in files if each is not None]
    return [
        line
        for brief in briefs
        for line in (
            *([brief.notice] if brief.notice else []),
            brief.title,
            brief.question,
            *(f"- {printable(one.text)}" for one in brief.sentences),
        )
    ]
