"""`servanda evidence model ask` and `proposals`: the language-model plug, off until it is called.

There is no setting that turns it on: each call names the address, the model and the documents.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError, ServandaError
from servanda.evidence.documents import Document
from servanda.evidence.proposals.proposal import Proposal
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import REFUSED, printable, show
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.evidence.ask_model import Asked, archived, ask_model, require_leave
from servanda.usecases.ports.evidence import KeptDocument
from servanda.usecases.ports.proposals import ModelAnswerError, ModelSilentError
from servanda.wiring import evidence_proposals, language_model

SHOWN_DIGITS = 12
MAX_SHOWN = 100  # characters of a statement, for people

Documents = Annotated[
    list[str],
    typer.Argument(metavar="DOCUMENT…", help=text("Beginning of a document's hash.")),
]
SomeDocuments = Annotated[
    list[str] | None,
    typer.Argument(metavar="DOCUMENT…", help=text("Beginning of a document's hash.")),
]
Address = Annotated[
    str,
    typer.Option(
        "--address", metavar="URL", help=text("Where the model answers: https://HOST/v1.")
    ),
]
ModelName = Annotated[
    str, typer.Option("--model", metavar="NAME", help=text("The model's name at that address."))
]
KeyVariable = Annotated[
    str,
    typer.Option(
        "--key-variable",
        metavar="NAME",
        help=text("Environment variable that holds the key; the key itself is never kept."),
    ),
]


def ask(
    documents: Documents,
    address: Address,
    model: ModelName,
    key_variable: KeyVariable = "",
    as_json: AsJson = False,
) -> None:
    """Give the text of these documents, and no other, to a model, and keep what verifies."""
    node = opened()
    chosen = language_model(address=address, name=model, key=_key(key_variable))
    wanted = [archived(prefix, services=node.services) for prefix in dict.fromkeys(documents)]
    for kept in wanted:  # all of them before any: a refusal in the middle would surprise
        require_leave(kept, model=chosen)
    asked: list[Asked] = []
    silent: ServandaError | None = None
    with counting_bar(text("Asking the model"), total=len(wanted)) as progress, _reader() as read:
        for kept in wanted:
            try:
                asked.append(
                    ask_model(
                        kept,
                        model=chosen,
                        proposals=evidence_proposals(node.home),
                        read=read,
                        services=node.services,
                    )
                )
            except (ModelSilentError, ModelAnswerError) as error:
                if not asked:
                    raise
                silent = error
                break
            progress(1)
    show(_members(asked, silent), as_json=as_json, lines=_lines(asked, silent))
    if silent is not None:
        raise typer.Exit(REFUSED)


def proposals(documents: SomeDocuments = None, as_json: AsJson = False) -> None:
    """List what models proposed about these documents, or about all."""
    node = opened()
    kept = (
        [archived(prefix, services=node.services) for prefix in dict.fromkeys(documents)]
        if documents
        else [*node.services.store.documents()]
    )
    store = evidence_proposals(node.home)
    found = [one for document in kept for one in store.of(document.sha256)]
    show(
        {"proposals": [{"key": one.key, **one.as_json()} for one in found]},
        as_json=as_json,
        lines=[line for one in found for line in _proposal_lines(one)]
        or [text("Nothing is proposed.")],
    )


def _key(variable: str) -> str:
    """Return what the environment variable holds; its value is in no message."""
    if not variable:
        return ""
    key = os.environ.get(variable, "")
    if not key:
        raise InvalidInputError(
            f"expected a key in the environment variable {variable!r:.80}, found none"
        )
    return key


def _members(asked: Sequence[Asked], silent: ServandaError | None) -> dict[str, object]:
    return {
        "documents": [
            {
                "sha256": one.document.sha256,
                "name": one.document.name,
                "questions": one.questions,
                "proposals": [
                    {"key": found.key, **found.as_json()} for found in one.checked.proposals
                ],
                "dropped": {reason.value: count for reason, count in one.checked.dropped},
            }
            for one in asked
        ],
        "stopped": None if silent is None else {"error": silent.code, "message": str(silent)},
    }


def _lines(asked: Sequence[Asked], silent: ServandaError | None) -> Iterator[str]:
    for one in asked:
        dropped = sum(count for _, count in one.checked.dropped)
        yield text("{name}: {proposed} proposals, {dropped} dropped").format(
            name=printable(one.document.name),
            proposed=len(one.checked.proposals),
            dropped=dropped,
        )
        for found in one.checked.proposals:
            yield from _proposal_lines(found)
    if silent is not None:
        yield text("Stopped: {problem}").format(problem=printable(str(silent)))
    yield text(
        "Nothing of this counts: a proposal is in no report before a person confirms it, and in "
        "no finding after."
    )


def _proposal_lines(one: Proposal) -> Iterator[str]:
    said = " ".join(one.statement.text.split())[:MAX_SHOWN]
    who = one.speaker.text if one.speaker is not None else text("nobody named")
    yield f"  {one.key}"
    yield f"    {printable(who)}: {printable(said)}"


@contextmanager
def _reader() -> Iterator[Callable[[bytes, KeptDocument], Document]]:
    """Return a context with what reads a document as the report does."""
    # The libraries that read documents take half a second to load, and a refusal needs none.
    from servanda.evidence.reading.read import read_document  # noqa: PLC0415 - above
    from servanda.interfaces.cli.evidence.tables import (  # noqa: PLC0415 - above
        DEFAULT_TEMPLATE,
        read_known,
    )
    from servanda.store.evidence.pdf_process import PdfProcess  # noqa: PLC0415 - above

    outlets = read_known([], template=DEFAULT_TEMPLATE).tables.outlets
    with PdfProcess() as pdf:
        yield lambda content, kept: read_document(
            content, name=kept.name, fetched=kept.fetched, outlets=outlets, read_pdf=pdf
        )
