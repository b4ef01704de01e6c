from hashlib import scrypt

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.errors import ServandaError
from servanda.core.keys.private import UnreadableSecretsError
from servanda.core.keys.sealed_secrets import (
    MAX_SEALED_SECRETS_BYTES,
    WrongPassphraseError,
    open_secrets,
    seal_secrets,
)
from servanda.core.keys.sheets import parse_base64

SALT, NONCE = b"salt" * 4, b"nonce" * 2 + b"no"
SEALED = seal_secrets(b"the keys", passphrase=b"correct horse", salt=SALT, nonce=NONCE)


def test_secrets_open_with_their_passphrase() -> None:
    assert open_secrets(SEALED, passphrase=b"correct horse") == b"the keys"


def test_another_passphrase_does_not_open_them() -> None:
    with pytest.raises(WrongPassphraseError):
        open_secrets(SEALED, passphrase=b"correct horsf")


@pytest.mark.parametrize("member", ["box", "nonce", "salt"])
def test_a_changed_file_does_not_open(member: str) -> None:
    members = dict(canonical.parse_object(SEALED))
    written = str(members[member])
    members[member] = ("B" if written[0] == "A" else "A") + written[1:]

    with pytest.raises(WrongPassphraseError):
        open_secrets(canonical.encode(members), passphrase=b"correct horse")


def test_the_file_is_made_as_the_specification_says() -> None:
    box = parse_base64(canonical.parse_object(SEALED)["box"])
    key = scrypt(b"correct horse", salt=SALT, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)

    plain = ChaCha20Poly1305(key).decrypt(NONCE, box, b"servanda-sealed-secrets/1")

    assert plain == b"the keys"


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_as_sealed_secrets(data: bytes) -> None:
    with pytest.raises(ServandaError):
        open_secrets(data, passphrase=b"x")


@pytest.mark.parametrize(
    ("member", "value"),
    [("v", "servanda-sealed-secrets/2"), ("nonce", "AAAA"), ("salt", ""), ("box", 7), ("n", 2)],
)
def test_a_file_of_another_layout_is_unreadable(member: str, value: str | int) -> None:
    members = {**canonical.parse_object(SEALED), member: value}

    with pytest.raises(UnreadableSecretsError):
        open_secrets(canonical.encode(members), passphrase=b"correct horse")


def test_a_file_over_the_limit_is_not_read() -> None:
    with pytest.raises(UnreadableSecretsError, match="at most"):
        open_secrets(b"x" * (MAX_SEALED_SECRETS_BYTES + 1), passphrase=b"correct horse")


def test_secrets_are_not_sealed_under_nothing() -> None:
    with pytest.raises(WrongPassphraseError, match="not empty"):
        seal_secrets(b"the keys", passphrase=b"", salt=SALT, nonce=NONCE)
