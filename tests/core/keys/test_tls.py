import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.errors import CounterpartError
from servanda.core.identifiers import PartyId
from servanda.core.keys.tls import (
    InvalidAuthorityError,
    InvalidHostError,
    build_authority,
    build_tls_certificate,
    certificate_pem,
    parse_authority,
    private_pem,
    tls_private,
)
from tests.core.keys.cast import ALICE, BOB, MALLORY, START, authority_of, secrets_of

# The handshake is judged by the real clock of this machine.
NOT_BEFORE = datetime.now(UTC) - timedelta(days=1)
NOT_AFTER = NOT_BEFORE + timedelta(days=30)


def fresh_authority(party: PartyId) -> bytes:
    return build_authority(
        party,
        secret=secrets_of(party).tls_authority,
        not_before=NOT_BEFORE,
        not_after=NOT_AFTER,
        serial_number=1,
    )


def certificate_of(party: PartyId, *hosts: str) -> bytes:
    return build_tls_certificate(
        fresh_authority(party),
        party=party,
        authority_secret=secrets_of(party).tls_authority,
        secret=secrets_of(party).tls,
        hosts=hosts,
        not_before=NOT_BEFORE,
        not_after=NOT_AFTER,
        serial_number=2,
    )


def context_of(party: PartyId, *, trusts: PartyId, is_server: bool, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=fresh_authority(trusts))
    chain = folder / f"{party}.pem"
    chain.write_bytes(
        certificate_pem(certificate_of(party, f"node.{party}")) + private_pem(secrets_of(party).tls)
    )
    context.load_cert_chain(chain)
    return context


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext, host: str) -> None:
    """Run a handshake in memory to its end, both ways verified."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=host),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    for end in ends:
        end.do_handshake()


@pytest.mark.parametrize("host", ["node.bob.example", "localhost", "127.0.0.1"])
def test_two_parties_that_pinned_each_other_are_admitted(host: str, tmp_path: Path) -> None:
    client = context_of(ALICE, trusts=BOB, is_server=False, folder=tmp_path)
    server = context_of(BOB, trusts=ALICE, is_server=True, folder=tmp_path)

    shake_hands(client, server, host)


def test_a_client_of_an_authority_that_was_not_pinned_is_turned_away(tmp_path: Path) -> None:
    client = context_of(MALLORY, trusts=BOB, is_server=False, folder=tmp_path)
    server = context_of(BOB, trusts=ALICE, is_server=True, folder=tmp_path)

    with pytest.raises(ssl.SSLError):
        shake_hands(client, server, "localhost")


def test_a_server_of_an_authority_that_was_not_pinned_is_turned_away(tmp_path: Path) -> None:
    client = context_of(ALICE, trusts=BOB, is_server=False, folder=tmp_path)
    server = context_of(MALLORY, trusts=ALICE, is_server=True, folder=tmp_path)

    with pytest.raises(ssl.SSLError):
        shake_hands(client, server, "localhost")


def test_a_host_the_certificate_does_not_name_is_turned_away(tmp_path: Path) -> None:
    client = context_of(ALICE, trusts=BOB, is_server=False, folder=tmp_path)
    server = context_of(BOB, trusts=ALICE, is_server=True, folder=tmp_path)

    with pytest.raises(ssl.SSLError):
        shake_hands(client, server, "elsewhere.example")


def test_equal_input_gives_the_same_key() -> None:
    one, other = tls_private(b"k" * 32), tls_private(b"k" * 32)

    assert one.private_numbers() == other.private_numbers()


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32])
def test_every_secret_makes_a_key(secret: bytes) -> None:
    assert tls_private(secret).private_numbers().private_value >= 1


def test_the_authority_may_sign_end_certificates_only() -> None:
    constraints = parse_authority(authority_of(ALICE)).extensions.get_extension_for_class(
        x509.BasicConstraints
    )

    assert constraints.critical
    assert (constraints.value.ca, constraints.value.path_length) == (True, 0)


def test_the_longest_party_gets_its_certificates() -> None:
    longest = PartyId("x" * 64)

    authority = build_authority(
        longest, secret=b"k" * 32, not_before=START, not_after=NOT_AFTER, serial_number=1
    )

    assert parse_authority(authority).subject == parse_authority(authority).issuer


@pytest.mark.parametrize("host", ["", "a b", "A.example", "*.example", "a..b", "-a", "a/b", "é"])
def test_a_host_that_cannot_stand_in_a_certificate_is_refused(host: str) -> None:
    with pytest.raises(InvalidHostError):
        certificate_of(ALICE, host)


def test_addresses_and_names_are_told_apart() -> None:
    certificate = x509.load_der_x509_certificate(certificate_of(ALICE, "10.0.0.7", "::1", "node"))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == [
        "10.0.0.7",
        "::1",
        "127.0.0.1",
    ]
    assert names.get_values_for_type(x509.DNSName) == ["node", "localhost"]


def test_an_end_certificate_cannot_be_pinned_as_an_authority() -> None:
    with pytest.raises(InvalidAuthorityError):
        parse_authority(certificate_of(ALICE))


def test_an_authority_of_another_kind_of_key_is_refused() -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    name = x509.Name([])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, None)
    )

    with pytest.raises(InvalidAuthorityError, match="P-256"):
        parse_authority(certificate.public_bytes(Encoding.DER))


def test_a_certificate_signed_by_itself_that_is_no_authority_is_refused() -> None:
    private = tls_private(b"k" * 32)
    name = x509.Name([])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )

    with pytest.raises(InvalidAuthorityError, match="sign others"):
        parse_authority(certificate.public_bytes(Encoding.DER))


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_as_an_authority(data: bytes) -> None:
    with pytest.raises(CounterpartError):
        parse_authority(data)


@pytest.mark.filterwarnings("ignore")  # the library warns about numbers it will refuse later
@given(st.integers(0, len(authority_of(ALICE)) * 8 - 1))
def test_an_authority_with_any_one_bit_flipped_is_refused(bit: int) -> None:
    changed = bytearray(authority_of(ALICE))
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(CounterpartError):
        parse_authority(bytes(changed))
