"""`servanda dossier`: one case with its proofs, in one file for a court or a paper file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.dossier.verify import VerifiedDossier, verify_dossier
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest
from servanda.documents.dossier.render import check_page, render_dossier
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AsJson, Consent
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import current_language, text
from servanda.usecases.casework.make_dossier import make_dossier
from servanda.usecases.ports.attachments import FileExistsAlreadyError
from servanda.usecases.reading.show_statement import leaf_named

Case = Annotated[
    str | None,
    typer.Argument(metavar="REQUEST", help=text("The request, information or call it is about.")),
]
Out = Annotated[Path | None, typer.Option("--out", help=text("Write the dossier to this file."))]
For = Annotated[
    str, typer.Option("--for", metavar="file|court", help=text("Whom the dossier is for."))
]
Reason = Annotated[
    str | None,
    typer.Option(help=text("The words that let in what needs consent; printed and noted.")),
]
Check = Annotated[
    Path | None, typer.Option("--check", help=text("Check the proofs of a dossier from its file."))
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_dossier)


def _dossier(
    case: Case = None,
    out: Out = None,
    purpose: For = "file",
    reason: Reason = None,
    consent: Consent = None,
    check: Check = None,
    as_json: AsJson = False,
) -> None:
    if check is not None:
        if case is not None or out is not None:
            raise InvalidInputError(_either())
        verified = check_page(_read(check))
        result = _members(verified)
        show(result, as_json=as_json, lines=_checked_lines(verified))
        return
    if case is None or out is None:
        raise InvalidInputError(_either())
    if out.exists():  # before words that let something in are noted
        raise _taken(out)
    services = opened().services
    made = make_dossier(
        case,
        purpose=purpose,
        reason=reason,
        consents=[leaf_named(one, services=services) for one in consent or ()],
        language=current_language(),
        services=services,
    )
    verified = verify_dossier(made.dossier)  # nothing leaves that would not be believed
    write_page(out, render_dossier(verified))
    result = {"dossier": str(out), **_members(verified)}
    show(result, as_json=as_json, lines=made_lines(out, verified, withheld=made.withheld))


def _members(verified: VerifiedDossier) -> dict[str, object]:
    return {
        "case": verified.dossier.case,
        "accord": verified.accord_id,
        "made_by": verified.dossier.made_by,
        "made_at": verified.dossier.made_at,
        "purpose": verified.dossier.purpose,
        "reckoned": verified.is_reckoned,
        "clocks": [
            {
                "clock": one.clock,
                "generation": one.generation,
                "due_at": one.due_at or None,
                "stopped_at": one.stopped_at or None,
                "margin_seconds": one.margin_seconds,
                "held": one.is_held,
                "provisional": one.is_provisional,
            }
            for one in verified.dossier.clocks
        ],
        "words": {party: list(words) for party, words in verified.words.items()},
        "statements": [
            {
                "leaf": one.leaf,
                "type": one.header.type,
                "from": one.header.from_party,
                "receipt": one.receipt_leaf or None,
                "body": one.body is not None,
                "withheld": one.shown.withheld or None,
            }
            for one in verified.statements
        ],
    }


def made_lines(
    out: Path, verified: VerifiedDossier, *, withheld: Sequence[Digest]
) -> Iterator[str]:
    """Yield what a person reads of a dossier that was written to `out`.

    What was erased is without its content as well as what its handling withholds.
    """
    lacking = [
        one.leaf for one in verified.statements if one.header.body is not None and one.body is None
    ]
    yield text("{file}: {count} statements, {withheld} of them without their content.").format(
        file=out, count=len(verified.statements), withheld=len(lacking)
    )
    for leaf in withheld:
        yield text("  withheld by its handling: {leaf}").format(leaf=leaf)


def _checked_lines(verified: VerifiedDossier) -> Iterator[str]:
    yield text("Every proof holds: {count} statements of the case {case}.").format(
        count=len(verified.statements), case=verified.dossier.case
    )
    yield (
        text("Its verdicts are those that these statements give.")
        if verified.is_reckoned
        else text("It states no verdict, for it does not show when each statement was received.")
    )
    without = sum(one.receipt is None for one in verified.statements)
    if without:
        yield text("{count} of them are shown without a receipt.").format(count=without)
    yield text("Compare with what the parties or a court have:")
    yield text("  accord {accord}").format(accord=verified.accord_id)
    for party, words in verified.words.items():
        yield f"  {party}: {' '.join(words)}"


def _either() -> Fault:
    either = expect(Expected.EITHER, one="REQUEST --out FILE", other="--check FILE")
    return Fault("", either, Found.UNSAID)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(unreadable(file, error)) from error


def write_page(file: Path, page: str) -> None:
    """Write the page whole or not at all, and never over a file that is there."""
    write_new(file, page.encode())


def _taken(file: Path) -> FileExistsAlreadyError:
    return FileExistsAlreadyError(Fault(str(file), expect(Expected.NEW_FILE), file.name))
