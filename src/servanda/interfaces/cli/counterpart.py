"""`servanda counterpart`: add a counterpart, or show how things stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import parse_party
from servanda.interfaces.cli.counterpart_carriers import carriers
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.standing import counterparts_standing
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.store.home.settings_file import write_settings
from servanda.usecases.keys.add_counterpart import CounterpartResult, add_counterpart
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.services import unknown_counterpart


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("add", help=text("Read a card; confirm its twelve words."))(_add)
    group.command("show", help=text("Show how the exchange stands."))(_show)
    group.command("carriers", help=text("Say which carriers are used, or show how they do."))(
        carriers
    )
    application.add_typer(group, name=name)


def _add(
    file: Annotated[Path, typer.Argument(help=text("The counterpart's card."))],
    words: Annotated[
        str, typer.Option(help=text("The twelve words, as heard from the counterpart."))
    ] = "",
    https: Annotated[
        str | None, typer.Option(help=text("Address that replaces the card's."))
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help=text("Folder through which it is also reached."))
    ] = None,
    mail: Annotated[
        str | None, typer.Option(help=text("Mail address that replaces the card's."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    node = opened()
    result = add_counterpart(card=read_card(file), services=node.services)
    if words:
        result = confirm_counterpart(
            party=result.party, words=words.split(), services=node.services
        )
    settings = node.settings.with_carriers(
        result.party,
        https=https,
        folder=None if folder is None else str(folder.absolute()),
        mail=mail,
    )
    if settings != node.settings:
        write_settings(node.home.settings, settings)
    show(_shown(result), as_json=as_json, lines=_lines(result, file=file))


def _shown(result: CounterpartResult) -> dict[str, object]:
    return {
        "party": result.party,
        "words": " ".join(result.words),
        "confirmed": result.confirmed,
    }


def _lines(result: CounterpartResult, *, file: Path) -> Iterator[str]:
    yield text("Twelve words of {party}: {words}").format(
        party=result.party, words=" ".join(result.words)
    )
    if result.confirmed:
        yield text("Confirmed.")
    else:
        yield text(
            "Not confirmed. Compare the words by telephone, then: "
            'servanda counterpart add {file} --words "…"'
        ).format(file=file)


def read_card(file: Path) -> bytes:
    """Return the bytes of a card's file.

    Raises:
        InvalidInputError: It cannot be read.
    """
    try:
        return file.read_bytes().strip()  # a mail program may have added a line's end
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def _show(
    party: Annotated[str | None, typer.Argument(help=text("The counterpart."))] = None,
    as_json: AsJson = False,
) -> None:
    wanted = None if party is None else parse_party(party)
    services = opened().services
    counterparts = counterparts_standing(services, only=wanted)
    if wanted is not None and not counterparts:
        raise InvalidInputError(unknown_counterpart(services, wanted))
    show({"counterparts": counterparts}, as_json=as_json, lines=_standing(counterparts))


def _standing(counterparts: list[dict[str, Any]]) -> Iterator[str]:
    if not counterparts:
        yield text("There is no counterpart yet; add one with its card.")
    for counterpart in counterparts:
        confirmed = text("confirmed") if counterpart["confirmed"] else text("not confirmed")
        yield f"{counterpart['party']} ({confirmed})"
        for pair in counterpart["pairs"]:
            yield text(
                "Accord {accord_name}: ours {own_size} leaves, {receipted} receipted; "
                "theirs {copy_size}; last contact {last_contact_at}; {trouble}"
            ).format(**{**pair, "trouble": pair["trouble"] or text("no trouble")})
            yield from table(
                (
                    text("Statement"),
                    text("Type"),
                    text("approved"),
                    text("transmitted"),
                    text("delivered"),
                    text("acknowledged"),
                    text("responded"),
                ),
                (
                    (
                        item["leaf"],
                        word(item["type"]),
                        item["approved_at"],
                        item["transmitted_at"],
                        item["delivered_at"],
                        item["acknowledged_at"],
                        item["responded_at"],
                    )
                    for item in pair["items"]
                ),
                nothing=text("Nothing was said yet."),
            )
            for item in pair["items"]:
                if item["bounced"]:
                    yield text("{leaf} came back ({bounced}); it is sent again.").format(**item)
