"""Ask any server that speaks the chat-completions form, at the one address that the user named.

The address is strange ground: it may be slow, lie, send without end, or point elsewhere. So the
whole exchange has one deadline, the answer a limit, certificates are verified, nothing is followed
to another place, no proxy of the environment is used, and nothing is sent in clear over a network.

Source: docs/spec/evidence/proposals.md, "The address"; decision 0027.
"""

import json
from dataclasses import dataclass, field
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
from typing_extensions import override

from servanda.core.errors import InvalidInputError
from servanda.evidence.proposals.prompt import Prompt
from servanda.evidence.proposals.proposal import llm_how
from servanda.usecases.ports.proposals import LanguageModel, ModelAnswerError, ModelSilentError

PATH = "/chat/completions"
CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 300.0  # a model of one's own machine takes minutes for a long article
MAX_ANSWER_BYTES = 4 << 20
MAX_KEY = 4_096
_OK = 200
_REDIRECTS = range(300, 400)
_NO_DIGEST = "0" * 64


class InvalidModelAddressError(InvalidInputError):
    """The address or the key of a language model cannot be used."""

    code: ClassVar[str] = "invalid-model-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatModel(LanguageModel):
    """A `LanguageModel` behind one address.

    Attributes:
        address: As far as before `/chat/completions`: `https://HOST/v1`.
        name: The model's name, as its server knows it.
        key: Sent as a bearer token; empty for none. Never shown, written or logged.
        seconds: How long one answer may take.

    Raises:
        InvalidModelAddressError: Address or key cannot be used.
        MalformedProposalError: The name could not stand in a rule's name.
    """

    address: str
    name: str
    key: str = field(default="", repr=False)
    seconds: float = TOTAL_SECONDS

    def __post_init__(self) -> None:
        """Refuse what would send text or key in clear, or to a place that is not shown."""
        llm_how(self.name, _NO_DIGEST)
        try:
            parts = urlsplit(self.address)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise InvalidModelAddressError(f"expected an address: {error}") from error
        if parts.scheme not in {"https", "http"} or not host or parts.query or parts.fragment:
            raise InvalidModelAddressError(
                "expected https://HOST/PATH, without a question mark or a hash sign"
            )
        if parts.username is not None or parts.password is not None:
            # Not shown: it would be the key.
            raise InvalidModelAddressError(
                "expected an address without a user or password; name a variable with "
                "--key-variable"
            )
        if parts.scheme == "http" and not self.is_on_this_machine:
            raise InvalidModelAddressError(
                f"expected https:// for {host}: only a loopback address may be asked in clear"
            )
        if len(self.key) > MAX_KEY or not (self.key.isascii() and self.key.isprintable()):
            raise InvalidModelAddressError("expected a key of printable ASCII characters")

    @property
    @override
    def is_on_this_machine(self) -> bool:
        # A name, even `localhost`, is what a resolver makes of it; a number is what it is.
        try:
            return ip_address(urlsplit(self.address).hostname or "").is_loopback
        except ValueError:
            return False

    @override
    def answer(self, prompt: Prompt) -> str:
        asked = {
            "model": self.name,
            "temperature": 0,
            "stream": False,
            "messages": [
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.data},
            ],
        }
        try:
            content = self._in_time(json.dumps(asked).encode())
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            # The type alone: a message of the library might repeat a header.
            raise ModelSilentError(
                f"expected an answer from {self._shown}, found {type(error).__name__}; is the "
                f"server running, and its certificate valid?"
            ) from None
        return _text_of(content, shown=self._shown)

    def _in_time(self, content: bytes) -> bytes:
        """Post in a thread that is left behind when the time is over.

        Each byte that trickles in starts the library's own clock anew, so that clock ends nothing.
        """
        box: SimpleQueue[bytes | Exception] = SimpleQueue()

        def post() -> None:
            try:
                box.put(self._post(content))
            except Exception as error:  # noqa: BLE001 - raised again below, in the caller's thread
                box.put(error)

        Thread(target=post, daemon=True).start()
        try:
            found = box.get(timeout=self.seconds)
        except Empty:
            raise ModelSilentError(
                f"expected an answer from {self._shown} within {self.seconds:.0f} seconds"
            ) from None
        if isinstance(found, Exception):
            raise found
        return found

    def _post(self, content: bytes) -> bytes:
        headers = {
            "content-type": "application/json",
            "accept": "application/json",
            # What is packed small can be made to unpack without end.
            "accept-encoding": "identity",
        }
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        client = httpx.Client(
            timeout=httpx.Timeout(self.seconds, connect=min(CONNECT_SECONDS, self.seconds)),
            trust_env=False,
            follow_redirects=False,
        )
        location = self.address.rstrip("/") + PATH
        with client, client.stream("POST", location, content=content, headers=headers) as response:
            self._require_ok(response)
            answer = bytearray()
            for part in response.iter_raw():
                answer += part
                if len(answer) > MAX_ANSWER_BYTES:
                    raise ModelAnswerError(
                        f"expected at most {MAX_ANSWER_BYTES} bytes from {self._shown}, found more"
                    )
            return bytes(answer)

    def _require_ok(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _REDIRECTS:
            raise ModelSilentError(
                f"expected an answer from {self._shown}, found a redirection (status {status}); "
                f"it is not followed: name the address that answers"
            )
        if status != _OK:
            raise ModelSilentError(
                f"expected status 200 from {self._shown}, found {status}; look at the address, the "
                f"model's name and the key"
            )
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ModelAnswerError(
                f"expected a plain answer from {self._shown}, found a packed one"
            )

    @property
    def _shown(self) -> str:
        """The place, for messages."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


def _text_of(content: bytes, *, shown: str) -> str:
    """Return the text of the first choice."""
    try:
        value = json.loads(content)
        text = value["choices"][0]["message"]["content"]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise ModelAnswerError(
            f"expected an answer in the chat-completions form from {shown}: {type(error).__name__}"
        ) from error
    if not isinstance(text, str):
        raise ModelAnswerError(f"expected text from {shown}, found {type(text).__name__}")
    return text
