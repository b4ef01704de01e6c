"""A simulated year: bad carriers, late and silent desks, every type, and all pairs agree."""

import json
from functools import cache

import pytest

from servanda.core.identifiers import Digest
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.interfaces.cli.main import main
from servanda.simulation.years.accord import START
from servanda.simulation.years.all_pairs import YearsOutcome, play_years
from servanda.simulation.years.habits import DATED
from servanda.simulation.years.moves import MOVES
from servanda.simulation.years.pair_year import PairPlan, play_pair
from servanda.simulation.years.saying import Occasion

DAYS = 91
SEED = 1
OCCASION = Occasion(now=START, number=1, ref=Digest("sha256:" + "a" * 64))


@cache
def quarter(seed: int = SEED) -> YearsOutcome:
    return play_years(parties=3, days=DAYS, seed=seed, processes=1, progress=lambda _: None)


def test_every_pair_agrees_on_its_review() -> None:
    assert [pair.agreeing for pair in quarter().pairs] == [True] * 3


@pytest.mark.parametrize("name", STATEMENT_TYPES)
def test_every_statement_type_is_said(name: str) -> None:
    assert quarter().types.get(name, 0) > 0


def test_an_accord_a_series_and_a_channel_are_suspended() -> None:
    moves = {step.move for dated in DATED for step in dated.plan}
    sayings = [MOVES[move](OCCASION) for move in sorted(moves & MOVES.keys())]
    said = [one.facts for one in sayings if one.type == "suspension"]

    assert {(one["scope"], one["step"]) for one in said} == {
        ("accord", "suspended"),
        ("accord", "resumed"),
        ("series", "suspended"),
        ("series", "resumed"),
        ("channel", "suspended"),
        ("channel", "left"),
    }
    # Each desk of each pair begins one of each kind, and ends it.
    assert quarter().types["suspension"] == len(said) * len(quarter().pairs)


def test_carriers_lose_and_double_about_as_much_as_the_weather_says() -> None:
    envelopes = sum(pair.envelopes for pair in quarter().pairs)

    assert 5 < quarter().totals["lost"] * 100 / envelopes < 15
    assert 2 < quarter().totals["doubled"] * 100 / envelopes < 8


def test_a_statement_that_crosses_the_cut_stands_apart() -> None:
    assert all(pair.unreceipted > 0 for pair in quarter().pairs)


def test_statements_that_cross_are_out_of_state_for_both_and_nobody_disagrees() -> None:
    assert quarter().totals["out_of_state"] > 0


def test_one_seed_gives_one_result_and_another_seed_another() -> None:
    plan = PairPlan(parties=(0, 1), days=DAYS, seed=SEED)

    assert play_pair(plan) == quarter().pairs[0]
    assert play_pair(PairPlan(parties=(0, 1), days=DAYS, seed=SEED + 1)) != quarter().pairs[0]


def test_the_command_ends_with_the_line_of_totals_whatever_the_number_of_processes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = []
    for processes in ("1", "2"):
        given = ["--parties", "2", "--years", "0.1", "--processes", processes, "--json"]
        assert main(["simulate", *given]) == 0
        printed.append(capsys.readouterr().out.splitlines())
    totals = [json.loads(lines.pop()) for lines in printed]

    assert printed[0] == printed[1]
    assert [each.pop("seconds") >= 0 for each in totals] == [True, True]
    assert totals[0] == totals[1]
    assert totals[0]["pairs"] == totals[0]["pairs_agreeing"] == 1
