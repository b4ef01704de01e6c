"""Seal a run into an envelope for one party, and open it again.

An envelope is the same bytes on every carrier: one line that says for whom and under which
key, then the sealed run. The line is bound into the seal, so an envelope with another line
does not open. An envelope proves nothing: whoever has a card can make one. Only the leaves
and the checkpoint inside carry signatures.

Source: docs/spec/envelope.md, Envelope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from servanda.core import canonical
from servanda.core.canonical import NotCanonicalError
from servanda.core.envelope.hpke import (
    SEAL_OVERHEAD_BYTES,
    SUITE_NAME,
    CannotOpenError,
    KemPrivate,
    open_sealed_bytes,
    parse_kem_name,
    seal,
)
from servanda.core.envelope.run import (
    MAX_RUN_BYTES,
    MalformedEnvelopeError,
    Run,
    encode_run,
    parse_run,
)
from servanda.core.identifiers import InvalidNameError, PartyId, parse_party

__all__ = [
    "MAX_ENVELOPE_BYTES",
    "CannotOpenError",
    "MalformedEnvelopeError",
    "envelope_kem_name",
    "envelope_recipient",
    "open_sealed",
    "seal_run",
]

MAX_HEADER_BYTES = 256  # a party has at most 64 characters, a KEM key's name 40
MAX_ENVELOPE_BYTES = MAX_HEADER_BYTES + 1 + SEAL_OVERHEAD_BYTES + MAX_RUN_BYTES

_VERSION = "servanda-envelope/1"
_INFO_START = b"servanda-envelope/1\n"
_MEMBERS = frozenset({"kem", "suite", "to", "v"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    """What the header line says.

    Attributes:
        line: The line itself, without its line feed.
        to: The recipient.
        kem_name: Which of the recipient's keys the envelope is sealed to.
    """

    line: bytes
    to: PartyId
    kem_name: str


def seal_run(run: Run, *, to: PartyId, kem_name: str, kem_public: bytes) -> bytes:
    """Return `run` as an envelope that only the holder of one key can open.

    Args:
        run: What to send.
        to: The recipient.
        kem_name: Name of the recipient's key, from its newest sheet or `key` leaf.
        kem_public: That key.

    Raises:
        RunTooLargeError: `run` has more than one envelope may hold.
        UnusableKeyError: Nothing can be sealed to `kem_public`.
    """
    line = _address_line(to, kem_name)
    return line + b"\n" + seal(encode_run(run), public=kem_public, info=_INFO_START + line)


def open_sealed(envelope: bytes, *, to: PartyId, kem_keys: Mapping[str, KemPrivate]) -> Run:
    """Return the run in `envelope`, whose leaves still have to be verified.

    Args:
        envelope: As received from anybody.
        to: Ourselves; an envelope for another party is not tried.
        kem_keys: Our live keys by name.

    Raises:
        MalformedEnvelopeError: The layout is wrong, outside or inside the seal.
        CannotOpenError: It is for another party or key, or was changed.
    """
    address = _parse_address(envelope)
    if address.to != to:
        raise CannotOpenError(f"expected an envelope for {to}, found one for {address.to}")
    private = kem_keys.get(address.kem_name)
    if private is None:
        raise CannotOpenError(f"expected one of our live keys, found {address.kem_name}")
    plain = open_sealed_bytes(
        envelope[len(address.line) + 1 :], private=private, info=_INFO_START + address.line
    )
    return parse_run(plain)


def envelope_recipient(envelope: bytes) -> PartyId:
    """Return whom `envelope` says it is for, without opening it.

    Raises:
        MalformedEnvelopeError: The header line cannot be read.
    """
    return _parse_address(envelope).to


def envelope_kem_name(envelope: bytes) -> str:
    """Return which key `envelope` says it is sealed to, without opening it.

    Raises:
        MalformedEnvelopeError: The header line cannot be read.
    """
    return _parse_address(envelope).kem_name


def _parse_address(envelope: bytes) -> _Address:
    if len(envelope) > MAX_ENVELOPE_BYTES:
        raise MalformedEnvelopeError(
            f"expected at most {MAX_ENVELOPE_BYTES} bytes, found {len(envelope)}"
        )
    end = envelope.find(b"\n", 0, MAX_HEADER_BYTES + 1)
    if end < 0:
        raise MalformedEnvelopeError(f"expected a header line within {MAX_HEADER_BYTES} bytes")
    return _read_line(envelope[:end])


@lru_cache(maxsize=256)  # one for each counterpart and key, for months
def _address_line(to: PartyId, kem_name: str) -> bytes:
    return canonical.encode(
        {"kem": parse_kem_name(kem_name), "suite": SUITE_NAME, "to": to, "v": _VERSION}
    )


@lru_cache(maxsize=64)  # nearly all that come bear the same line: ours, with our newest key
def _read_line(line: bytes) -> _Address:
    try:
        header = canonical.parse_object(line)
    except NotCanonicalError as error:
        raise MalformedEnvelopeError(f"the header cannot be read: {error}") from error
    to, kem_name = header.get("to"), header.get("kem")
    if header.keys() != _MEMBERS or header["v"] != _VERSION or header["suite"] != SUITE_NAME:
        raise MalformedEnvelopeError(f"expected the members of {_VERSION} and {SUITE_NAME}")
    if not isinstance(to, str) or not isinstance(kem_name, str):
        raise MalformedEnvelopeError("expected a party and the name of a key")
    try:
        return _Address(line=line, to=parse_party(to), kem_name=parse_kem_name(kem_name))
    except InvalidNameError as error:
        raise MalformedEnvelopeError(f"the header cannot be read: {error}") from error
