"""Listen with granian inside this very process.

granian's own server starts a supervisor and worker processes. A node on SQLite is one process
instead: the thread that took an envelope hands it to the sequencer's thread in memory, and an
idle node stays small. So its threaded server, made for Python without the global lock, is
started here without the supervisor; its workers are the same code either way (tested:
tests/node/test_listener.py).

Source: docs/decisions/0013-the-listener-runs-without-a-supervisor.md.
"""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, ClassVar

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.server.mt import MTServer
from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.transports.https.identity import TlsIdentity
from servanda.transports.https.secret_files import secret_file

# A thread waits for the sequencer's commit, so they bound how many envelopes share one. They are
# started when needed, and ended when idle.
BLOCKING_THREADS = 64
RUNTIME_THREADS = 8  # of the server's own runtime, for what blocks there: nearly nothing
MAX_CONNECTIONS = 512
STOP_SECONDS = 10

WsgiApplication = Callable[..., Any]


class ListenerError(MisconfiguredError):
    """The address cannot be listened on."""

    code: ClassVar[str] = "listener"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen.

    Attributes:
        host: An IP address of this machine; 0.0.0.0 for all.
        port: From 1 on.
    """

    host: str
    port: int

    @override
    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def parse_address(text: str) -> Address:
    """Return `HOST:PORT` as an address.

    Raises:
        ListenerError: It is written otherwise.
    """
    host, separator, port = text.rpartition(":")
    if not separator or not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise ListenerError(f"expected HOST:PORT, found {text!r:.80}")
    return Address(host=host.strip("[]"), port=int(port))


class _Threads(MTServer):
    """granian's threaded server, started and ended by us instead of by signals."""

    def start(self) -> None:
        """Bind and begin to answer; returns at once."""
        try:
            _require_free(self.bind_addr, self.bind_port)
            self._init_shared_socket()  # type: ignore[no-untyped-call]  # granian's own
        except (OSError, RuntimeError) as error:
            raise ListenerError(
                f"{self.bind_addr}:{self.bind_port} cannot be listened on ({error}); is another "
                "node running? End it, or write another `listen` or `pages` into the home's "
                "settings.json"
            ) from error
        self._spawn_workers(  # type: ignore[no-untyped-call]  # granian's own
            self._spawn_wsgi_worker, self.target
        )

    def renew(self) -> None:
        """Put a new worker in place of the old one, which answers what it has begun."""
        self._respawn_workers([0], self._spawn_wsgi_worker, self.target)

    def end(self) -> None:
        """Answer what is begun, then stop."""
        self._stop_workers()  # type: ignore[no-untyped-call]  # granian's own


def _require_free(host: str, port: int) -> None:
    """Raise `OSError` if somebody listens there: the server itself would share the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


class Listener:
    """One WSGI application on one address, with or without mutual TLS.

    Owned by one thread, which starts, renews and ends it.
    """

    def __init__(self, application: WsgiApplication, address: Address) -> None:
        self.address = address
        self._files = ExitStack()
        self._server = _Threads(
            application,  # type: ignore[arg-type]  # a loaded application; no name to import
            address=address.host,
            port=address.port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            runtime_mode=RuntimeModes.mt,
            websockets=False,
            blocking_threads=BLOCKING_THREADS,
            runtime_blocking_threads=RUNTIME_THREADS,
            backpressure=MAX_CONNECTIONS,
            workers_kill_timeout=STOP_SECONDS,
            log_enabled=False,
        )

    def start(self) -> None:
        """Begin to answer, in the clear; only ever used on a loopback address."""
        self._server.start()

    def start_with_tls(self, identity: TlsIdentity, *, authorities: bytes) -> None:
        """Begin to answer those whose certificate one of `authorities` (PEM) issued."""
        self._files = self._tls_files(identity, authorities)
        self._server.start()

    def admit(self, identity: TlsIdentity, *, authorities: bytes) -> None:
        """Answer from now on those of `authorities`; connections already made stay."""
        before, self._files = self._files, self._tls_files(identity, authorities)
        self._server.renew()
        before.close()

    def end(self) -> None:
        """Answer what is begun, then stop."""
        self._server.end()
        self._files.close()

    def _tls_files(self, identity: TlsIdentity, authorities: bytes) -> ExitStack:
        """Let the server read keys and authorities; open until its worker has ended.

        A worker reads them when it starts, on a thread of its own, and nobody learns when.
        """
        files = ExitStack()
        certificate = files.enter_context(secret_file(identity.certificate))
        private = files.enter_context(secret_file(identity.private))
        admitted = files.enter_context(secret_file(authorities))
        # What `build_ssl_context` sets, without its detour over the disk: with TLS; certificate,
        # key, its password; lowest version; authorities, revocations; clients must show a
        # certificate.
        settings: Any = (True, certificate, private, None, "tls1.3", admitted, [], True)
        self._server.ssl_ctx = settings
        return files
