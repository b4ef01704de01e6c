"""Each benchmark runs and prints its names; how fast anything is, is never tested."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from benchmarks.__main__ import NAMES
from tests.house.places import ROOT

BESIDE_GNUPG = {"node_of_gnupg"} if shutil.which("gpg-connect-agent") else set()

TINY = {
    "exchange": (
        ("--rounds", "1", "--connections", "2"),
        {"batch_of_bound", "wire_overhead", "wire_overhead_single"},
    ),
    "verify": (("--statements", "300"), {"verify_of_bound", "verify_of_bound_cpu"}),
    "attachments": (("--megabytes", "1"), {"memory_of_limit"}),
    "brief": (("--statements", "240"), {"pdf_of_bare", "all_forms_of_bare_pdf"}),
    "casework": (
        ("--statements", "240"),
        {
            "queue_request_of_bound",
            "queue_move_of_bound",
            "next_deadlines_of_bound",
            "follow_of_bound",
            "review_from_log_of_bound",
            "review_from_shares_of_bound",
            "review_incremental_of_bound",
            "check_of_bound",
        },
    ),
    "mail": (("--messages", "2"), {"message_of_bare", *BESIDE_GNUPG}),
    "directory": (("--parties", "2"), {"nothing_due_of_reading"}),
    "evidence": (
        ("--documents", "6", "--linked", "60", "120"),
        {
            "linked_60_found_of_planted",
            "linked_120_found_of_planted",
            "linked_growth",
            "memory_of_limit",
        },
    ),
}


# What a run needs beside Python.
NEEDED = {"mail": "dovecot"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.needs(NEEDED[name])] if name in NEEDED else [])
        for name in TINY
    ],
)
def test_a_tiny_run_ends_with_its_rates_and_ratios(name: str) -> None:
    arguments, ratios = TINY[name]

    done = _run(name, *arguments)

    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["bench"] == name
    assert set(last["ratios"]) == ratios
    assert all(value > 0 for value in (*last["rates"].values(), *last["ratios"].values()))


def test_an_unknown_benchmark_is_refused_with_the_names_there_are() -> None:
    done = _run("nothing")

    assert done.returncode == 2
    assert "|".join(NAMES) in done.stderr


def test_every_benchmark_is_named_on_its_page() -> None:
    page = (ROOT / "docs" / "reference" / "benchmarks.md").read_text(encoding="utf-8")

    assert f"./run bench {'|'.join(NAMES)} [--full]" in page


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value for name, value in os.environ.items() if name != "SERVANDA_PEER_PYTHON"
    }
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
