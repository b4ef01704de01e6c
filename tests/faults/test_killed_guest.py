"""A real process of a guest is killed by SIGKILL, at every boundary and at any moment between."""

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.usecases.boundaries import ANSWER_OWED, BOUNDARIES
from tests.faults.killed import Killed, killed_alice

KILLS = 30
LONGEST_LIFE_SECONDS = 0.25


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    with killed_alice(tmp_path_factory.mktemp("killed guest"), kind="guest") as made:
        yield made


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_guest_killed_at_a_boundary_loses_and_doubles_nothing(both: Killed, name: str) -> None:
    both.bob_says(f"before {name}")
    both.bob_takes()

    both.tell("play", stop_at=name, answers_now=name != ANSWER_OWED, is_late=True)

    assert both.ended[-1] == -signal.SIGKILL
    both.require_all_there()
    assert not list((both.folder / "home").rglob("*.sqlite*"))


def test_a_guest_killed_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(20_261_127)  # noqa: S311 - moments to die at
    with killed_alice(tmp_path, kind="guest") as both:
        both.ended.clear()
        for number in range(KILLS):
            both.bob_says(f"statement {number}")
            both.bob_takes()
            life = chance.uniform(0, LONGEST_LIFE_SECONDS)
            both.tell("endless", kill_after_seconds=life, answers_now=chance.random() < 0.5)

        assert both.ended == [-signal.SIGKILL] * KILLS
        both.require_all_there()
