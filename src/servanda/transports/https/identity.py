"""Who we are on a TLS connection, and whom we let in.

Our certificate is issued anew by our own authority each time a process starts, from secrets
that open with the party's keys. The other end is trusted if the authority in *its card* issued
its certificate, and by nothing else: no public authority has a say.

Source: docs/spec/keys.md, TLS; RFC 8446 (TLS 1.3 alone, so no older version can be forced).
"""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.core.keys.private import PartySecrets
from servanda.core.keys.tls import (
    build_tls_certificate,
    certificate_pem,
    parse_authority,
    private_pem,
)
from servanda.transports.https.secret_files import secret_file

_SERIAL_BYTES = 16  # RFC 5280: at most 20 octets, positive


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TlsIdentity:
    """Certificate and key of this node. Not printable.

    Attributes:
        certificate: PEM.
        private: PEM, unencrypted; lives in memory alone.
    """

    certificate: bytes
    private: bytes


def build_identity(
    secrets: PartySecrets,
    *,
    card: Card,
    host: str,
    randomness: Callable[[int], bytes],
) -> TlsIdentity:
    """Return a new certificate for this node, valid as long as our authority is.

    Args:
        secrets: Our opened keys.
        card: Our own card; the authority of its newest sheet issues the certificate.
        host: Name or address that the counterpart dials; empty if unknown.
        randomness: For the serial number.

    Raises:
        InvalidHostError: `host` cannot stand in a certificate.
    """
    authority = card.newest.tls
    lifetime = parse_authority(authority)
    hosts = [host] if host else []
    if _can_be_a_host(secrets.party):
        hosts.append(secrets.party)
    certificate = build_tls_certificate(
        authority,
        party=secrets.party,
        authority_secret=secrets.tls_authority,
        secret=secrets.tls,
        hosts=hosts,
        not_before=lifetime.not_valid_before_utc,
        not_after=lifetime.not_valid_after_utc,
        serial_number=int.from_bytes(randomness(_SERIAL_BYTES)) | 1,
    )
    return TlsIdentity(certificate=certificate_pem(certificate), private=private_pem(secrets.tls))


def authorities_pem(cards: Sequence[Card]) -> bytes:
    """Return the authorities of `cards` in the form a listener reads: whom it lets in."""
    return b"".join(certificate_pem(card.newest.tls) for card in cards)


def client_context(identity: TlsIdentity, *, counterpart: Card) -> ssl.SSLContext:
    """Return what a connection to `counterpart` is made with.

    The name the counterpart answers under is not compared: its authority issues certificates
    for this one party and we trust no other authority here, so a certificate it issued *is* the
    counterpart, at whatever address the line was put.

    Raises:
        InvalidAuthorityError: The authority in its card cannot be pinned.
    """
    parse_authority(counterpart.newest.tls)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.load_verify_locations(cadata=counterpart.newest.tls)
    with secret_file(identity.certificate + identity.private) as path:
        context.load_cert_chain(path)
    return context


def _can_be_a_host(party: PartyId) -> bool:
    labels = party.split(".")
    return all(label and not label.startswith("-") and not label.endswith("-") for label in labels)
