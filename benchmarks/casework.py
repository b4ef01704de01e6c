"""`./run bench casework`: what a desk's work costs in a store of years, beside reading the rows.

A store of 150,000 requests and 2,000,000 statements (by default a hundredth) is generated once;
then a request is queued, the queue shown, a year reviewed, and every projection compared.

Source: docs/reference/benchmarks.md.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connections

from benchmarks.casework_store import HUB, MODE, make_pair
from benchmarks.matters import STATEMENTS_A_ROUND
from benchmarks.report import Report
from benchmarks.served import environment_with_source
from servanda.simulation.clock import VirtualClock
from servanda.simulation.years.accord import START
from servanda.store.home.layout import Home
from servanda.usecases.keys.init_node import init_node
from servanda.wiring import open_node

FULL_STATEMENTS = 2_000_000
DEFAULT_STATEMENTS = FULL_STATEMENTS // 100
_MOST_A_PAIR = 50_000  # statements that a desk and its counterpart exchange in a year
_USUAL_PAIRS = 5
MORE_STATEMENTS = 1_000  # in one pair, after the year
CACHE = Path(__file__).parent / ".cache"
_MADE = "statements.json"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench casework", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL_STATEMENTS:,} statements")
    parser.add_argument("--statements", type=int, default=0, help="another number of statements")
    parser.add_argument("--pairs", type=int, default=0, help="another number of pairs")
    parser.add_argument("--make", metavar="HOME", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    wanted = chosen.statements or (FULL_STATEMENTS if chosen.full else DEFAULT_STATEMENTS)
    if chosen.make:
        make_store(Path(chosen.make), statements=wanted, pairs=chosen.pairs)
        return 0
    made = cached_store(wanted, pairs=chosen.pairs)
    with TemporaryDirectory(prefix="casework-", dir=CACHE) as folder:
        home = Path(folder) / "home"
        shutil.copytree(made, home)  # what is measured writes
        _measure(home).print()
    return 0


def make_store(home: Path, *, statements: int, pairs: int) -> None:
    """Make a node's home in the new folder `home`, with about so many statements in its logs."""
    clock = VirtualClock(START)
    node = open_node(home=Home(home), clock=clock)
    init_node(party=HUB, mode=MODE, carriers={}, services=node.services)
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")  # what a crash spoils here is made again
    pairs = pairs or max(
        statements // _MOST_A_PAIR, min(statements // STATEMENTS_A_ROUND, _USUAL_PAIRS), 1
    )
    rounds = max(statements // pairs // STATEMENTS_A_ROUND, 1)
    said = later = 0
    for number in range(pairs):
        more = 0 if number else MORE_STATEMENTS
        in_year, after = make_pair(number, rounds=rounds, more=more, hub=node.services, clock=clock)
        said, later = said + in_year, later + after
        node.services.pairs.drop_all()
        if sys.stderr.isatty():
            print(f"\rpairs made: {number + 1} of {pairs}", end="", file=sys.stderr, flush=True)
    (home / _MADE).write_text(json.dumps([said, later]))


def cached_store(statements: int, *, pairs: int) -> Path:
    """Return the home of this size, made if it is missing."""
    home = CACHE / (f"casework-{statements}" + (f"-{pairs}" if pairs else ""))
    if not home.exists():
        partial = home.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        size = (f"--statements={statements}", f"--pairs={pairs}")
        _run("benchmarks.casework", *size, f"--make={partial}", home=partial)
        partial.replace(home)
    return home


def _measure(home: Path) -> Report:
    followed = _part("follow", home)
    # Reading the rows before and after, so that what slows one slows both.
    rows = _part("read_rows", home)
    review = _part("review_from_log", home)
    first = _part("review_first", home)
    kept = _part("review_from_shares", home)
    again_kept = _part("read_shares", home)
    news = _part("review_incremental", home)
    if not review["documents"] == first["documents"] == kept["documents"]:
        raise ValueError("expected the same bytes from the logs and from shares, found others")
    check = _part("check_projections", home)
    spread = _part("check_in_processes", home)
    again = _part("read_rows", home)
    due = _part("next_deadlines", home)
    queued = _part("queue", home)

    report = Report(bench="casework")
    leaves = rows["leaves"]
    bound = 2 * leaves / (rows["cpu_seconds"] + again["cpu_seconds"])
    in_year, later = json.loads((home / _MADE).read_text())
    report.rate("statements", in_year)
    report.rate("cases", followed["cases"])
    report.rate("leaves", leaves)
    report.rate("bound_leaves_per_cpu_second", bound)
    report.rate("queue_request_milliseconds", queued["request_milliseconds"], goal="under 20")
    report.rate("queue_move_milliseconds", queued["move_milliseconds"], goal="under 20")
    report.rate("next_deadlines_milliseconds", due["milliseconds"], goal="under 50")
    report.rate("follow_statements", followed["statements"] / followed["cpu_seconds"])
    report.rate("follow_1000_seconds", 1_000 * followed["cpu_seconds"] / followed["statements"])
    report.rate("review_from_log_seconds", review["cpu_seconds"], goal="full size: under 180")
    report.rate("review_peak_megabytes", review["peak_megabytes"], goal="under 1,000")
    report.rate("review_first_seconds", first["cpu_seconds"])
    report.rate("review_first_peak_megabytes", first["peak_megabytes"], goal="under 1,000")
    report.rate("review_from_shares_seconds", kept["cpu_seconds"], goal="full size: under 20")
    report.rate("review_from_shares_peak_megabytes", kept["peak_megabytes"], goal="under 1,000")
    report.rate("new_statements", later)
    report.rate("review_incremental_seconds", news["cpu_seconds"], goal="under 1")
    report.rate("check_leaves", check["leaves"] / check["cpu_seconds"])
    report.rate("check_processes", spread["processes"])
    report.rate("check_leaves_of_processes", spread["leaves"] / spread["cpu_seconds"])
    report.rate(
        "check_leaves_wall", spread["leaves"] / spread["wall_seconds"], goal="at least 8,000"
    )
    report.rate("check_peak_megabytes", check["peak_megabytes"])
    report.ratio(
        "queue_request_of_bound", queued["request_milliseconds"] / queued["bound_milliseconds"]
    )
    report.ratio("queue_move_of_bound", queued["move_milliseconds"] / queued["bound_milliseconds"])
    report.ratio("next_deadlines_of_bound", due["milliseconds"] / due["bound_milliseconds"])
    report.ratio("follow_of_bound", followed["statements"] / followed["cpu_seconds"] / bound)
    report.ratio("review_from_log_of_bound", leaves / review["cpu_seconds"] / bound)
    report.ratio("review_from_shares_of_bound", again_kept["cpu_seconds"] / kept["cpu_seconds"])
    report.ratio("review_incremental_of_bound", news["bound_cpu_seconds"] / news["cpu_seconds"])
    report.ratio("check_of_bound", check["leaves"] / check["cpu_seconds"] / bound)
    return report


def _part(name: str, home: Path) -> dict[str, Any]:
    """Return what a part of `casework_parts` gives, run in a process of its own."""
    found = json.loads(_run("benchmarks.casework_parts", name, home=home).splitlines()[-1])
    return dict(found)


def _run(module: str, *arguments: str, home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**environment_with_source(), "SERVANDA_HOME": str(home)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
