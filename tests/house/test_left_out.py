"""Tests that lack a program are left out and named; where programs must be there, they fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.places import ROOT
from tests.programs import PROGRAMS, REQUIRE_PROGRAMS, install_command

NEEDY = """
import pytest

@pytest.mark.needs("age")
def test_that_runs_age() -> None: ...

def test_that_needs_nothing() -> None: ...
"""


@pytest.fixture
def needy(tmp_path: Path) -> Path:
    """A folder with one test that needs a program and one that needs none."""
    (tmp_path / "test_needy.py").write_text(NEEDY)
    return tmp_path


def test_a_missing_program_leaves_its_tests_out_and_is_named(needy: Path) -> None:
    result = run_without_programs(needy)

    lines = result.stdout.splitlines()
    assert result.returncode == 0, result.stdout
    assert f"age: {PROGRAMS['age'].tests}" in lines
    assert "To run them too: apt-get install age" in lines
    assert lines[-1].startswith("1 passed, 1 skipped")


def test_a_missing_program_is_a_failure_where_it_must_be_there(needy: Path) -> None:
    result = run_without_programs(needy, **{REQUIRE_PROGRAMS: "1"})

    assert result.returncode == 1, result.stdout
    assert "this machine must have: apt-get install age" in result.stdout


def test_one_command_installs_what_all_groups_need() -> None:
    command = install_command({"go", "age"})

    assert command == "apt-get install age golang-go golang-golang-x-mod-dev"


def test_the_build_machine_installs_what_the_groups_need() -> None:
    script = (ROOT / ".ci" / "run").read_text()

    packages = {package for program in PROGRAMS.values() for package in program.packages}

    assert {package for package in packages if f" {package}" not in script} == set()


def run_without_programs(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "tests.conftest",
                "-p",
                "no:cacheprovider",
            ),
            *("-c", "/dev/null", "--rootdir", str(folder), str(folder)),
        ],
        cwd=ROOT,
        env={"PATH": str(folder), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
