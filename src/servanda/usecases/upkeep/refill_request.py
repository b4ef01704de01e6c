"""The signed request that asks a counterpart to send both logs back.

Source: docs/spec/exchange.md, "Refill"; docs/spec/names-and-layouts.md, "Manifest".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core import canonical
from servanda.core.envelope.notes import NoteSigner, build_note, verify_note
from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import head_verifiers
from servanda.core.identifiers import InvalidNameError, Origin, format_instant, parse_instant
from servanda.core.keys.timeline import LogKeys

FORMAT = "servanda-refill/1"
_MEMBERS = frozenset({"from", "time", "to", "v"})


class InvalidRefillRequestError(CounterpartError):
    """A refill was asked for, but not by the owner of the log, or not of us."""

    code: ClassVar[str] = "invalid-refill-request"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillRequest:
    """A request to send both logs of a pair back.

    Attributes:
        origin: The asking party's own log, whose key signed.
        asked_at: By its clock.
    """

    origin: Origin
    asked_at: datetime


def sign_refill_request(request: RefillRequest, *, signer: NoteSigner) -> bytes:
    """Return the request as a note under the log's name."""
    text = canonical.encode(
        {
            "from": request.origin.from_party,
            "time": format_instant(request.asked_at),
            "to": request.origin.to_party,
            "v": FORMAT,
        }
    )
    return build_note(text + b"\n", [signer])


def verify_refill_request(note: bytes, *, origin: Origin, keys: LogKeys) -> RefillRequest:
    """Verify that the owner of the log `origin` signed `note`, and return what it asks.

    Raises:
        InvalidRefillRequestError: It is of somebody else, or no such request.
        CounterpartError: Of `verify_note`.
    """
    text = verify_note(note, head_verifiers(origin, keys)[:1])
    try:
        value = canonical.parse_object(text.removesuffix(b"\n"))
        if value.keys() != _MEMBERS or value["v"] != FORMAT:
            raise InvalidRefillRequestError(f"expected the members of {FORMAT}")
        asked_at = parse_instant(str(value["time"]))
    except InvalidNameError as error:
        raise InvalidRefillRequestError(str(error)) from error
    if (value["from"], value["to"]) != (origin.from_party, origin.to_party):
        raise InvalidRefillRequestError(f"expected a request of {origin}")
    return RefillRequest(origin=origin, asked_at=asked_at)
