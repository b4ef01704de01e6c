"""What every test shares: Hypothesis profiles, groups that need a program, and their order."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import postgres_server, postgres_url
from tests.programs import PROGRAMS, install_command, is_required

__all__ = ["postgres_server", "postgres_url"]

# A test that needs a program is left out with this word before the program's name.
_LEFT_OUT = "needs the program "

# What is quick and tells most comes first; whole nodes and attacks come last.
_FIRST = ("house", "documentation", "core")
_LAST = ("interop", "attacks", "faults", "end_to_end")
_TESTS = Path(__file__).parent

# No deadline: a machine under load is not a fault of the code (no timing asserts).
_SLOW_DATA = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("desk", max_examples=60, deadline=None, suppress_health_check=_SLOW_DATA)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("SERVANDA_HYPOTHESIS", "desk"))


# The language of texts (servanda.interfaces.language.LANGUAGE_VARIABLE); `--lang` sets it.
_LANGUAGE = "SERVANDA_LANG"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """Undo what a test that called the command line in its own process left of `--lang`."""
    yield
    os.environ[_LANGUAGE] = "en"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, so that a misspelt one is an error; let no desk's language matter."""
    os.environ[_LANGUAGE] = "en"
    names = ", ".join(PROGRAMS)
    config.addinivalue_line("markers", f"needs(program): runs another program: {names}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the groups in order; leave out what lacks a program, unless it must be there."""
    items.sort(key=_group_rank)  # stable: the order inside a group stays
    if is_required():
        return
    missing = {name for name, program in PROGRAMS.items() if not program.is_there()}
    for item in items:
        for name in sorted(_needed(item) & missing):
            item.add_marker(pytest.mark.skip(reason=f"{_LEFT_OUT}{name}"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail instead of leaving out, where the environment says that programs must be there."""
    if is_required():
        missing = sorted(name for name in _needed(item) if not PROGRAMS[name].is_there())
        if missing:
            pytest.fail(f"this machine must have: {install_command(set(missing))}", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the groups left out and the one command that installs what they need."""
    left_out = set(_left_out(terminalreporter.getreports("skipped")))
    if not left_out:
        return
    terminalreporter.section("left out for lack of a program")
    for name in sorted(left_out):
        terminalreporter.write_line(f"{name}: {PROGRAMS[name].tests}")
    terminalreporter.write_line(f"To run them too: {install_command(left_out)}")


def _needed(item: pytest.Item) -> set[str]:
    return {marker.args[0] for marker in item.iter_markers("needs")}


def _left_out(reports: Iterable[object]) -> Iterable[str]:
    for report in reports:
        reason = str(getattr(report, "longrepr", ""))
        for name in PROGRAMS:
            if f"{_LEFT_OUT}{name}" in reason:
                yield name


def _group_rank(item: pytest.Item) -> int:
    try:
        group = item.path.relative_to(_TESTS).parts[0]
    except ValueError:
        return len(_FIRST)
    if group in _FIRST:
        return _FIRST.index(group)
    if group in _LAST:
        return len(_FIRST) + 1 + _LAST.index(group)
    return len(_FIRST)
