from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.hpke import kem_public_bytes
from servanda.core.envelope.notes import build_note, ed25519_verifier, verify_note
from servanda.core.identifiers import parse_origin
from servanda.core.keys.private import (
    UnreadableSecretsError,
    checkpoint_signer,
    encode_root_secrets,
    encode_secrets,
    generate_secrets,
    leaf_signer,
    parse_root_secrets,
    parse_secrets,
    with_kem_key,
    without_kem_keys,
)
from tests.core.keys.cast import ALICE, BOB, fixed_randomness, root_of, secrets_of, sheet_for

SECRETS = secrets_of(ALICE)


def test_secrets_come_back_from_their_file() -> None:
    assert parse_secrets(encode_secrets(SECRETS)) == SECRETS
    assert parse_root_secrets(encode_root_secrets(root_of(ALICE))) == root_of(ALICE)


def test_every_seed_is_a_different_one() -> None:
    secrets = generate_secrets(fixed_randomness("once"), party=ALICE, kem_name="kem-1")

    names = [field.name for field in fields(secrets) if field.name not in ("party", "kem")]
    seeds = [getattr(secrets, name) for name in names] + list(secrets.kem.values())
    assert len(set(seeds)) == len(seeds) == 6
    assert {len(seed) for seed in seeds} == {32}


def test_secrets_do_not_show_in_messages() -> None:
    for shown in (repr(SECRETS), str(SECRETS), repr(root_of(ALICE)), f"{[SECRETS]}"):
        assert str(SECRETS.sign) not in shown
        assert str(root_of(ALICE).ed25519) not in shown


def test_leaves_and_checkpoints_verify_with_the_keys_of_the_sheet() -> None:
    origin = parse_origin(f"{ALICE}/servanda/ab/{BOB}")
    sheet = sheet_for(ALICE)

    leaf = build_note(b"leaf\n", [leaf_signer(SECRETS)])
    checkpoint = build_note(b"head\n", [checkpoint_signer(SECRETS, origin)])

    assert verify_note(leaf, [ed25519_verifier(f"{ALICE}/servanda/sign", sheet.sign)])
    assert verify_note(checkpoint, [ed25519_verifier(str(origin), sheet.log_ed25519)])


def test_a_retired_kem_key_is_gone_for_good() -> None:
    both = with_kem_key(SECRETS, "kem-2026b", b"b" * 32)

    after = without_kem_keys(both, ["kem-2026a"])

    assert list(both.kem_keys) == ["kem-2026a", "kem-2026b"]
    assert after.kem == {"kem-2026b": b"b" * 32}
    assert SECRETS.kem["kem-2026a"] not in encode_secrets(after)


def test_the_sheet_names_the_public_half_of_each_kem_seed() -> None:
    assert sheet_for(ALICE).kem == {
        name: kem_public_bytes(seed) for name, seed in SECRETS.kem.items()
    }


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_as_secrets(data: bytes) -> None:
    with pytest.raises(UnreadableSecretsError):
        parse_secrets(data)
    with pytest.raises(UnreadableSecretsError):
        parse_root_secrets(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"servanda-secrets/1", b"servanda-secrets/2"),
        (b'"party":"alice', b'"party":"../alice'),
        (b'"party":"alice.example"', b'"party":7'),
        (b'"sign":"', b'"sign":"AAAA'),
        (b'"sign":"', b'"sign":"?'),
        (b'"kem":{', b'"kem":[{'),
        (b'"tls"', b'"tlz"'),
    ],
)
def test_a_damaged_file_is_named_as_such(old: bytes, new: bytes) -> None:
    damaged = encode_secrets(SECRETS).replace(old, new)

    with pytest.raises(UnreadableSecretsError):
        parse_secrets(damaged)


def test_kem_seeds_have_to_be_named() -> None:
    with pytest.raises(UnreadableSecretsError, match="KEM seeds"):
        parse_secrets(encode_secrets(replace(SECRETS, kem={})).replace(b"{},", b"[],"))


def test_the_roots_file_does_not_serve_as_the_nodes() -> None:
    with pytest.raises(UnreadableSecretsError):
        parse_secrets(encode_root_secrets(root_of(ALICE)))
    with pytest.raises(UnreadableSecretsError):
        parse_root_secrets(encode_secrets(SECRETS))
