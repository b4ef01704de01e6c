"""Fork a process for each verb that the demonstration calls, with all that verbs need loaded.

Not for people: the demonstration starts it (`simulation/demo/launched.py`) with its end of a
socket. A call is one message: the arguments of a verb as JSON, and four open files, the standard
input, output and error of the verb and a pipe on which its process id and then its status are
told. The socket's end is the launcher's end.

What is loaded here is code alone. Nothing is opened that a verb opens: no home, no settings, no
database, no thread; so a fork has nothing of another verb's, and every verb comes to its home as
if it were the first. Random numbers come from the operating system, asked anew after a fork.
Texts of help are in the language of the launcher's environment, for they are loaded with it.

Source: docs/decisions/0024-the-demos-verbs-are-forked.md.
"""

import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module

from servanda.interfaces.cli.loading import loading
from servanda.interfaces.cli.main import main
from servanda.interfaces.cli.verbs import VERBS
from servanda.simulation.demo.launched import CALL_FILES, MAX_CALL_BYTES

# They are no short processes, or play with the others.
_NOT_LOADED = frozenset({"serve", "node", "calendar", "demo", "simulate"})
# What verbs load while they run, as far as it can be loaded without settings.
_BESIDES = (
    "servanda.interfaces.cli.typed",
    "servanda.interfaces.cli.guard",
    "servanda.transports.registry",
    "servanda.store.databases",
    "servanda.store.head_file",
    "servanda.store.lease",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.db.models.sql.compiler",
)


def load_verbs() -> None:
    """Load what the verbs need, and open nothing."""
    with loading():
        for name, (module, _) in VERBS.items():
            if name not in _NOT_LOADED:
                import_module(module)
        for module in _BESIDES:
            import_module(module)


@dataclass(slots=True, kw_only=True)
class Launcher:
    """Forks verbs until its socket ends; single-threaded, for a fork copies one thread alone.

    Attributes:
        calls: Our end of the socket.
        woken: Readable after a signal.
        running: By process id: the pipe on which its end is to be told.
    """

    calls: socket.socket
    woken: socket.socket
    running: dict[int, int] = field(default_factory=dict)

    def next_call(self) -> list[str] | None:
        """Return twice: in each verb's process with its arguments, here with None at the end."""
        while True:
            readable, _, _ = select.select([self.calls, self.woken], [], [])
            if self.woken in readable:
                self.woken.recv(4096)
                self._tell_ends()
            if self.calls in readable:
                call, files, _, _ = socket.recv_fds(self.calls, MAX_CALL_BYTES, CALL_FILES)
                if not call:
                    self._end_all()
                    return None
                if self._is_forked(files):
                    arguments: list[str] = json.loads(call)
                    return arguments

    def _is_forked(self, files: Sequence[int]) -> bool:
        """Fork, and say whether we are the new process, which then has `files` and no others."""
        if threading.active_count() != 1:
            raise RuntimeError("a launcher with threads would fork a process that may hang")
        *standard, end = files
        process = os.fork()
        if process == 0:
            self._become_verb(standard, end)
            return True
        for file in standard:
            os.close(file)
        self.running[process] = end
        _tell(end, process)
        return False

    def _become_verb(self, standard: Sequence[int], end: int) -> None:
        """Let go of what is the launcher's, and take what is the verb's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, file in enumerate(standard):
            os.dup2(file, number)
        # A copy of a pipe that is left open here would hide its end from whoever waits for it.
        for file in (*standard, end, *self.running.values()):
            os.close(file)
        self.running.clear()
        self.woken.close()
        self.calls.close()

    def _tell_ends(self) -> None:
        for process, end in tuple(self.running.items()):
            found, status = os.waitpid(process, os.WNOHANG)
            if found:
                _tell(end, os.waitstatus_to_exitcode(status))
                os.close(end)
                del self.running[process]

    def _end_all(self) -> None:
        """End the verbs that are running: whoever wanted them is gone."""
        for process in self.running:
            os.kill(process, signal.SIGTERM)  # ours and not waited for: the id is nobody else's
        for process in self.running:
            os.waitpid(process, 0)


def _tell(end: int, number: int) -> None:
    with suppress(BrokenPipeError):  # whoever waited for this verb has given up
        os.write(end, b"%d\n" % number)


def launch(calls: socket.socket) -> int:
    """Fork a process for each call on `calls`; return, in each process, what it exits with."""
    load_verbs()
    woken, waking = socket.socketpair()
    with woken, waking:
        waking.setblocking(False)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # so that it wakes us
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the demonstration
        arguments = Launcher(calls=calls, woken=woken).next_call()
    if arguments is None:
        return 0
    sys.argv[1:] = arguments
    return main()


if __name__ == "__main__":
    sys.exit(launch(socket.socket(fileno=int(sys.argv[1]))))
