"""A listener on a free port of the loopback, for tests of both ends of the carrier."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from servanda.node.listener import Address, Listener, WsgiApplication
from servanda.transports.https.identity import TlsIdentity

_TRIES = 200


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_port(port: int) -> None:
    """Return when something answers on `port`: the server's own thread binds it."""
    for _ in range(_TRIES):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)  # no event tells when another thread's server listens
    raise TimeoutError(port)


@contextmanager
def listening(
    application: WsgiApplication, identity: TlsIdentity, authorities: bytes
) -> Iterator[Listener]:
    listener = Listener(application, Address(host="127.0.0.1", port=free_port()))
    listener.start_with_tls(identity, authorities=authorities)
    try:
        await_port(listener.address.port)
        yield listener
    finally:
        listener.end()
