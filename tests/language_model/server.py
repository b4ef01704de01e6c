"""A server on a free loopback port that answers as a test wants, and keeps what it was sent."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from typing_extensions import override


@dataclass
class Heard:
    """What arrived."""

    address: str = ""
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


def choices(text: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What to answer.

    Attributes:
        trickle: Send the header one byte at a time, so slowly that it never ends.
        repeat: How often the body is sent; its length is then not told.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    trickle: bool = False
    repeat: int = 1


Reaction: TypeAlias = Callable[[dict[str, Any]], Reply]


class _Server(ThreadingHTTPServer):
    """Knows what to answer, and where to put down what it hears."""

    daemon_threads = True

    def __init__(self, reply: Reaction) -> None:
        self.reply = reply
        self.heard = Heard()
        self.ended = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    @override
    def handle(self) -> None:
        with suppress(OSError):  # who did not like our certificate, or had enough, has gone
            super().handle()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        heard = self.server.heard
        heard.paths.append(self.path)
        heard.headers.append({name.lower(): value for name, value in self.headers.items()})
        heard.bodies.append(body)
        answer = self.server.reply(body)
        if answer.trickle:
            self._trickle()
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.repeat == 1:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        for _ in range(answer.repeat):
            self.wfile.write(answer.body)
        self.close_connection = True

    def do_GET(self) -> None:
        self.server.heard.paths.append(self.path)
        self.send_error(404)

    def _trickle(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        while not self.server.ended.wait(0.05):
            self.wfile.write(b"x")

    @override
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving(reply: Reaction, *, tls: ssl.SSLContext | None = None) -> Iterator[Heard]:
    """Return a context with a server that answers each request by `reply` to its JSON."""
    server = _Server(reply)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    server.heard.address = f"{scheme}://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.heard
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Return the TLS context of a server whose certificate for 127.0.0.1 nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
