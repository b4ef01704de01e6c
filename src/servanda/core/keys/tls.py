"""The certificates that admit a counterpart to the HTTPS carrier, and nothing more.

Each party has an authority of its own; its certificate stands in the key sheet, so the
counterpart pins it and no public authority has a say. TLS only admits: who said what is
proved by the signatures on the leaves, so a stolen TLS key lets nobody speak for a party.

NIST P-256, because OpenSSL and rustls both take it in certificates everywhere.

Source: RFC 5280 (profile), RFC 9525 (names); docs/spec/keys.md, TLS.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from typing import ClassVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import PartyId

LOOPBACK_HOSTS = ("localhost", "127.0.0.1")

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, SEC 2
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)

# What `cryptography` raises for certificates that are damaged or beyond it.
_UNUSABLE = (
    ValueError,
    TypeError,
    InvalidSignature,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class InvalidHostError(InvalidInputError):
    """A host is neither a DNS name in lower case nor an IP address."""

    code: ClassVar[str] = "invalid-host"


class InvalidAuthorityError(CounterpartError):
    """The certificate in a key sheet is no authority that could be pinned."""

    code: ClassVar[str] = "invalid-authority"


def tls_private(secret: bytes) -> EllipticCurvePrivateKey:
    """Return the P-256 key made from 32 secret bytes.

    A secret above the curve's order wraps around; that happens to one in 2**32 and costs
    nothing in strength.
    """
    return derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, SECP256R1())


def build_authority(
    party: PartyId,
    *,
    secret: bytes,
    not_before: datetime,
    not_after: datetime,
    serial_number: int,
) -> bytes:
    """Return the certificate of the party's own authority, DER, signed by itself.

    Args:
        party: Whose authority.
        secret: `tls_authority` of the party's secrets.
        not_before: UTC; some minutes early, for a counterpart whose clock is behind.
        not_after: UTC; not before the sheet expires.
        serial_number: Positive and unpredictable, at most 159 bits.
    """
    private = tls_private(secret)
    public = private.public_key()
    name = _name(f"{party} servanda authority")
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(serial_number)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        # It signs end certificates only, so a stolen one cannot make further authorities.
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(is_authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return builder.sign(private, hashes.SHA256()).public_bytes(Encoding.DER)


def build_tls_certificate(
    authority: bytes,
    *,
    party: PartyId,
    authority_secret: bytes,
    secret: bytes,
    hosts: Sequence[str],
    not_before: datetime,
    not_after: datetime,
    serial_number: int,
) -> bytes:
    """Return the certificate of the party's node, DER; it serves as server and as client.

    Args:
        authority: From `build_authority`, DER.
        party: Whose node.
        authority_secret: What `authority` was made with.
        secret: `tls` of the party's secrets.
        hosts: DNS names and addresses the node answers at; the loopback ones are added.
        not_before: UTC.
        not_after: UTC, not after that of `authority`.
        serial_number: As for `build_authority`, another one.

    Raises:
        InvalidHostError: A host cannot stand in a certificate.
    """
    issuer = parse_authority(authority)
    public = tls_private(secret).public_key()
    names = [_general_name(host) for host in dict.fromkeys((*hosts, *LOOPBACK_HOSTS))]
    issuer_key = tls_private(authority_secret)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(party))
        .issuer_name(issuer.subject)
        .public_key(public)
        .serial_number(serial_number)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(is_authority=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage(
                [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
            ),
            critical=False,
        )
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(Encoding.DER)


def parse_authority(der: bytes) -> x509.Certificate:
    """Return the authority's certificate from a key sheet, fit to be pinned.

    Raises:
        InvalidAuthorityError: It is no certificate, no authority, not of P-256 or not signed
            by itself.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        certificate.verify_directly_issued_by(certificate)
    except _UNUSABLE as error:
        raise InvalidAuthorityError(f"expected a certificate signed by itself: {error}") from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise InvalidAuthorityError("expected a key on the curve P-256")
    if not constraints.value.ca:
        raise InvalidAuthorityError("expected a certificate that may sign others")
    return certificate


def certificate_pem(der: bytes) -> bytes:
    """Return a certificate in the form that TLS libraries read from a file."""
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def private_pem(secret: bytes) -> bytes:
    """Return a TLS key, unencrypted, in the form that TLS libraries read from a file."""
    return tls_private(secret).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        pass
    if _HOST.fullmatch(host) is None:
        raise InvalidHostError(
            f"expected a DNS name in lower case or an address, found {host!r:.80}"
        )
    return x509.DNSName(host)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])


def _key_usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
