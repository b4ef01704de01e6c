"""Thousands of crashes in bad weather; `./run bench faults --kills 100000` makes more of them."""

import pytest

from servanda.simulation.storm import run_storm
from servanda.usecases.boundaries import ANSWER_OWED, BOUNDARIES

KILLS = 500


@pytest.mark.parametrize("seed", range(4))
def test_a_storm_of_crashes_loses_nothing_and_doubles_nothing(seed: int) -> None:
    report = run_storm(kills=KILLS, seed=seed)

    assert report.kills >= KILLS
    assert set(report.crashes) >= set(BOUNDARIES) - {ANSWER_OWED}
    assert report.statements > KILLS / 4


def test_the_same_seed_makes_the_same_storm() -> None:
    assert run_storm(kills=120, seed=7) == run_storm(kills=120, seed=7)
