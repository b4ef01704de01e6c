import hmac
import json
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.hpke import (
    ENCAPSULATED_BYTES,
    KEM_PUBLIC_BYTES,
    SEAL_OVERHEAD_BYTES,
    CannotOpenError,
    check_kem_public,
    kem_private,
    kem_public_bytes,
    open_sealed_bytes,
    parse_kem_name,
    probe,
    seal,
)
from servanda.core.envelope.notes import UnusableKeyError
from servanda.core.identifiers import InvalidNameError

VECTORS = Path(__file__).parents[3] / "vectors" / "envelope"

ALICE = kem_private("kem-2026a", b"a" * 32)
BOB = kem_private("kem-2026a", b"b" * 32)
ALICE_PUBLIC = kem_public_bytes(b"a" * 32)
SEALED = seal(b"for Alice", public=ALICE_PUBLIC, info=b"header")


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_was_sealed_opens_for_the_recipient_alone(plain: bytes, info: bytes) -> None:
    sealed = seal(plain, public=ALICE_PUBLIC, info=info)

    assert len(sealed) == len(plain) + SEAL_OVERHEAD_BYTES
    assert open_sealed_bytes(sealed, private=ALICE, info=info) == plain
    with pytest.raises(CannotOpenError):
        open_sealed_bytes(sealed, private=BOB, info=info)


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_sealed_bytes_with_any_one_bit_flipped_do_not_open(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(CannotOpenError):
        open_sealed_bytes(bytes(changed), private=ALICE, info=b"header")


def test_the_bit_that_x25519_ignores_is_bound_all_the_same() -> None:
    changed = bytearray(SEALED)
    changed[ENCAPSULATED_BYTES - 1] ^= 0x80

    with pytest.raises(CannotOpenError):
        open_sealed_bytes(bytes(changed), private=ALICE, info=b"header")


def test_another_header_does_not_open() -> None:
    with pytest.raises(CannotOpenError):
        open_sealed_bytes(SEALED, private=ALICE, info=b"heade")


@given(st.binary(max_size=ENCAPSULATED_BYTES + 40))
def test_any_bytes_are_refused_as_sealed_bytes(data: bytes) -> None:
    with pytest.raises(CannotOpenError):
        open_sealed_bytes(data, private=ALICE, info=b"")


@pytest.mark.parametrize("cut", [0, 1, 1_088, 1_119, 1_120, 1_135, len(SEALED) - 1])
def test_sealed_bytes_cut_short_do_not_open(cut: int) -> None:
    with pytest.raises(CannotOpenError):
        open_sealed_bytes(SEALED[:cut], private=ALICE, info=b"header")


@pytest.mark.parametrize(
    "public",
    [
        b"",
        ALICE_PUBLIC[:-1],
        ALICE_PUBLIC + b"x",
        b"\xff" * KEM_PUBLIC_BYTES,
        ALICE_PUBLIC[:-32] + bytes(32),
        ALICE_PUBLIC[:-32] + b"\x01" + bytes(31),
    ],
    ids=["empty", "short", "long", "not reduced", "zero point", "point of order one"],
)
def test_a_key_that_nothing_should_be_sealed_to_is_refused(public: bytes) -> None:
    with pytest.raises(UnusableKeyError):
        check_kem_public(public)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UnusableKeyError):
        kem_public_bytes(bytes(length))


@pytest.mark.parametrize("name", ["", "kem-", "kem-A", "2026a", "kem-a\n", "kem-" + "x" * 37])
def test_a_name_outside_the_rules_is_no_key_name(name: str) -> None:
    with pytest.raises(InvalidNameError):
        parse_kem_name(name)


def test_this_build_has_the_algorithms() -> None:
    probe()


def test_keys_and_secrets_are_those_published_for_x_wing() -> None:
    """The library must open a ciphertext put together from the vector by RFC 9180 alone."""
    vector = json.loads((VECTORS / "xwing-published.json").read_text())
    seed, ciphertext, secret = (
        bytes.fromhex(vector[name]) for name in ("seed", "ciphertext", "secret")
    )
    sealed = ciphertext + seal_by_definition(b"hello", shared_secret=secret, info=b"header")

    opened = open_sealed_bytes(sealed, private=kem_private("kem-1", seed), info=b"header")

    assert kem_public_bytes(seed).hex() == vector["public"]
    assert opened == b"hello"


def seal_by_definition(plain: bytes, *, shared_secret: bytes, info: bytes) -> bytes:
    """RFC 9180, 5.1 and 5.2, base mode, first message: KEM 0x647a, KDF 1, AEAD 3."""
    suite = b"HPKE" + bytes.fromhex("647a00010003")
    context = (
        b"\x00"
        + labeled_extract(suite, b"", b"psk_id_hash", b"")
        + labeled_extract(suite, b"", b"info_hash", info)
    )
    schedule = labeled_extract(suite, shared_secret, b"secret", b"")
    key = labeled_expand(suite, schedule, b"key", context, 32)
    nonce = labeled_expand(suite, schedule, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).encrypt(nonce, plain, None)


def labeled_extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, sha256)


def labeled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    output, block = b"", b""
    for number in count(1):
        if len(output) >= length:
            break
        block = hmac.digest(key, block + labeled + bytes([number]), sha256)
        output += block
    return output[:length]
