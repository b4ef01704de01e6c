"""Where the demonstration plays: one folder, two homes, two nodes, and the verbs run on them.

The demonstration must show what a stranger can do, so it has no way into a node but the command
line: each verb is a process of its own, given one home and nothing of the other. What is shared
between the parties is what carries envelopes: loopback HTTPS and one folder.

Source: docs/decisions/0010-the-demo-plays-public-verbs.md.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from servanda.core.errors import ServandaError
from servanda.simulation.demo.launched import (
    EndedVerb,
    Launcher,
    VerbUnfinished,
    can_launch,
    program,
    run_anew,
)
from servanda.simulation.demo.typed import PYTHON, typed, typed_start, typed_stop, typed_verb
from servanda.simulation.stopping import STOP_VARIABLE

NORTHMARK = "northmark"
SOUTHMERE = "southmere"
PARTIES = (NORTHMARK, SOUTHMERE)
NODE_START_SECONDS = 30.0
NODE_STOP_SECONDS = 15.0
VERB_SECONDS = 120.0
LOOK_SECONDS = 0.03

Played = TypeVar("Played")


class DemonstrationError(ServandaError):
    """A verb of the demonstration did not do what the script expects; the message names it."""

    code: ClassVar[str] = "demonstration"


@dataclass(slots=True)
class Stage:
    """One run of the demonstration; owns the two node processes and the record of what is done.

    Attributes:
        folder: `servanda-demo/`, which holds both homes and everything the acts write.
        say: Called with each line a person is to see.
        verbose: Also show what the verbs print.
        record: What has been played, kept in `demo.json`, so that a second run resumes.
        documents: A folder of the user's own texts to read; None for the fictional articles.
        left_out: Names of answers that are not given, to see that the figures follow.
        nodes: The node processes of this run.
        launchers: By party: from which its verbs are forked; none where each begins anew.
    """

    folder: Path
    say: Callable[[str], None]
    verbose: bool = False
    record: dict[str, Any] = field(default_factory=dict)
    documents: Path | None = None
    left_out: frozenset[str] = frozenset()
    nodes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    launchers: dict[str, Launcher] = field(default_factory=dict)

    def home(self, party: str) -> Path:
        """Return the home of `party`."""
        return self.folder / party

    def shown(self, path: Path) -> str:
        """Return `path` as a person here would type it."""
        return str(_from_here(path))

    def load_record(self) -> None:
        """Read what an earlier run has played."""
        file = self.folder / "demo.json"
        if file.exists():
            self.record = json.loads(file.read_text(encoding="utf-8"))

    def save_record(self) -> None:
        """Keep what has been played; written whole or not at all."""
        temporary = self.folder / ".partial-demo.json"
        temporary.write_text(json.dumps(self.record, indent=1), encoding="utf-8")
        temporary.replace(self.folder / "demo.json")

    def verb(
        self, party: str, *arguments: str, quiet: bool = False, may_fail: bool = False
    ) -> dict[str, Any]:
        """Run `servanda <arguments>` on the home of `party` and return what it printed as JSON.

        Args:
            party: `NORTHMARK` or `SOUTHMERE`.
            arguments: The verb and its options, as a person would type them.
            quiet: Do not show the command: it only looks, and the act shows the result.
            may_fail: Return the JSON of a refusal instead of raising.

        Raises:
            DemonstrationError: The verb exits with another code than 0.
        """
        if not quiet:
            self._say_command(typed_verb(_from_here(self.home(party)), arguments))
        expected = f"expected 'servanda {' '.join(arguments)}' of {party} to succeed"
        try:
            done = self._run(party, [*arguments, "--json"])
        except VerbUnfinished as error:
            raise DemonstrationError(f"{expected}, found that {error}") from error
        if self.verbose:
            self.say(done.out.decode() + done.err.decode())
        if done.status != 0 and not may_fail:
            raise DemonstrationError(
                f"{expected}, found exit {done.status}: "
                f"{done.err.decode()[-2000:]}{done.out.decode()[-2000:]}"
            )
        return _last_object(done.out) | {"exit": done.status}

    def _run(self, party: str, arguments: Sequence[str]) -> EndedVerb:
        launcher = self.launchers.get(party)
        if launcher is not None:
            return launcher.run(arguments, seconds=VERB_SECONDS)
        return run_anew(arguments, environment=self._environment(party), seconds=VERB_SECONDS)

    def start_launchers(self, homes: Sequence[str] = PARTIES) -> None:
        """Let the verbs of each home be forked from a process that has loaded them, if it can be.

        Whatever is called without it begins anew: the same, and slower.
        """
        if can_launch():
            for party in homes:
                if party not in self.launchers:
                    self.launchers[party] = Launcher.start(self._environment(party))

    def end_launchers(self) -> None:
        """End the processes from which verbs are forked."""
        while self.launchers:
            self.launchers.popitem()[1].end()

    def each(self, act: Callable[[str], Played]) -> dict[str, Played]:
        """Let both parties act at once, for they do not wait for each other."""
        with ThreadPoolExecutor(len(PARTIES)) as parties:
            acting = {party: parties.submit(act, party) for party in PARTIES}
        return {party: one.result() for party, one in acting.items()}

    def both(self, *arguments: str, of: Mapping[str, Sequence[str]] | None = None) -> None:
        """Run the same verb on both homes at once.

        Args:
            arguments: The verb and the options that both type.
            of: What each party types after that.
        """
        self.each(lambda party: self.verb(party, *arguments, *(of or {}).get(party, ())))

    def python(self, *arguments: str) -> None:
        """Run this installation's Python, for what no verb does: tampering.

        Raises:
            DemonstrationError: It exits with another code than 0.
        """
        self._say_command(typed([PYTHON, *arguments]))
        done = subprocess.run(  # noqa: S603 - our own lines, as an argument list
            [sys.executable, *arguments], capture_output=True, timeout=VERB_SECONDS, check=False
        )
        if done.returncode != 0:
            raise DemonstrationError(
                f"expected {typed([PYTHON, *arguments])} to succeed, found exit "
                f"{done.returncode}: {done.stderr.decode()[-2000:]}"
            )

    def _say_command(self, line: str) -> None:
        self.say(f"  $ {line}")

    def start_node(
        self,
        party: str,
        *,
        stop_at: str | None = None,
        command: Sequence[str] = ("serve",),
        quiet: bool = False,
    ) -> None:
        """Start the node of `party` and wait until it answers.

        Args:
            party: Whose node.
            stop_at: A step boundary (docs/reference/step-boundaries.md) at which it is to kill
                itself; None for a node that keeps running.
            command: The verb that runs the node, with its options.
            quiet: Do not show the command: it is part of no act.
        """
        home, log_file = self.home(party), self.folder / f"{party}.log"
        if not quiet:
            line = typed_start(_from_here(home), command, log=_from_here(log_file), stop_at=stop_at)
            self._say_command(line)
        environment = self._environment(party)
        if stop_at is not None:
            environment[STOP_VARIABLE] = stop_at
        log = log_file.open("ab")
        self.nodes[party] = subprocess.Popen(  # noqa: S603 - our own verb
            # Were we killed, nobody else would end it.
            [*program(), *command, "--parent", str(os.getpid())],
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        log.close()
        self._await(lambda: self._is_up(party), NODE_START_SECONDS, f"the node of {party} to be up")

    def _is_up(self, party: str) -> bool:
        node = self.nodes[party]
        if node.poll() is not None:
            log = (self.folder / f"{party}.log").read_text(encoding="utf-8", errors="replace")
            last = log.strip().rpartition("\n")[2]
            raise DemonstrationError(f"expected the node of {party} to come up, found: {last}")
        ready = self.home(party) / "ready.json"
        # One that an earlier node left behind names another process.
        return ready.exists() and json.loads(ready.read_bytes())["pid"] == node.pid

    def start_nodes(self, *, quiet: bool = False) -> None:
        """Start the nodes that are not running, and wait until both answer."""
        missing = [party for party in PARTIES if not self.is_running(party)]
        self.each(lambda party: self.start_node(party, quiet=quiet) if party in missing else None)

    def stop_node(self, party: str, *, quiet: bool = False) -> None:
        """End the node of `party`, by its own process id; nothing where it has ended."""
        node = self.nodes.pop(party, None)
        if node is None or node.poll() is not None:
            return
        if not quiet:
            self._say_command(typed_stop(_from_here(self.home(party))))
        node.send_signal(signal.SIGTERM)
        try:
            node.wait(NODE_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(node.pid, signal.SIGKILL)  # the session this stage made, nobody else's
            node.wait(NODE_STOP_SECONDS)

    def stop_nodes(self) -> None:
        """End every node that this stage started."""
        for party in tuple(self.nodes):
            self.stop_node(party, quiet=True)

    def is_running(self, party: str) -> bool:
        """Say whether the node of `party` that this stage started is still there."""
        node = self.nodes.get(party)
        return node is not None and node.poll() is None

    def wait_for(
        self, look: Callable[[], Mapping[str, Any] | None], what: str, seconds: float = 30.0
    ) -> Mapping[str, Any]:
        """Look until `look` returns something, and return it.

        Raises:
            DemonstrationError: Nothing within `seconds`.
        """
        found: list[Mapping[str, Any]] = []

        def seen() -> bool:
            value = look()
            if value is not None:
                found.append(value)
            return value is not None

        self._await(seen, seconds, what)
        return found[0]

    def _await(self, is_so: Callable[[], bool], seconds: float, what: str) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise DemonstrationError(f"expected {what} within {seconds:.0f} s")
            time.sleep(LOOK_SECONDS)

    def _environment(self, party: str) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("SERVANDA_")
        }
        language = os.environ.get("SERVANDA_LANG")
        if language is not None:
            kept["SERVANDA_LANG"] = language
        return kept | {"SERVANDA_HOME": str(self.home(party))}


def _from_here(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def free_ports() -> tuple[int, int]:
    """Return two ports of the loopback address that nobody listens on at this moment."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return int(first.getsockname()[1]), int(second.getsockname()[1])


def _last_object(output: bytes) -> dict[str, Any]:
    for line in reversed(output.decode().strip().splitlines()):
        if line.startswith("{"):
            loaded: dict[str, Any] = json.loads(line)
            return loaded
    return {}
