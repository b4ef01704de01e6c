"""A real node in a process of its own, started and ended by `servanda serve` and a signal."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_START_SECONDS = 30.0
_STOP_SECONDS = 30.0


@contextmanager
def served(home: Path, *, environment: Mapping[str, str]) -> Iterator[int]:
    """Run the node in `home`; give its process id when it listens.

    Raises:
        TimeoutError: It does not start; what it said is on standard error.
    """
    ready = home / "ready.json"
    ready.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "servanda", "serve"],
        env={**environment, "SERVANDA_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(process, ready)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=_STOP_SECONDS)


def environment_with_source() -> dict[str, str]:
    """Return our environment, in which a child finds the package as we do."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _wait_until_ready(process: "subprocess.Popen[bytes]", ready: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if ready.exists() and json.loads(ready.read_bytes())["pid"] == process.pid:
            return
        time.sleep(0.05)
    raise TimeoutError("the node did not start; see above")
