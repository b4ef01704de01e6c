"""The example exchange of every template comes to the review that it states."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.case import Case
from servanda.core.casework.verdicts import acknowledgement_state
from servanda.core.identifiers import parse_instant
from servanda.core.statements.codes import REFUSED_OUTCOMES
from tests.usecases.examples import SLUGS, Played, play, read_example

EVERY_EXAMPLE = pytest.mark.parametrize("slug", SLUGS)
LEAST_STATEMENTS = 12

played = cache(play)


def case_of(slug: str, what: str) -> Case:
    """The request that the example calls the `late`, the `refused` or the `paused` one."""
    name = read_example(slug)[what]
    (leaf,) = [leaf for leaf, named in played(slug).names.items() if named == name]
    return played(slug).casework.cases[leaf]


@EVERY_EXAMPLE
def test_an_example_has_at_least_twelve_statements_of_both_parties(slug: str) -> None:
    example = read_example(slug)

    assert len(example["statements"]) >= LEAST_STATEMENTS
    assert {statement["by"] for statement in example["statements"]} == set(example["parties"])


@EVERY_EXAMPLE
def test_every_statement_of_an_example_takes_effect(slug: str) -> None:
    assert played(slug).casework.out_of_state == []


@EVERY_EXAMPLE
def test_both_sides_come_to_the_same_bytes(slug: str) -> None:
    first, second = played(slug).reviews

    assert first.document == second.document


@EVERY_EXAMPLE
def test_an_example_comes_to_the_review_that_it_states(slug: str) -> None:
    stated = read_example(slug)["review"]

    assert stated
    assert [found(played(slug), row) for row in stated] == stated


def found(played: Played, stated: Mapping[str, Any]) -> Mapping[str, Any]:
    (row,) = [
        row
        for row in played.reviews[0].figures.rows
        if (row.figure, row.cell.direction) == (stated["figure"], stated["direction"])
        and (row.cell.kind, row.cell.urgency) == ("all", "all")
    ]
    values = {name: row.values[name] for name in stated["values"]}
    return {"figure": row.figure, "direction": row.cell.direction, "values": values}


@EVERY_EXAMPLE
def test_one_item_of_an_example_is_late(slug: str) -> None:
    case, at = case_of(slug, "late"), parse_instant(read_example(slug)["until"])
    casework, generation = played(slug).casework, case_of(slug, "late").generations[-1]

    states = (
        acknowledgement_state(case, generation, casework=casework, at=at),
        answer_state(case, generation, casework=casework, at=at),
    )

    verdicts = [state.verdict for state in states]
    assert any(verdict is not None and not verdict.is_in_time for verdict in verdicts)


@EVERY_EXAMPLE
def test_one_item_of_an_example_is_refused_on_a_ground(slug: str) -> None:
    case, example = case_of(slug, "refused"), read_example(slug)
    (response,) = [
        statement["facts"]
        for statement in example["statements"]
        if (statement["type"], statement.get("ref")) == ("response", example["refused"])
    ]

    assert case.generations[-1].outcome in REFUSED_OUTCOMES
    assert response["ground"] in case.terms.grounds


@EVERY_EXAMPLE
def test_one_item_of_an_example_was_paused(slug: str) -> None:
    (round_,) = case_of(slug, "paused").generations[-1].rounds

    assert round_.is_blocking
    assert round_.ended_at is not None
