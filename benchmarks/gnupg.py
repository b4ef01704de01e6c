"""What GnuPG takes to sign and encrypt one message, and to open it: the peer of `mail`.

The key rings are made for the run, without a passphrase, and thrown away.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accounting import cpu_seconds_of, cpu_seconds_of_children

_PROGRAMS = ("gpg", "gpgconf", "gpg-connect-agent")
_SENDER, _RECIPIENT = "sender@bench.example", "recipient@bench.example"


class GnuPg:
    """One sender and one recipient in a key ring of their own.

    Attributes:
        folder: The key ring.
        count: How many messages were sealed and opened.
        cpu_seconds: What that took, the agent's share included.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.cpu_seconds = 0.0
        for name in (_SENDER, _RECIPIENT):
            self._run("--passphrase", "", "--quick-generate-key", name, "future-default")
        self._agent = int(self._call("gpg-connect-agent", "getinfo pid", "/bye").split()[1])

    def play(self, content: bytes) -> None:
        """Sign, encrypt, decrypt and verify `content`."""
        before = cpu_seconds_of_children() + cpu_seconds_of(self._agent)
        sealed = self._run("--sign", "--encrypt", "-u", _SENDER, "-r", _RECIPIENT, given=content)
        opened = self._run("--decrypt", given=sealed)
        self.cpu_seconds += cpu_seconds_of_children() + cpu_seconds_of(self._agent) - before
        self.count += 1
        if opened != content:
            raise ValueError("expected what was sealed, found other bytes")

    def end(self) -> None:
        """End the agent that was started for this key ring."""
        self._call("gpgconf", "--kill", "gpg-agent")

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        always = ("--batch", "--quiet", "--no-tty", "--trust-model", "always")
        return self._call("gpg", *always, *arguments, given=given)

    def _call(self, name: str, *arguments: str, given: bytes = b"") -> bytes:
        program = [shutil.which(name) or name, "--homedir", str(self.folder)]
        done = subprocess.run([*program, *arguments], input=given, capture_output=True, check=True)
        return done.stdout


@contextmanager
def gnupg() -> Iterator[GnuPg | None]:
    """Give a key ring; None where GnuPG is not installed."""
    if any(shutil.which(name) is None for name in _PROGRAMS):
        yield None
        return
    # Not in the cache: its agent listens on a socket, whose path must be short.
    with TemporaryDirectory(prefix="servanda-gnupg-") as folder:
        ring = GnuPg(Path(folder))
        try:
            yield ring
        finally:
            ring.end()
