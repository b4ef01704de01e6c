"""A real process is killed by SIGKILL, at every boundary and at any moment in between."""

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.usecases.boundaries import ANSWER_OWED, BOUNDARIES, OPENED, QUEUED
from tests.faults.killed import Killed, killed_alice

KILLS = 100
LONGEST_LIFE_SECONDS = 0.25


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    with killed_alice(tmp_path_factory.mktemp("killed")) as made:
        yield made


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_process_killed_at_a_boundary_loses_and_doubles_nothing(both: Killed, name: str) -> None:
    both.bob_says(f"before {name}")
    both.bob_takes()

    both.tell("play", stop_at=name, answers_now=name != ANSWER_OWED, is_late=True)

    assert both.ended[-1] == -signal.SIGKILL
    both.require_all_there()


@pytest.mark.parametrize("name", [name for name in BOUNDARIES if name not in (OPENED, QUEUED)])
def test_a_process_killed_at_the_second_passing_loses_and_doubles_nothing(
    both: Killed, name: str
) -> None:
    for number in range(2):
        both.bob_says(f"{number} before the second {name}")
        both.bob_takes()

    both.tell("endless", stop_at=name, passes=1, is_late=True, answers_now=name != ANSWER_OWED)

    assert both.ended[-1] == -signal.SIGKILL
    both.require_all_there()


def test_processes_killed_at_a_hundred_random_moments_lose_and_double_nothing(
    tmp_path: Path,
) -> None:
    chance = random.Random(20_261_122)  # noqa: S311 - moments to die at
    with killed_alice(tmp_path) as both:
        both.ended.clear()
        for number in range(KILLS):
            if chance.random() < 0.5:
                both.bob_says(f"statement {number}")
            both.bob_takes()
            life = chance.uniform(0, LONGEST_LIFE_SECONDS)
            both.tell("endless", kill_after_seconds=life, answers_now=chance.random() < 0.5)

        assert both.ended == [-signal.SIGKILL] * KILLS
        both.require_all_there()
