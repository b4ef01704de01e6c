"""Reads the worked example of docs/reference/figures.md: its statements and its figures."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from servanda.core.casework.fold import fold_casework
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.figures import matured_by_figure
from servanda.core.review.population import Population, build_population
from tests.core.casework.counting import (
    PARTIES,
    TERMS,
    VERSION,
    acknowledged,
    answered,
    at,
    digest,
    request,
    status,
    withdrawn,
)
from tests.core.keys.cast import ALICE, BOB

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "figures.md"
PEOPLE = {"Alice": ALICE, "Bob": BOB}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRow:
    """One row of a figure as the page states it."""

    figure: str
    direction: PartyId
    kind: str
    urgency: str
    values: dict[str, int | str]
    requests: list[str]


def population_at(until: str, *, previous: str | None = None) -> Population:
    """Return the population of the page's statements at `until`."""
    statements = list(example_statements())
    counted = [each for each in statements if each.received_at <= at(until)]
    return population_of(counted, until, previous=previous)


def population_of(
    counted: Sequence[Counted], until: str, *, previous: str | None = None
) -> Population:
    """Return the population of `counted` at `until`, after a review of those of `previous`."""
    earlier: list[Counted] = []
    matured: Mapping[str, Set[Digest]] = {}
    if previous is not None:
        earlier = [each for each in counted if each.received_at <= at(previous)]
        casework = fold_casework(earlier, terms={VERSION: TERMS}, parties=PARTIES)
        matured = matured_by_figure(casework, parties=PARTIES, at=at(previous))
    return build_population(
        fold_casework(counted, terms={VERSION: TERMS}, parties=PARTIES),
        parties=PARTIES,
        undeliverable=(),
        counted_before={each.statement.digest for each in earlier},
        at=at(until),
        matured_before=matured,
    )


def example_statements() -> Iterator[Counted]:
    """Yield the statements of the table under "The statements"."""
    for received, by, said, of in _rows(_section("### The statements")):
        yield _statement(received, PEOPLE[by], said.split(), of)


def stated_rows(review: str) -> list[StatedRow]:
    """Return the rows of the table under the heading `review`."""
    return [
        StatedRow(
            figure=figure,
            direction=PEOPLE[direction],
            kind=kind,
            urgency=urgency,
            values=dict(map(_value, values.split(", "))),
            requests=[] if requests == "none" else requests.split(", "),
        )
        for figure, direction, kind, urgency, values, requests in _rows(_section(review))
    ]


def leaf(name: str) -> Digest:
    """Return the leaf of a request, or `name again` of its reopening."""
    if not name.endswith(" again"):
        return digest(name)
    of = name.removesuffix(" again")
    return next(
        each.statement.digest
        for each in example_statements()
        if each.statement.header.ref == digest(of)
        and each.statement.header.facts.get("step") == "reopened"
    )


def _statement(received: str, by: PartyId, said: Sequence[str], of: str) -> Counted:
    match said:
        case ["request", kind, urgency]:
            return request(of, received, kind=kind, urgency=urgency, by=by)
        case ["acknowledgement", access]:
            return acknowledged(of, received, access, by=by)
        case ["response", "final", outcome]:
            return answered(of, received, outcome, by=by)
        case ["withdrawal"]:
            return withdrawn(of, received, by=by)
        case ["status", "postponed", "until", *until]:
            return status(of, "postponed", received, by=by, until=" ".join(until))
        case ["status", step]:
            return status(of, step, received, by=by)
        case _:
            raise ValueError(f"the page says {said}, which this reader does not know")


def _section(heading: str) -> list[str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index(heading) + 1
    ends = (number for number in range(start, len(lines)) if lines[number].startswith("#"))
    return lines[start : next(ends, len(lines))]


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    table = [line for line in lines if line.startswith("| ")]
    for line in table[1:]:
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def _value(text: str) -> tuple[str, int | str]:
    name, _, value = text.partition(" ")
    return name, int(value) if value.isdigit() else value
