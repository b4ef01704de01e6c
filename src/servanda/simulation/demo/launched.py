"""Verbs of the demonstration as processes: begun anew, or forked from one that has loaded them.

Most of a verb's time is Python reading modules, the same for each of more than a hundred verbs.
So each party has a launcher: a process that has loaded the verbs and nothing else, and from which
each of its verbs is forked, with files, arguments and an end of its own. Two parties share no
launcher: its environment names one home, and not even the seed of Python's hashes is common to
both, so that a result which depends on it is found as it would be between two machines.

Source: docs/decisions/0024-the-demos-verbs-are-forked.md.
"""

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Self

# Not imported: it lies further out, with the verbs; and it is to be a process of its own.
LAUNCHER_MODULE = "servanda.interfaces.cli.launcher"
MAX_CALL_BYTES = 64 * 1024  # one message of the socket; the longest call has about one kilobyte
CALL_FILES = 4  # standard input, output and error of the verb, and where its end is told
END_SECONDS = 10.0


class VerbUnfinished(Exception):  # noqa: N818 - told to the stage, which makes it an error
    """A verb did not come to its end; the message says what was found instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedVerb:
    """What is left of a process that ran a verb.

    Attributes:
        process: Its id.
        status: Its exit code; negative for the signal that ended it.
        out: What it printed.
        err: What it said on standard error.
    """

    process: int
    status: int
    out: bytes
    err: bytes


def program() -> list[str]:
    """Return how this very installation is started, whatever is on the PATH."""
    return [sys.executable, "-m", "servanda"]


def run_anew(
    arguments: Sequence[str], *, environment: Mapping[str, str], seconds: float
) -> EndedVerb:
    """Run a verb in a process that begins with nothing.

    Raises:
        VerbUnfinished: It did not end within `seconds`; it is killed.
    """
    with subprocess.Popen(  # noqa: S603 - our own verbs, as an argument list
        [*program(), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as verb:
        try:
            out, err = verb.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            verb.kill()
            raise VerbUnfinished(f"it ran on after {seconds:.0f} s") from error
        return EndedVerb(process=verb.pid, status=verb.returncode, out=out, err=err)


def can_launch() -> bool:
    """Return whether verbs can be forked here.

    Not on macOS, whose own libraries do not survive a fork, and not where there is no fork.
    """
    return sys.platform == "linux"


@dataclass(frozen=True, slots=True, kw_only=True)
class Launcher:
    """The process from which the verbs of one party are forked. May be used by several threads.

    It ends with this object's end of the socket, also when we are killed, and then ends the verbs
    it has running.

    Attributes:
        process: The process.
        calls: Our end of the socket.
        messages: What it says on standard error.
    """

    process: subprocess.Popen[bytes]
    calls: socket.socket
    messages: IO[bytes]

    @classmethod
    def start(cls, environment: Mapping[str, str]) -> Self:
        """Start a launcher whose verbs get `environment`; it loads while we go on."""
        calls, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        messages = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", LAUNCHER_MODULE, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=messages,
            )
        return cls(process=process, calls=calls, messages=messages)

    def run(self, arguments: Sequence[str], *, seconds: float) -> EndedVerb:
        """Run a verb in a process forked for it.

        Raises:
            VerbUnfinished: It did not end within `seconds`, or the launcher ended before it.
        """
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            with _pipe() as (told, tell):
                with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a device, no path
                    files = [one.fileno() for one in (nothing, out, err)]
                    self._send(json.dumps(list(arguments)).encode(), [*files, tell.fileno()])
                tell.close()
                process, status = self._await_end(told, seconds=seconds)
            return EndedVerb(process=process, status=status, out=_all(out), err=_all(err))

    def end(self) -> None:
        """End the launcher, and the verbs it has running."""
        self.calls.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.messages.close()

    def _send(self, call: bytes, files: Sequence[int]) -> None:
        if len(call) > MAX_CALL_BYTES:
            raise VerbUnfinished(f"its arguments have more than {MAX_CALL_BYTES} bytes")
        try:
            socket.send_fds(self.calls, [call], files)
        except OSError as error:
            raise self._has_ended() from error

    def _await_end(self, told: IO[bytes], *, seconds: float) -> tuple[int, int]:
        """Return process id and status of a verb, as its launcher tells them, a line each."""
        end, said = time.monotonic() + seconds, b""
        while select.select([told], [], [], max(0.0, end - time.monotonic()))[0]:
            part = os.read(told.fileno(), 256)
            if part:
                said += part
                continue
            match said.split():
                case [process, status]:
                    return int(process), int(status)
                case _:
                    raise self._has_ended()
        raise VerbUnfinished(f"it ran on after {seconds:.0f} s")

    def _has_ended(self) -> VerbUnfinished:
        status = self.process.wait(END_SECONDS)
        last = _all(self.messages).decode(errors="replace").strip().rpartition("\n")[2]
        said = f": {last}" if last else ""
        return VerbUnfinished(
            f"the launcher it is forked from ended with {status}{said}; the same command goes on "
            f"where this one stopped"
        )


@contextmanager
def _pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as told, os.fdopen(writing, "wb") as tell:
        yield told, tell


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
