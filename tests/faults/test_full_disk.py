"""The disk is full: a clear error, nothing half stored, and all goes on when there is room."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.killed import Killed, killed_alice
from tests.house.places import ROOT

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


HEADS = """
import resource, sys
from pathlib import Path
from servanda.core.identifiers import digest_of
from servanda.store.head_file import FileHeads
from servanda.usecases.ports.outside import Head, Heads
from servanda.core.errors import MisconfiguredError

file = FileHeads(Path(sys.argv[1]))
old = Heads(logs={"a.example/servanda/x/b.example": Head(size=1, root=digest_of(b"1"))})
file.replace(Heads(), old)
resource.setrlimit(resource.RLIMIT_FSIZE, (60, resource.RLIM_INFINITY))
try:
    file.replace(old, Heads())
    file.replace(Heads(), old)
except MisconfiguredError:
    pass
else:
    sys.exit("the head file was written into no room")
sys.exit(0 if file.read() in (old, Heads()) else "the head file is neither the old nor the new one")
"""


def test_a_head_file_is_never_cut_short(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEADS, str(tmp_path / "heads.json")],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
