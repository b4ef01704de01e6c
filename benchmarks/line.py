"""Kept-alive HTTPS connections to a node, many from one thread, with every byte counted.

The client of the benchmark: as cheap as possible, since it shares the machine with the node.
TLS runs over buffers in memory, so what crosses the socket is seen as it is.
"""

import selectors
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from servanda.transports.https.wire import ENVELOPE_MEDIA_TYPE, ENVELOPES_PATH

_READ_BYTES = 256 * 1024
_HEAD_END = b"\r\n\r\n"
_PATIENCE_SECONDS = 60


class LineError(Exception):
    """The node answered something else than expected, or nothing."""


@dataclass(slots=True, kw_only=True)
class Connection:
    """One connection, with what waits to be sent on it.

    Attributes:
        waiting: Envelopes still to send, the next one last.
        answers: What came back, in order; empty bytes where no answer was owed.
        wire_bytes: Bytes that crossed the socket since the handshake, both ways.
    """

    host: str
    _socket: socket.socket
    _tls: ssl.SSLObject
    _received: ssl.MemoryBIO
    _to_send: ssl.MemoryBIO
    waiting: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    wire_bytes: int = 0
    _plain: bytearray = field(default_factory=bytearray)
    _sent: bytes = b""

    @classmethod
    def open(cls, address: tuple[str, int], context: ssl.SSLContext) -> "Connection":
        """Connect and shake hands."""
        received, to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        line = socket.create_connection(address, timeout=_PATIENCE_SECONDS)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        tls = context.wrap_bio(received, to_send, server_side=False)
        made = cls(
            host=f"{address[0]}:{address[1]}",
            _socket=line,
            _tls=tls,
            _received=received,
            _to_send=to_send,
        )
        made._shake_hands()
        return made

    def fileno(self) -> int:
        """Return the socket's number, for the selector."""
        return self._socket.fileno()

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def post_next(self) -> bool:
        """Send the next envelope that waits; return False where none does."""
        if not self.waiting:
            return False
        self._sent = self.waiting.pop()
        self._post(self._sent)
        return True

    def _post(self, envelope: bytes) -> None:
        head = (
            f"POST {ENVELOPES_PATH} HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Content-Type: {ENVELOPE_MEDIA_TYPE}\r\nAccept: {ENVELOPE_MEDIA_TYPE}\r\n"
            f"Content-Length: {len(envelope)}\r\n\r\n"
        )
        self._tls.write(head.encode() + envelope)
        self._flush()

    def read(self) -> bool:
        """Take what arrived; return whether an answer is complete."""
        data = self._socket.recv(_READ_BYTES)
        if not data:
            raise LineError("the node ended a connection")
        self.wire_bytes += len(data)
        self._received.write(data)
        while True:
            try:
                self._plain += self._tls.read(_READ_BYTES)
            except ssl.SSLWantReadError:
                break
        return self._take_answer()

    def _take_answer(self) -> bool:
        end = self._plain.find(_HEAD_END)
        if end < 0:
            return False
        status, *lines = bytes(self._plain[:end]).decode("ascii").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        size = end + len(_HEAD_END) + int(headers.get("content-length", "0"))
        if len(self._plain) < size:
            return False
        if " 202 " in status:
            # Taken, but not answered in time on a machine this busy: asked again, as any sender
            # does, and counted against the node.
            del self._plain[:size]
            self._post(self._sent)
            return False
        if " 200 " not in status + " ":
            raise LineError(f"expected an answer to each envelope, found {status}")
        self.answers.append(bytes(self._plain[end + len(_HEAD_END) : size]))
        del self._plain[:size]
        return True

    def _shake_hands(self) -> None:
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                self._received.write(self._socket.recv(_READ_BYTES))
            else:
                self._flush()
                self.wire_bytes = 0
                return

    def _flush(self) -> None:
        data = self._to_send.read()
        self.wire_bytes += len(data)
        self._socket.sendall(data)


@contextmanager
def connections(
    address: tuple[str, int], contexts: Sequence[ssl.SSLContext]
) -> Iterator[list[Connection]]:
    """Give one connection for each of `contexts`; closed at the end."""
    with ExitStack() as opened:
        made = []
        for context in contexts:
            connection = Connection.open(address, context)
            opened.callback(connection.close)
            made.append(connection)
        yield made


def exchange_all(lines: Sequence[Connection]) -> None:
    """Send all that waits, on each connection the next one when the answer is there.

    Raises:
        LineError: An answer is missing.
    """
    with selectors.DefaultSelector() as selector:
        busy = 0
        for line in lines:
            if line.post_next():
                selector.register(line, selectors.EVENT_READ, line)
                busy += 1
        while busy:
            ready = selector.select(timeout=_PATIENCE_SECONDS)
            if not ready:
                raise LineError("the node does not answer")
            for key, _ in ready:
                line = key.data
                if line.read() and not line.post_next():
                    selector.unregister(line)
                    busy -= 1
