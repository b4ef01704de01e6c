"""`servanda evidence watch`: what comes whole into a folder is archived once, and nothing else."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.interfaces.cli.evidence.settling import Settling, look_at
from servanda.interfaces.cli.output import DONE, WRONG_USE
from tests.interfaces.cli.homes import Desk

PATHS = [Path(name) for name in "abc"]
looks = st.lists(
    st.dictionaries(
        st.sampled_from(PATHS), st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=3
    ),
    max_size=12,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "home", "alice.example")
    made.do("init", made.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    return made


@given(looks)
def test_a_file_is_taken_when_two_looks_find_it_the_same_and_not_again_until_it_changes(
    seen: list[dict[Path, tuple[int, int]]],
) -> None:
    settling = Settling()
    taken: dict[Path, tuple[int, int]] = {}
    before: dict[Path, tuple[int, int]] = {}
    for look in seen:
        for path in settling.whole(look):
            assert before[path] == look[path] != taken.get(path)
            taken[path] = look[path]
        taken = {path: stamp for path, stamp in taken.items() if path in look}
        assert settling.is_waiting == any(taken.get(path) != stamp for path, stamp in look.items())
        before = look


def test_what_is_unfinished_hidden_or_a_link_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not meant")
    folder = tmp_path / "in"
    (folder / "deeper" / ".cache").mkdir(parents=True)
    for name in ("one.txt", "deeper/two.html", ".hidden", "three.pdf.part", "deeper/.cache/x.txt"):
        (folder / name).write_text("x")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "linked").symlink_to(tmp_path)

    assert sorted(look_at(folder)) == [folder / "deeper" / "two.html", folder / "one.txt"]
    assert look_at(tmp_path / "gone") == {}


def test_once_adds_everything_that_is_there_and_ends_and_a_second_run_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text("One article.\n")
    (folder / "two.txt").write_text("Another article.\n")
    (folder / "same.txt").write_text("One article.\n")

    first = desk.run("evidence", "watch", folder, "--once", "--every", "0.05", "--json")
    again = desk.do("evidence", "watch", folder, "--once", "--every", "0.05")

    lines = [json.loads(line) for line in first.out.decode().splitlines()]
    assert first.exit == DONE
    assert lines[-1] == {"added": 2, "known": 1, "unreadable": 0}
    assert [one["name"] for one in lines[:-1]] == ["one.txt", "one.txt", "two.txt"]
    assert again == {"added": 0, "known": 3, "unreadable": 0}


def test_what_comes_while_it_watches_is_added_and_a_signal_ends_it(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    call = [sys.executable, "-m", "servanda", "evidence", "watch", str(folder)]
    with subprocess.Popen(
        [*call, "--every", "0.05", "--json"],
        env=desk.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as watching:
        assert watching.stdout is not None
        (folder / "late.txt").write_text("It came later.\n")
        told = json.loads(watching.stdout.readline())
        watching.send_signal(signal.SIGTERM)
        last = json.loads(watching.stdout.readline())
        assert watching.wait(60) == DONE

    assert (told["name"], told["is_new"]) == ("late.txt", True)
    assert last == {"added": 1, "known": 0, "unreadable": 0}


@pytest.mark.parametrize("arguments", [["gone"], [".", "--every", "0"], [".", "--every", "1e9"]])
def test_what_cannot_be_watched_is_refused(desk: Desk, arguments: list[str]) -> None:
    run = desk.run("evidence", "watch", *arguments)

    assert run.exit == WRONG_USE
    assert "expected" in run.err
