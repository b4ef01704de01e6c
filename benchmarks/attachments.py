"""`./run bench attachments`: how much memory each process needs for an attachment of 1 GB.

Two nodes on this machine, driven by the public verbs alone: the file is encrypted and queued
(`send`), carried over loopback HTTPS in parts, verified and receipted by the other node, and
released by its person (`show --release`). By default the file has a hundredth of the size.

Source: docs/reference/benchmarks.md.
"""

import argparse
import time
from collections.abc import Sequence
from hashlib import sha256, shake_128
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accounting import peak_megabytes_of, peak_of_children_watched
from benchmarks.report import Report
from servanda.simulation.demo.acts import accord
from servanda.simulation.demo.moves import say, wait_delivered
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

FULL_MEGABYTES = 1_000
DEFAULT_MEGABYTES = FULL_MEGABYTES // 100
LIMIT_MEGABYTES = 120.0
_MEGABYTE = 1_000_000
_PATIENCE_SECONDS = 900.0
_CACHE = Path(__file__).parent / ".cache"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench attachments", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL_MEGABYTES:,} MB")
    parser.add_argument("--megabytes", type=int, default=0, help="another size")
    chosen = parser.parse_args(arguments)
    megabytes = chosen.megabytes or (FULL_MEGABYTES if chosen.full else DEFAULT_MEGABYTES)
    _CACHE.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="attachments-", dir=_CACHE) as folder:
        _measure(Path(folder), megabytes).print()
    return 0


def _measure(folder: Path, megabytes: int) -> Report:
    file = folder / "evidence.bin"
    sent = _write(file, megabytes)
    stage = Stage(folder=folder, say=lambda _: None)
    report = Report(bench="attachments")
    try:
        accord.play(stage)
        before = {party: peak_megabytes_of(node.pid) for party, node in stage.nodes.items()}
        began = time.perf_counter()
        with peak_of_children_watched() as peak:
            leaf = say(stage, NORTHMARK, "north-preservation", attach=str(file), wait=False)
            queued = time.perf_counter()
            wait_delivered(stage, NORTHMARK, leaf, seconds=_PATIENCE_SECONDS)
            carried = time.perf_counter()
            target = folder / "released"
            target.mkdir()
            stage.verb(SOUTHMERE, "show", leaf, "--release", str(target), quiet=True)
            released = time.perf_counter()
        peaks = {
            "sending_node": peak_megabytes_of(stage.nodes[NORTHMARK].pid),
            "receiving_node": peak_megabytes_of(stage.nodes[SOUTHMERE].pid),
            "largest_process": peak(),
        }
    finally:
        stage.stop_nodes()
    if _digest(folder / "released" / file.name) != sent:
        raise ValueError("expected the file that was sent, found another")

    report.rate("attachment_megabytes", megabytes)
    report.rate("encrypted_megabytes_per_second", megabytes / (queued - began))
    report.rate("carried_megabytes_per_second", megabytes / (carried - queued))
    report.rate("released_megabytes_per_second", megabytes / (released - carried))
    for name, megabytes_held in peaks.items():
        report.rate(f"peak_megabytes_{name}", megabytes_held, goal=f"under {LIMIT_MEGABYTES:.0f}")
    report.rate("peak_megabytes_nodes_before", max(before.values()))
    report.ratio("memory_of_limit", max(peaks.values()) / LIMIT_MEGABYTES, goal="under 1")
    return report


def _write(file: Path, megabytes: int) -> bytes:
    """Write a file that does not compress; return its hash."""
    digest = sha256()
    with file.open("wb") as target:
        for number in range(megabytes):
            block = shake_128(f"evidence {number}".encode()).digest(_MEGABYTE)
            digest.update(block)
            target.write(block)
    return digest.digest()


def _digest(file: Path) -> bytes:
    digest = sha256()
    with file.open("rb") as source:
        while block := source.read(_MEGABYTE):
            digest.update(block)
    return digest.digest()
