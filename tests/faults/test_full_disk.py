"""The disk is full: a clear error, nothing half stored, and all goes on when there is room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.killed import Killed, killed_alice

# Bytes that no file may grow beyond: from a head file cut short to a database that just fits.
ROOMS = (0, 100, 700, 4_096, 20_000, 60_000, 150_000, 250_000, 400_000)
CLEAR = {"StoreFailedError", "MisconfiguredError", "DeliveryDelayedError", "OSError"}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    with killed_alice(tmp_path_factory.mktemp("full")) as made:
        yield made


@pytest.mark.parametrize("room", ROOMS)
def test_a_full_disk_is_said_clearly_and_loses_nothing(both: Killed, room: int) -> None:
    both.bob_says(f"with {room} bytes of room")
    both.bob_takes()

    said = both.tell("play", file_size=room)

    assert both.ended[-1] in (0, 1), "the process ended by an error that nobody explains"
    assert both.ended[-1] == 0 or said["error"] in CLEAR
    assert room > 100 or both.ended[-1] == 1
    both.require_all_there()
