"""The lines of the demonstration are read by a shell as the words that they stand for."""

import shlex
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from servanda.simulation.demo.typed import typed, typed_start, typed_stop, typed_verb

WORDS = st.lists(st.text(alphabet=st.characters(exclude_characters="\0"), max_size=12), min_size=1)


@given(WORDS)
def test_any_words_are_read_back(words: list[str]) -> None:
    assert shlex.split(typed(words)) == words


def test_sql_keeps_its_quotes_readable() -> None:
    line = typed(["-c", "UPDATE leaf SET note = 'green'"])

    assert line == """-c "UPDATE leaf SET note = 'green'\""""
    assert read_by_a_shell(line) == ["-c", "UPDATE leaf SET note = 'green'"]


def test_a_verb_names_its_home() -> None:
    line = typed_verb(Path("servanda demo/northmark"), ["clock", "set", "2026-01-05T09:00:00Z"])

    assert line == (
        "SERVANDA_HOME='servanda demo/northmark' ./run servanda clock set 2026-01-05T09:00:00Z"
    )


def test_a_node_that_is_to_die_is_told_where() -> None:
    home, log = Path("demo/southmere"), Path("demo/southmere.log")

    assert typed_start(home, ["serve"], log=log, stop_at="step.committed") == (
        "SERVANDA_STOP_AT=step.committed SERVANDA_HOME=demo/southmere ./run servanda serve "
        ">>demo/southmere.log 2>&1 &"
    )


def test_a_node_is_ended_by_the_process_that_its_home_names(tmp_path: Path) -> None:
    sleeper = subprocess.Popen(["/bin/sleep", "60"])
    note = f'{{"carrier": "https://127.0.0.1:1", "pid": {sleeper.pid}, "pages": "http://x:2/"}}\n'
    (tmp_path / "ready.json").write_text(note, encoding="utf-8")

    subprocess.run(["/bin/sh", "-c", typed_stop(tmp_path)], check=True)

    assert sleeper.wait(30) != 0


def read_by_a_shell(line: str) -> list[str]:
    shown = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\0' {line}"], capture_output=True, check=True, text=True
    )
    return shown.stdout.removesuffix("\0").split("\0")
