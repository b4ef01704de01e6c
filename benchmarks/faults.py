"""How many crashes two simulated nodes survive, and how fast they are tried.

Each crash drops everything that a process would have in memory, at a boundary between two steps
of sending and receiving; after some of them everything is brought home and compared: nothing
acknowledged is lost, nothing is doubled, both reviews agree. The first promise that breaks ends
the run with its seed, and the exit code 1.

    ./run bench faults [--kills N] [--seed S] [--full]
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence

from servanda.simulation.promises import BrokenPromiseError
from servanda.simulation.storm import StormReport, run_storm

KILLS = 5_000  # well within a minute
FULL_KILLS = 100_000
SHARE = 1_000  # crashes between two lines of progress


def main(arguments: Sequence[str]) -> int:
    """Run the storm; return the exit code."""
    wish = _parse(arguments)
    kills = wish.kills or (FULL_KILLS if wish.full else KILLS)
    started, cpu_started = time.monotonic(), time.process_time()
    total = StormReport()
    share = 0
    while total.kills < kills:
        try:
            part = run_storm(kills=min(SHARE, kills - total.kills), seed=wish.seed + share)
        except BrokenPromiseError as broken:
            print(f"BROKEN: {broken}; seed {wish.seed + share}")
            return 1
        total.add(part)
        share += 1
        print(f"{total.kills} crashes, {total.worlds} worlds, {total.statements} statements")
    cpu = time.process_time() - cpu_started
    _print(total, seed=wish.seed, cpu_seconds=cpu, seconds=time.monotonic() - started)
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench faults")
    parser.add_argument("--kills", type=int, default=0, help=f"default {KILLS}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help=f"{FULL_KILLS} kills")
    return parser.parse_args(arguments)


def _print(total: StormReport, *, seed: int, cpu_seconds: float, seconds: float) -> None:
    for name, count in sorted(total.crashes.items()):
        print(f"  {name:<24} {count:>8}")
    counts = {
        "kills": total.kills,
        "worlds": total.worlds,
        "statements": total.statements,
        "lost_envelopes": total.lost,
        "doubled_envelopes": total.doubled,
        "broken_promises": 0,
        "seed": seed,
    }
    rates = {
        "kills_per_cpu_second": round(total.kills / cpu_seconds, 1),
        "kills_per_second": round(total.kills / seconds, 1),
    }
    print(json.dumps({"bench": "faults", "counts": counts, "rates": rates, "ratios": {}}))
    sys.stdout.flush()
