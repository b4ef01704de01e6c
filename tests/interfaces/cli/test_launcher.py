"""A verb forked from a launcher is as one begun anew: a process, a home, an end of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from servanda.simulation.demo.launched import (
    MAX_CALL_BYTES,
    EndedVerb,
    Launcher,
    VerbUnfinished,
    can_launch,
    run_anew,
)
from tests.interfaces.cli.homes import VERB_SECONDS, Desk

pytestmark = pytest.mark.skipif(not can_launch(), reason="verbs are not forked on this system")

CALLS = [
    (0, ["card", "--json"]),
    (0, ["clock", "show"]),
    (0, ["inbox"]),
    (0, ["--help"]),
    (0, ["send", "--help"]),
    (1, ["verify", "nothing.zip"]),
    (2, ["show", "nothing", "--json"]),
    (2, ["send", "nothing", "--json"]),
    (2, ["unknown"]),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("forked") / "home", "forked.example")
    made.do("init", made.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    return made


@contextmanager
def launched(desk: Desk, **environment: str) -> Iterator[Launcher]:
    launcher = Launcher.start({**desk.environment(), **environment})
    try:
        yield launcher
    finally:
        launcher.end()


@pytest.fixture(scope="module", params=["en", "zh-Hans"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def launcher(desk: Desk, language: str) -> Iterator[Launcher]:
    with launched(desk, SERVANDA_LANG=language) as started:
        yield started


@pytest.mark.parametrize(("status", "call"), CALLS)
def test_a_forked_verb_says_what_one_begun_anew_says_and_ends_as_it_does(
    desk: Desk, launcher: Launcher, language: str, status: int, call: list[str]
) -> None:
    environment = {**desk.environment(), "SERVANDA_LANG": language}

    forked = launcher.run(call, seconds=VERB_SECONDS)

    anew = run_anew(call, environment=environment, seconds=VERB_SECONDS)
    assert (forked.status, forked.out, forked.err) == (anew.status, anew.out, anew.err)
    assert forked.status == status
    assert forked.out or forked.err


def test_each_verb_is_a_process_of_its_own(launcher: Launcher) -> None:
    ended = [launcher.run(["card", "--json"], seconds=VERB_SECONDS) for _ in range(3)]

    processes = {one.process for one in ended}
    assert len(processes) == 3
    assert not processes & {launcher.process.pid, os.getpid()}


def test_a_forked_verb_leaves_the_whole_store_in_one_file(desk: Desk, launcher: Launcher) -> None:
    launcher.run(["clock", "show"], seconds=VERB_SECONDS)

    assert [file.name for file in desk.folder.glob("store.sqlite3*")] == ["store.sqlite3"]


def test_many_verbs_at_once_each_get_their_own_answer(launcher: Launcher) -> None:
    def shown(number: int) -> str:
        ended = launcher.run(["show", f"nothing-{number}", "--json"], seconds=VERB_SECONDS)
        return str(json.loads(ended.out)["message"])

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(shown, range(16)))

    assert [f"nothing-{number}" in one for number, one in enumerate(told)] == [True] * 16


def test_a_verb_changes_nothing_for_those_that_come_after_it(desk: Desk) -> None:
    with launched(desk) as launcher:
        before = launcher.run(["unknown"], seconds=VERB_SECONDS)
        chinese = launcher.run(["--lang", "zh", "unknown"], seconds=VERB_SECONDS)
        after = launcher.run(["unknown"], seconds=VERB_SECONDS)

    assert before.err == after.err != chinese.err


def test_two_verbs_of_one_launcher_draw_keys_of_their_own(tmp_path: Path) -> None:
    home = Desk(tmp_path / "home", "twice.example")
    init = ["init", home.party, "--no-https", "--json"]
    words = []

    with launched(home) as launcher:
        for _ in range(2):
            assert launcher.run(init, seconds=VERB_SECONDS).status == 0
            card = launcher.run(["card", "--json"], seconds=VERB_SECONDS)
            words.append(json.loads(card.out)["words"])
            shutil.rmtree(home.folder)

    assert words[0] != words[1]


def test_a_launcher_touches_no_home(tmp_path: Path) -> None:
    home = Desk(tmp_path / "home", "nobody.example")

    with launched(home) as launcher:
        assert launcher.run(["--help"], seconds=VERB_SECONDS).status == 0
        opened = files_of(launcher.process.pid)

    assert not home.folder.exists()
    assert [file for file in opened if file.startswith(str(tmp_path))] == []


def test_what_is_loaded_before_a_fork_has_no_settings_no_database_and_no_thread() -> None:
    code = (
        "import os, sys, threading\n"
        "before = set(os.listdir('/proc/self/fd'))\n"
        "from servanda.interfaces.cli.launcher import load_verbs\n"
        "load_verbs()\n"
        "from django.conf import settings\n"
        "from django.db import connections\n"
        "print(settings.configured, len(connections.all(initialized_only=True))\n"
        "  if settings.configured else 0, len(os.listdir('/proc/self/task')),\n"
        "  sorted(set(os.listdir('/proc/self/fd')) - before),\n"
        "  [m for m in ('servanda.node.settings', 'servanda.store.models') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "False 0 1 [] []"


def test_a_verb_that_runs_on_has_its_own_home_open_and_holds_up_no_other(
    desk: Desk, tmp_path: Path
) -> None:
    with launched(desk) as launcher, serving(launcher, desk) as (process, ended):
        other = Desk(tmp_path / "home", "other.example")
        with launched(other) as theirs:
            assert theirs.run(["init", other.party, "--no-https"], seconds=VERB_SECONDS).status == 0
        assert launcher.run(["clock", "show"], seconds=VERB_SECONDS).status == 0
        opened = files_of(process)

        assert process != launcher.process.pid
        assert any(file.startswith(str(desk.folder)) for file in opened)
        assert [file for file in opened if file.startswith(str(other.folder))] == []
        assert not ended.done()


def test_a_verb_that_is_killed_says_by_which_signal(desk: Desk) -> None:
    with launched(desk) as launcher, serving(launcher, desk) as (process, ended):
        os.kill(process, signal.SIGKILL)

        assert ended.result(VERB_SECONDS).status == -signal.SIGKILL
        assert ended.result().process == process


def test_the_end_of_a_launcher_is_the_end_of_the_verbs_it_has_running(desk: Desk) -> None:
    with launched(desk) as launcher, serving(launcher, desk) as (process, ended):
        launcher.calls.shutdown(2)  # what the end of our own process does as well

        await_true(lambda: not Path(f"/proc/{process}").exists())
        assert launcher.process.wait(VERB_SECONDS) == 0
        with suppress(VerbUnfinished):
            ended.result(VERB_SECONDS)


def test_a_launcher_that_is_killed_is_told_at_once_to_whoever_waits_for_a_verb(desk: Desk) -> None:
    with launched(desk) as launcher, serving(launcher, desk) as (process, ended):
        launcher.process.kill()

        with pytest.raises(VerbUnfinished, match=r"launcher .* ended with -9"):
            ended.result(VERB_SECONDS)
        with pytest.raises(VerbUnfinished, match=r"launcher .* ended with -9"):
            launcher.run(["card"], seconds=VERB_SECONDS)
        os.kill(process, signal.SIGTERM)  # it is nobody's now
        await_true(lambda: not (desk.folder / "ready.json").exists())


def test_a_launcher_that_cannot_load_says_why(desk: Desk) -> None:
    cannot_load = r"ended with 1.*UnknownLanguageError"

    with (
        launched(desk, SERVANDA_LANG="tlh") as launcher,
        pytest.raises(VerbUnfinished, match=cannot_load),
    ):
        launcher.run(["card"], seconds=VERB_SECONDS)


def test_a_verb_that_does_not_end_in_time_is_given_up(desk: Desk) -> None:
    with launched(desk) as launcher:
        with pytest.raises(VerbUnfinished, match="ran on after 0 s"):
            launcher.run(["card"], seconds=0.0)

        assert launcher.run(["card"], seconds=VERB_SECONDS).status == 0


def test_arguments_that_fit_no_message_are_refused_and_harm_nothing(desk: Desk) -> None:
    with launched(desk) as launcher:
        with pytest.raises(VerbUnfinished, match=str(MAX_CALL_BYTES)):
            launcher.run(["card", "x" * MAX_CALL_BYTES], seconds=VERB_SECONDS)

        assert launcher.run(["card"], seconds=VERB_SECONDS).status == 0


@contextmanager
def serving(launcher: Launcher, desk: Desk) -> Iterator[tuple[int, Future[EndedVerb]]]:
    """Return a context with the process of a verb that runs on, and its end."""
    (desk.folder / "ready.json").unlink(missing_ok=True)
    with ThreadPoolExecutor(1) as waiting:
        ended = waiting.submit(launcher.run, ["serve"], seconds=VERB_SECONDS)
        await_true((desk.folder / "ready.json").exists)
        process = int(desk.read_json("ready.json")["pid"])
        yield process, ended
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)


def files_of(process: int) -> list[str]:
    found = []
    for entry in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):  # closed while we looked
            found.append(str(entry.readlink()))
    return found


def await_true(look: Callable[[], bool]) -> None:
    end = time.monotonic() + VERB_SECONDS
    while not look():
        assert time.monotonic() < end
        time.sleep(0.02)  # another process does it, and tells nobody
