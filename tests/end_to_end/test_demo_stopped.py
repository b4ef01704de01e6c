"""A demonstration whose helper process is killed says so, and goes on when it is called again."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.simulation.demo.acts.registry import ACTS
from servanda.simulation.demo.launched import LAUNCHER_MODULE, can_launch
from servanda.simulation.demo.stage import Stage
from tests.end_to_end.test_demo import direct_children


@pytest.mark.skipif(not can_launch(), reason="verbs are not forked on this system")
def test_a_demonstration_whose_launcher_is_killed_says_so_and_goes_on_when_called_again(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "servanda-demo"
    call = [sys.executable, "-m", "servanda", "demo", "--once", "--folder", str(folder)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        first_command = next(line for line in demo.stdout if line.startswith(b"  $ "))
        launcher = launchers(demo.pid)[0]
        os.kill(launcher, signal.SIGKILL)
        demo.stdout.read()
        said = demo.stderr.read().decode()

        assert demo.wait(60) == 1
    assert b" init " in first_command
    assert re.search(r"^servanda: .*launcher it is forked from ended with -9", said, re.MULTILINE)
    assert "Traceback" not in said

    again = Stage(folder=folder, say=lambda _: None)
    try:
        again.load_record()
        accord = ACTS[0].play(again)["accord"]  # the act in which it was killed
    finally:
        again.stop_nodes()
    assert accord == again.record["accord"]


def launchers(process: int) -> list[int]:
    """Return the processes from which `process` has its verbs forked."""
    module = LAUNCHER_MODULE.encode()
    return [one for one in direct_children(process) if module in command_of(one)]


def command_of(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()
