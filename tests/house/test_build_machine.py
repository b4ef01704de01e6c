"""`.ci/run` installs what is missing, nothing else, and then runs the same check as everybody."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.places import ROOT

# Plays dpkg-query: the package that `INSTALLED` names is there, no other.
DPKG = """#!/bin/sh
case " $INSTALLED " in *" $3 "*) printf installed ;; *) exit 1 ;; esac
"""
RECORDER = '#!/bin/sh\necho "$(basename "$0") $*" >>"$CALLS"\n'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A copy of `.ci/run` beside a `run` and an `apt-get` that only write down their calls."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    programs = {"run": RECORDER, "bin/apt-get": RECORDER, "bin/dpkg-query": DPKG}
    programs["bin/sudo"] = '#!/bin/sh\nexec "$@"\n'
    for name, text in programs.items():
        program = tmp_path / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)
    return tmp_path


def test_missing_packages_are_installed_after_the_lists_are_renewed(machine: Path) -> None:
    calls = calls_of(machine, installed="postgresql age chromium dovecot-imapd dovecot-lmtpd")

    assert calls == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends golang-go golang-golang-x-mod-dev",
        "run check",
    ]


def test_nothing_is_installed_when_everything_is_there(machine: Path) -> None:
    calls = calls_of(
        machine,
        installed="postgresql golang-go golang-golang-x-mod-dev age dovecot-imapd dovecot-lmtpd "
        "chromium",
    )

    assert calls == ["run check"]


def calls_of(machine: Path, *, installed: str) -> list[str]:
    calls = machine / "calls"
    subprocess.run(
        [str(machine / ".ci" / "run")],
        cwd="/",
        env={
            "PATH": f"{machine / 'bin'}:/usr/bin:/bin",
            "CALLS": str(calls),
            "INSTALLED": installed,
        },
        check=True,
    )
    return calls.read_text().splitlines()
