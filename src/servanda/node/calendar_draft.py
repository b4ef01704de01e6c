"""`servanda calendar draft`: a country's calendar as a file to correct by hand, then to be said."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, cast

import typer

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show
from servanda.interfaces.file_faults import unwritable
from servanda.interfaces.language import text
from servanda.node.country_days import country_days, zone_offsets
from servanda.node.own_calendar import DAYS
from servanda.usecases.accords.draft_calendar import CountryDays, draft_calendar

Country = Annotated[
    str, typer.Argument(metavar="COUNTRY", help=text("Two letters of ISO 3166, as CN or US."))
]
Years = Annotated[
    tuple[int, int],
    typer.Option("--years", metavar="FIRST LAST", help=text("The first and the last year.")),
]
Out = Annotated[Path, typer.Option("--out", help=text("Write the facts to this file."))]
Zone = Annotated[
    str | None,
    typer.Option("--zone", help=text("Time zone, as Asia/Shanghai, where there are several.")),
]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)

    @group.callback()
    def _group() -> None:
        """Keep `draft` a verb of its own, though it is the only one."""

    group.command("draft", help=text("Draft a calendar from what is known of a country."))(_draft)
    application.add_typer(group, name=name)


def _draft(
    *, country: Country, years: Years, out: Out, zone: Zone = None, as_json: AsJson = False
) -> None:
    code = country.upper()
    days = country_days(code, years=years)
    facts = draft_calendar(days, years=years, offset_at=zone_offsets(code, zone))
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(json.dumps(facts, indent=1) + "\n")
    except OSError as error:  # a draft that somebody corrected is never overwritten
        is_there = isinstance(error, FileExistsError)
        taken = Fault(str(out), expect(Expected.NEW_FILE), out.name)
        raise InvalidInputError(taken if is_there else unwritable(out, error)) from error
    named = {day: days.closed[date.fromisoformat(day)] for day in _days(facts, "closed")}
    result = {"file": str(out), "facts": facts, "names": named}
    show(result, as_json=as_json, lines=_lines(out, days, facts, named))


def _lines(out: Path, days: CountryDays, facts: JsonObject, named: dict[str, str]) -> Iterator[str]:
    weekend = ", ".join(DAYS[day] for day in sorted(days.weekend))
    yield text("Closed each week: {days}").format(days=weekend)
    for day, name in named.items():
        yield text("  closed {day}  {name}").format(day=day, name=name)
    for day in _days(facts, "opened"):
        yield text("  opened {day}").format(day=day)
    yield text(
        "{file}: compare each day with what your government published, and correct it."
    ).format(file=out)
    yield text("Then say it: servanda send calendar --facts {file}").format(file=out)


def _days(facts: JsonObject, member: str) -> list[str]:
    return list(cast("list[str]", facts[member]))
