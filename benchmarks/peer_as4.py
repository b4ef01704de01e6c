"""The peer beside which the exchange is measured: signed and encrypted AS4 messages.

Run by the interpreter of `.venv-peer`, which has `as4` and not Servanda: so nothing of ours is
imported here. One exchange is what the standard asks for: sign and encrypt, verify and decrypt,
answer with a signed receipt, verify the receipt. Reads the payload from standard input and
takes the number of exchanges as its only argument; prints one line of JSON.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from as4 import AS4LocalPrivateKey, SecurityPolicy, pinned_certificates
from as4.peppol import (
    build_peppol_message,
    create_peppol_external_party,
    create_peppol_internal_party,
    parse_peppol_message,
    parse_peppol_receipt,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

_DOCUMENT = (
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017::2.1"
)


def _certified(name: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Return a key of the size the profile asks for, and a certificate for it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    count = int(arguments[0])
    payload = sys.stdin.buffer.read()
    exchange = _Exchange(payload)
    wire = exchange.once()
    cpu = time.process_time()
    for _ in range(count):
        exchange.once()
    cpu = time.process_time() - cpu
    print(json.dumps({"wire_bytes": wire, "cpu_seconds": cpu, "count": count}))
    return 0


class _Exchange:
    """Two access points and the policy that each trusts the other's certificate."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        ours_key, ours = _certified("POP000001")
        theirs_key, theirs = _certified("POP000002")
        self._ours = create_peppol_internal_party("POP000001", ours, AS4LocalPrivateKey(ours_key))
        self._theirs = create_peppol_internal_party(
            "POP000002", theirs, AS4LocalPrivateKey(theirs_key)
        )
        self._remote = create_peppol_external_party("POP000002", theirs)
        self._their_certificate = theirs
        self._policy = SecurityPolicy(signer_resolver=pinned_certificates(ours))

    def once(self) -> int:
        """Play one exchange; return the bytes that travel, HTTP headers of the message included."""
        message = build_peppol_message(
            payload=self._payload,
            local_party=self._ours,
            remote_party=self._remote,
            sender="9932:9999999999",
            recipient="9932:1111111111",
            sender_country_id="GB",
            document_type_identifier_scheme="busdox-docid-qns",
            document_type_identifier_value=_DOCUMENT,
            process_identifier="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
        )
        body, boundary = message.get_request_data()
        headers = message.get_http_headers(boundary)
        received = parse_peppol_message(
            request_headers=headers,
            request_body=body,
            local_party=self._theirs,
            security_policy=self._policy,
        )
        if not received.successful:
            raise SystemExit(f"the peer did not take its own message: {received.error}")
        signal_headers, signal = received.build_signal()
        receipt = parse_peppol_receipt(signal, self._their_certificate)
        receipt.verify_non_repudiation(message.signed_references)
        return len(body) + len(signal) + _size(headers) + _size(signal_headers)


def _size(headers: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) + len(": \r\n") for name, value in headers.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
