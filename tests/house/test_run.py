"""`./run` finds an interpreter, makes the environment once, and repairs a half-made one.

A stand-in plays Python, so nothing is downloaded: it makes the folders that `venv` would make
and writes down each call. The real thing is what everybody runs every day.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.house.places import ROOT

SHELLS = [shell for shell in ("dash", "bash", "busybox") if shutil.which(shell) is not None]

# Plays python: the probe, `-m venv FOLDER`, `-m pip install …`, and the script on its input.
STAND_IN = """#!/bin/sh
echo "$@" | head -n 1 >>"$CALLS"
case "$1 ${2:-}" in
"-m venv")
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    printf '#!/bin/sh\\necho "servanda $*"\\nenv | grep ^PYTHON\\n:\\n' >"$3/bin/servanda"
    chmod +x "$3/bin/servanda"
    ;;
"-m pip") [ ! -e "$CALLS.offline" ] ;;
"- "*) cat >/dev/null ;;
esac
"""


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """A copy of `run` and its locks, in a folder whose name has spaces and quotes."""

    folder: Path
    calls: Path
    stand_in: Path

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(self.folder / "run"), *arguments],
            cwd="/",
            env={
                "PATH": os.environ["PATH"],
                "CALLS": str(self.calls),
                "SERVANDA_PYTHON": str(self.stand_in),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def installed(self) -> list[str]:
        """Return the locks that were installed, in order."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [Path(line).name for line in lines if line.startswith("-m pip")]

    def forget_calls(self) -> None:
        self.calls.unlink()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a place with 'quotes' and spaces"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "run", folder)
    for name in ("node", "test", "bench"):
        (folder / "requirements" / f"{name}.lock").write_text(f"{name}==1\n")
    stand_in = tmp_path / "stand-in"
    stand_in.write_text(STAND_IN)
    stand_in.chmod(0o755)
    return Checkout(folder=folder, calls=tmp_path / "calls", stand_in=stand_in)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_accepts_it(shell: str) -> None:
    command = [shell, "sh"] if shell == "busybox" else [shell]

    result = subprocess.run([*command, "-n", str(ROOT / "run")], capture_output=True, check=False)

    assert result.returncode == 0, result.stderr


def test_without_arguments_it_prints_its_commands_and_makes_nothing(checkout: Checkout) -> None:
    result = checkout.run()

    first_words = [line.split()[:2] for line in result.stdout.splitlines()]
    assert first_words == [
        ["./run", verb] for verb in ("demo", "test", "node", "check", "verify", "bench", "servanda")
    ]
    assert (result.returncode, result.stderr) == (0, "")
    assert not (checkout.folder / ".venv").exists()


def test_an_unknown_command_is_wrong_use(checkout: Checkout) -> None:
    result = checkout.run("dance")

    assert result.returncode == 2
    assert "unknown: dance" in result.stderr


def test_the_environment_is_made_once_from_any_folder(checkout: Checkout) -> None:
    first = checkout.run("servanda", "show", "a b")
    second = checkout.run("servanda", "inbox")

    assert (first.returncode, first.stdout) == (0, "servanda show a b\n")
    assert (second.returncode, second.stdout) == (0, "servanda inbox\n")
    assert checkout.installed() == ["node.lock"]


@pytest.mark.parametrize("verb", ["demo", "node", "verify"])
def test_a_verb_of_the_command_line_gets_its_arguments(checkout: Checkout, verb: str) -> None:
    result = checkout.run(verb, "--once", "x y")

    assert result.stdout == f"servanda {verb} --once x y\n"


def test_what_the_caller_set_for_another_python_does_not_reach_ours(checkout: Checkout) -> None:
    result = checkout.run("servanda", PYTHONPATH="/elsewhere", PYTHONDONTWRITEBYTECODE="1")

    assert result.stdout == "servanda \n"


def test_a_set_up_that_stopped_half_way_is_started_over(checkout: Checkout) -> None:
    Path(f"{checkout.calls}.offline").touch()
    failed = checkout.run("servanda")
    Path(f"{checkout.calls}.offline").unlink()

    repaired = checkout.run("servanda")

    assert failed.returncode == 1
    assert "could not be installed" in failed.stderr
    assert repaired.returncode == 0
    assert checkout.installed() == ["node.lock", "node.lock"]


def test_an_environment_without_its_interpreter_is_made_again(checkout: Checkout) -> None:
    checkout.run("servanda")
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    (checkout.folder / ".venv" / "bin" / "python").symlink_to("gone")

    assert checkout.run("servanda").returncode == 0
    assert checkout.installed() == ["node.lock", "node.lock"]


def test_a_changed_lock_makes_the_environment_again(checkout: Checkout) -> None:
    checkout.run("servanda")
    (checkout.folder / "requirements" / "node.lock").write_text("node==2\n")

    checkout.run("servanda")
    checkout.run("servanda")

    assert checkout.installed() == ["node.lock", "node.lock"]


def test_an_environment_that_was_moved_is_made_again(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("servanda")
    moved = replace(checkout, folder=tmp_path / "moved")
    checkout.folder.rename(moved.folder)

    moved.run("servanda")

    assert moved.installed() == ["node.lock", "node.lock"]


def test_tests_add_their_packages_to_what_is_there(checkout: Checkout) -> None:
    checkout.run("servanda")

    checkout.run("test", "tests/core")
    checkout.run("test", "tests/core")
    checkout.run("servanda")

    assert checkout.installed() == ["node.lock", "test.lock"]
    assert "-m pytest tests/core" in checkout.calls.read_text()


def test_a_changed_test_lock_leaves_no_old_package_behind(checkout: Checkout) -> None:
    checkout.run("test")
    (checkout.folder / "requirements" / "test.lock").write_text("test==2\n")
    checkout.forget_calls()

    checkout.run("test")

    assert "-m venv" in checkout.calls.read_text()
    assert checkout.installed() == ["test.lock"]


def test_tests_try_to_add_the_parser_once(checkout: Checkout) -> None:
    (checkout.folder / "requirements" / "nlp-test.lock").write_text("parser==1\n")

    checkout.run("servanda")
    checkout.run("test", "tests/core")
    checkout.run("test", "tests/core")

    assert checkout.installed() == ["node.lock", "test.lock", "nlp-test.lock"]


def test_a_parser_that_cannot_be_had_leaves_the_other_tests_to_run(checkout: Checkout) -> None:
    checkout.run("test", "tests/core")
    (checkout.folder / "requirements" / "nlp-test.lock").write_text("parser==1\n")
    Path(f"{checkout.calls}.offline").touch()

    result = checkout.run("test", "tests/core")

    assert result.returncode == 0
    assert "its tests are left out" in result.stderr
    assert checkout.calls.read_text().rstrip().endswith("-m pytest tests/core")


def test_another_interpreter_when_asked_for_makes_the_environment_again(
    checkout: Checkout,
) -> None:
    checkout.run("servanda")
    other = shutil.copy(checkout.stand_in, checkout.folder / "other")

    checkout.run("servanda", SERVANDA_PYTHON=str(other))

    assert checkout.installed() == ["node.lock", "node.lock"]


def test_the_turn_of_a_maker_that_died_is_taken_over(checkout: Checkout) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (checkout.folder / ".venv-maker").symlink_to(str(ended.pid))

    assert checkout.run("servanda").returncode == 0
    assert not (checkout.folder / ".venv-maker").is_symlink()


def test_a_named_interpreter_that_does_not_work_is_said_so(checkout: Checkout) -> None:
    result = checkout.run("servanda", SERVANDA_PYTHON="/no/such/python")

    assert result.returncode == 1
    assert "SERVANDA_PYTHON is /no/such/python, which does not work here" in result.stderr


def test_the_newest_interpreter_that_works_is_taken(checkout: Checkout, tmp_path: Path) -> None:
    # As version managers do: a newer name is on PATH but only says that it is not there.
    shims = tmp_path / "shims"
    shims.mkdir()
    for name, text in (("python3.14", "#!/bin/sh\nexit 127\n"), ("python3.13", STAND_IN)):
        (shims / name).write_text(text)
        (shims / name).chmod(0o755)

    result = checkout.run(
        "servanda", SERVANDA_PYTHON="", PATH=f"{shims}{os.pathsep}{os.environ['PATH']}"
    )

    assert result.returncode == 0
    assert f"Making .venv with {shims / 'python3.13'}" in result.stderr
