"""How the commands of the demonstration look where a person types them, in the folder of `./run`.

Every line stands for one thing that an act did, and does the same in any POSIX shell. Nodes are
ended by the process id that `ready.json` in their home gives.
"""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from servanda.simulation.stopping import STOP_VARIABLE

PYTHON = ".venv/bin/python"  # what `./run` made
_PLAIN_IN_DOUBLE_QUOTES = re.compile(r"""[^"$`\\!]*""")


def typed(words: Sequence[str]) -> str:
    """Return words as a shell reads them, with as few quotes as can be."""
    return " ".join(_quoted(word) for word in words)


def typed_verb(home: Path, arguments: Sequence[str]) -> str:
    """Return the line that runs `servanda <arguments>` on `home`."""
    return f"SERVANDA_HOME={_quoted(str(home))} ./run servanda {typed(arguments)}"


def typed_start(home: Path, command: Sequence[str], *, log: Path, stop_at: str | None) -> str:
    """Return the line that starts the node of `home` and leaves it running.

    Args:
        home: Its home.
        command: The verb that runs the node.
        log: Where its messages go.
        stop_at: The step boundary at which it kills itself, if it is to.
    """
    killed = f"{STOP_VARIABLE}={stop_at} " if stop_at is not None else ""
    return f"{killed}{typed_verb(home, command)} >>{_quoted(str(log))} 2>&1 &"


def typed_stop(home: Path) -> str:
    """Return the line that ends the node of `home`."""
    ready = _quoted(str(home / "ready.json"))
    return f"kill $(sed 's/.*\"pid\": *\\([0-9]*\\).*/\\1/' {ready})"


def _quoted(word: str) -> str:
    if "'" in word and _PLAIN_IN_DOUBLE_QUOTES.fullmatch(word):
        return f'"{word}"'
    return shlex.quote(word)
