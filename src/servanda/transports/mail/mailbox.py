"""Our mailbox on a mail server, by IMAP: list, fetch, put away, wait.

One connection, made anew after any trouble. What the server says is trusted no further than the
mails it stores: sizes bound what is fetched, and the fetch itself asks for no more than the cap.

Source: docs/spec/mail.md, "Receiving"; RFC 3501, RFC 2177 (IDLE), RFC 6851 (MOVE), RFC 2087
(QUOTA).
"""

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, ClassVar, cast

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.transports.mail.inbound import Listed, Lying, Mailbox
from servanda.transports.mail.message import MAX_MESSAGE_BYTES
from servanda.transports.mail.server import TIMEOUT_SECONDS, MailServer, Security

# A list of more numbers may not fit the line that the library takes; waiting pieces are fewer.
MAX_LISTED = 8192
_BODY = f"BODY.PEEK[]<0.{MAX_MESSAGE_BYTES + 1}>"
_SLICE_SECONDS = 0.5
_DELETED = b"\\Deleted"


class MailboxTroubleError(MisconfiguredError):
    """Our mailbox cannot be reached or used; nothing in it is lost by that."""

    code: ClassVar[str] = "mailbox-trouble"


@dataclass(slots=True)
class ImapMailbox(Mailbox):
    """One mailbox; for one thread.

    Attributes:
        server: Where it is.
        context: Makes what verifies the server's certificate.
    """

    server: MailServer
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    _client: "IMAPClient | None" = None
    _keeps_reasons: bool = False
    _prefix: str = ""
    _separator: str = "/"

    @override
    def lying(self) -> Lying:
        with self._guarded() as client:
            state = client.select_folder("INBOX")
            self._keeps_reasons = rb"\*" in state.get(b"PERMANENTFLAGS", ())
            number = min(int(state.get(b"EXISTS", 0)), MAX_LISTED)
            uids = client.search([f"1:{number}"]) if number else []
            return Lying(validity=int(state[b"UIDVALIDITY"]), uids=tuple(map(int, uids)))

    @override
    def listed(self, uids: Sequence[int]) -> Mapping[int, Listed]:
        with self._guarded() as client:
            found = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
            return {
                uid: Listed(
                    size=int(data[b"RFC822.SIZE"]),
                    arrived_at=cast("datetime", data[b"INTERNALDATE"]),
                )
                for uid, data in found.items()
            }

    @override
    def contents(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        with self._guarded() as client:
            found = client.fetch(uids, [_BODY])
            bodies = {uid: data.get(b"BODY[]<0>") for uid, data in found.items()}
            return {uid: body for uid, body in bodies.items() if isinstance(body, bytes)}

    @override
    def put_away(self, uids: Sequence[int], folder: Sequence[str], *, reason: str = "") -> None:
        with self._guarded() as client:
            if reason and self._keeps_reasons:
                client.add_flags(uids, [reason], silent=True)
            name = self._prefix + self._separator.join(folder)
            if not client.folder_exists(name):
                client.create_folder(name)
            if client.has_capability("MOVE"):
                client.move(uids, name)
                return
            client.copy(uids, name)
            client.add_flags(uids, [_DELETED], silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge(uids)
            else:
                client.expunge()

    def fill(self) -> float | None:
        """Return how full the mailbox is, from 0 to 1; None where the server does not say.

        Of several limits (bytes, mails) the one that is reached first counts.
        """
        with self._guarded() as client:
            if not client.has_capability("QUOTA"):
                return None
            _, quotas = client.get_quota_root("INBOX")
            limited = [one.usage / one.limit for one in quotas if one.limit]
            return max(limited, default=None)

    def wait(self, seconds: float, *, is_over: Callable[[], bool]) -> bool:
        """Wait for something to arrive; return False at once where the server does not tell.

        Args:
            seconds: At most so long; a change of any kind ends the wait early.
            is_over: Asked twice a second; ends the wait too.
        """
        with self._guarded() as client:
            if not client.has_capability("IDLE"):
                return False
            client.idle()
            for _ in range(ceil(seconds / _SLICE_SECONDS)):
                if client.idle_check(timeout=_SLICE_SECONDS) or is_over():
                    break
            client.idle_done()
            return True

    def close(self) -> None:
        """End the connection; the next use makes another."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.logout()

    @contextmanager
    def _guarded(self) -> Iterator[Any]:
        """Give the connection; whatever goes wrong with it ends it.

        Raises:
            MailboxTroubleError: The server cannot be reached or does not do as asked.
        """
        host = self.server.host
        try:
            if self._client is None:
                self._client = self._connected()
            yield self._client
        except LoginError as error:
            raise self._trouble(
                f"{host} does not take our login; see the user and its password file"
            ) from error
        except ssl.SSLCertVerificationError as error:
            raise self._trouble(
                f"the certificate of {host} does not verify: {error.verify_message}"
            ) from error
        except (IMAPClientError, OSError, KeyError, ValueError) as error:
            raise self._trouble(
                f"the mailbox on {host} cannot be used ({type(error).__name__}: {error!s:.200})"
            ) from error

    def _trouble(self, message: str) -> MailboxTroubleError:
        client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.shutdown()
        return MailboxTroubleError(message)

    def _connected(self) -> IMAPClient:
        server, password = self.server, self.server.password()
        context = None if server.security is Security.PLAIN_LOOPBACK else self.context()
        client = IMAPClient(
            server.host,
            server.port,
            ssl=server.security is Security.TLS,
            ssl_context=context if server.security is Security.TLS else None,
            timeout=TIMEOUT_SECONDS,
        )
        try:
            if server.security is Security.STARTTLS:
                client.starttls(context)
            client.normalise_times = False  # aware instants, not this machine's wall clock
            client.login(server.user, password)
            self._learn_names(client)
        except BaseException:
            with suppress(IMAPClientError, OSError):
                client.shutdown()
            raise
        return client

    def _learn_names(self, client: IMAPClient) -> None:
        """Learn how this server builds the names of folders."""
        if client.has_capability("NAMESPACE"):
            personal = client.namespace().personal
            if personal:
                self._prefix, self._separator = personal[0]
                return
        ((_, separator, _),) = client.list_folders("", "")
        self._separator = separator.decode("ascii")
