"""Programs of other people that some tests run, and how to get them.

A test says `@pytest.mark.needs("go")`. Without the program it is left out, the end of the run
names the group and the command that installs it; with SERVANDA_REQUIRE_PROGRAMS set, as on the
build machine, it fails instead.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

REQUIRE_PROGRAMS = "SERVANDA_REQUIRE_PROGRAMS"

# Debian's packages keep PostgreSQL's server out of PATH and Go's libraries in a tree of their own.
_POSTGRES_FOLDERS = Path("/usr/lib/postgresql")
_DOVECOT_LMTP = Path("/usr/lib/dovecot/lmtp")  # a package of its own
_GO_MODULES = Path("/usr/share/gocode/src/golang.org/x/mod")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One group of tests that need a program.

    Attributes:
        tests: What is left out without it, for people.
        packages: The Debian packages that bring it.
        is_there: Whether it can be run here.
    """

    tests: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def postgres_program(name: str) -> Path | None:
    """Return where `name` of PostgreSQL's server is: on PATH, else Debian's newest."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    versions = [folder for folder in _POSTGRES_FOLDERS.glob("*") if folder.name.isdecimal()]
    for folder in sorted(versions, key=lambda folder: int(folder.name), reverse=True):
        if (folder / "bin" / name).exists():
            return folder / "bin" / name
    return None


def chromium_program() -> str | None:
    """Return where Chromium is on PATH, by the name that Debian or another system gives it."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def dovecot_program() -> Path | None:
    """Return where Dovecot is: on PATH, else where Debian puts it, which only root has on PATH."""
    found = Path(shutil.which("dovecot") or "/usr/sbin/dovecot")
    return found if found.exists() else None


PROGRAMS: Mapping[str, Program] = {
    "age": Program(
        tests="attachments opened with the stock age tool",
        packages=("age",),
        is_there=lambda: shutil.which("age") is not None,
    ),
    "chromium": Program(
        tests="pages in a real browser",
        packages=("chromium",),
        is_there=lambda: chromium_program() is not None,
    ),
    "dovecot": Program(
        tests="mail over a real mail path",
        packages=("dovecot-imapd", "dovecot-lmtpd"),
        is_there=lambda: dovecot_program() is not None and _DOVECOT_LMTP.exists(),
    ),
    "go": Program(
        tests="logs and notes checked by Go",
        packages=("golang-go", "golang-golang-x-mod-dev"),
        is_there=lambda: shutil.which("go") is not None and _GO_MODULES.is_dir(),
    ),
    "postgres": Program(
        tests="the store on PostgreSQL",
        packages=("postgresql",),
        is_there=lambda: postgres_program("initdb") is not None,
    ),
}


def is_required() -> bool:
    """Return whether a missing program is a failure here, not a reason to leave tests out."""
    return bool(os.environ.get(REQUIRE_PROGRAMS))


def install_command(names: set[str]) -> str:
    """Return the one command that installs the programs `names`."""
    packages = sorted(package for name in names for package in PROGRAMS[name].packages)
    return "apt-get install " + " ".join(packages)
