"""Deliver envelopes by HTTPS: one POST, whose response may bring the answer.

Source: docs/spec/names-and-layouts.md, HTTPS.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import ClassVar

import httpx
from typing_extensions import override

from servanda.core.envelope.sealed import MAX_ENVELOPE_BYTES
from servanda.transports.https.attachments import carry_by_https
from servanda.transports.https.wire import (
    ACCEPTED,
    BAD_REQUEST,
    ENVELOPE_MEDIA_TYPE,
    ENVELOPES_PATH,
    NO_CONTENT,
    OK,
    RETRY_HEADER,
    TOO_LARGE,
    TOO_MANY,
    parse_retry_after,
)
from servanda.usecases.ports.attachments import (
    AttachmentTransport,
    HeldAttachment,
    Progress,
)
from servanda.usecases.ports.outside import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    HandedOver,
    OutboundTransport,
    SealedEnvelope,
)

# The receiver waits two seconds for its sequencer before it says 202; the rest is the line.
TIMEOUT_SECONDS = 20.0
CONNECT_SECONDS = 5.0
_SERVER_FAULTS = range(500, 600)


@dataclass(slots=True)
class _Connection:
    """The client, made at the first delivery and kept alive; the lock is held while making."""

    lock: Lock = field(default_factory=Lock)
    client: httpx.Client | None = None


@dataclass(frozen=True, slots=True)
class HttpsOutbound(OutboundTransport, AttachmentTransport):
    """Posts envelopes to one counterpart.

    Status 200 and 204 mean that the counterpart has committed what the envelope brought. 202
    means taken into its memory: should it fall before it commits, the statements stay without
    receipt and are sent again.

    Attributes:
        address: `https://HOST:PORT`, from the counterpart's card or our settings.
        context: Makes the TLS context, pinned to the counterpart's authority.
    """

    kind: ClassVar[str] = "https"
    needs_statement: ClassVar[bool] = True

    address: str
    context: Callable[[], ssl.SSLContext]
    _connection: _Connection = field(default_factory=_Connection, repr=False, compare=False)

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        if not self.address.startswith("https://"):
            raise DeliveryRefusedError(f"expected https://HOST:PORT, found {self.address}")
        location = self.address.rstrip("/") + ENVELOPES_PATH
        try:
            status, content, retry_after = self._post(location, envelope.content)
        except httpx.InvalidURL as error:
            raise DeliveryRefusedError(f"{self.address} is no address: {error}") from error
        except (httpx.HTTPError, OSError) as error:
            reason = str(error) or type(error).__name__
            raise DeliveryDelayedError(f"{self.address} does not answer: {reason}") from error
        if status == OK:
            return HandedOver(location=location, answer=content)
        if status in {ACCEPTED, NO_CONTENT}:
            return HandedOver(location=location)
        raise _failure(status, location, retry_after)

    @override
    def carry(self, attachment: HeldAttachment, *, progress: Progress) -> HandedOver:
        if not self.address.startswith("https://"):
            raise DeliveryRefusedError(f"expected https://HOST:PORT, found {self.address}")
        return carry_by_https(self._client, self.address, attachment, progress=progress)

    def close(self) -> None:
        """End the kept connections; a later delivery makes new ones."""
        with self._connection.lock:
            client, self._connection.client = self._connection.client, None
        if client is not None:
            client.close()

    def _post(self, location: str, content: bytes) -> tuple[int, bytes, str]:
        headers = {"content-type": ENVELOPE_MEDIA_TYPE, "accept": ENVELOPE_MEDIA_TYPE}
        with self._client().stream("POST", location, content=content, headers=headers) as response:
            answer = bytearray()
            if response.status_code == OK:
                # Capped while it arrives: a counterpart must not fill our memory.
                for part in response.iter_raw():
                    answer += part
                    if len(answer) > MAX_ENVELOPE_BYTES:
                        raise DeliveryDelayedError(f"{location} answers with too much")
            else:
                _drain(response)
            return response.status_code, bytes(answer), response.headers.get(RETRY_HEADER, "")

    def _client(self) -> httpx.Client:
        with self._connection.lock:
            if self._connection.client is None:
                self._connection.client = httpx.Client(
                    verify=self.context(),
                    timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
                    trust_env=False,  # no proxy of the desk's browser between two parties
                    follow_redirects=False,
                )
            return self._connection.client


def _drain(response: httpx.Response) -> None:
    """Read a short body that nobody needs, so that the connection can be used again."""
    declared = response.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) <= MAX_ENVELOPE_BYTES:
        for _ in response.iter_raw():
            pass


def _failure(
    status: int, location: str, retry_after: str
) -> DeliveryDelayedError | DeliveryRefusedError:
    if status == BAD_REQUEST:
        return DeliveryRefusedError(
            f"{location} dropped the envelope; has the counterpart confirmed our card?"
        )
    if status == TOO_LARGE:
        return DeliveryRefusedError(f"{location} takes only shorter envelopes")
    if status == TOO_MANY or status in _SERVER_FAULTS:
        later = f"; it asks for {retry_after:.20} seconds" if retry_after else ""
        return DeliveryDelayedError(
            f"{location} is busy (status {status}){later}",
            retry_after=parse_retry_after(retry_after),
        )
    return DeliveryRefusedError(f"{location} is no Servanda carrier (status {status})")
