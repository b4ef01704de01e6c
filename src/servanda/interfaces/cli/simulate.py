"""`servanda simulate`: play many parties through scripted years, in bad weather."""

import os
import time
from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import Refused, table, to_json
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.simulation.years.all_pairs import (
    MAX_PARTIES,
    MIN_PARTIES,
    YearsOutcome,
    play_years,
)
from servanda.simulation.years.outcome import PairOutcome

_DAYS = 365  # of a year
_SHORTEST = 0.1  # in years: all that is dated needs some days between
_LONGEST = 5.0


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_simulate)


def _simulate(
    parties: Annotated[
        int,
        typer.Option(min=MIN_PARTIES, max=MAX_PARTIES, help=text("How many parties, all pairs.")),
    ] = 20,
    years: Annotated[
        float, typer.Option(min=_SHORTEST, max=_LONGEST, help=text("How long, by their clock."))
    ] = 1.0,
    seed: Annotated[int, typer.Option(help=text("Decides all chance."))] = 1,
    processes: Annotated[
        int | None, typer.Option(min=1, help=text("How many pairs at once; default one a core."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    started = time.monotonic()
    pairs = parties * (parties - 1) // 2
    with counting_bar(text("Pairs"), total=pairs) as progress:
        outcome = play_years(
            parties=parties,
            days=round(years * _DAYS),
            seed=seed,
            processes=processes or os.cpu_count() or 1,
            progress=progress,
        )
    for line in outcome_lines(outcome, as_json=as_json):
        print(line)  # noqa: T201 - the result of the verb
    seconds = round(time.monotonic() - started, 1)
    print(to_json({**outcome.totals, "seconds": seconds}))  # noqa: T201 - as above
    if outcome.agreeing != pairs:
        raise Refused


def outcome_lines(outcome: YearsOutcome, *, as_json: bool) -> list[str]:
    """Return a line a pair, and how many statements there are of each type."""
    if as_json:
        lines = [to_json(_pair(pair)) for pair in outcome.pairs]
        return [*lines, to_json({"types": outcome.types})]
    heading = (text("Parties"), text("Agreed"), text("Statements"), text("Lost"), text("Doubled"))
    rows = [
        (
            " - ".join(pair.parties),
            text("yes") if pair.agreeing else text("no"),
            pair.statements,
            pair.lost,
            pair.doubled,
        )
        for pair in outcome.pairs
    ]
    types = table(
        (text("Type"), text("Number")),
        ((word(name), number) for name, number in outcome.types.items()),
    )
    return [*table(heading, rows), "", *types, ""]


def _pair(pair: PairOutcome) -> dict[str, object]:
    return {
        "parties": list(pair.parties),
        "agreeing": pair.agreeing,
        "figures": pair.figures,
        "statements": pair.statements,
        "envelopes": pair.envelopes,
        "lost": pair.lost,
        "doubled": pair.doubled,
        "out_of_state": pair.out_of_state,
        "unreceipted": pair.unreceipted,
        "held_back": pair.held_back,
    }
