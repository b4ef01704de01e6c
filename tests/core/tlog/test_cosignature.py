from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.notes import (
    InvalidSignatureError,
    NoteVerifier,
    UnusableKeyError,
)
from servanda.core.identifiers import InvalidNameError
from servanda.core.tlog.checkpoint import (
    Checkpoint,
    checkpoint_text,
)
from servanda.core.tlog.cosignature import (
    ED25519_COSIGNATURE,
    ML_DSA_44_COSIGNATURE,
    Cosigner,
    ed25519_cosignature_verifier,
    ed25519_cosigner,
    ml_dsa_44_cosignature_verifier,
    ml_dsa_44_cosigner,
)
from tests.core.tlog.definition import flip_bit, numbered_entries
from tests.core.tlog.parties import (
    ALICE,
    LOG,
    NOON,
    OTHER_LOG,
    WALTER,
    WALTER_COSIGNS,
    WALTER_COSIGNS_ML_DSA,
    WALTER_ED25519,
    WALTER_ML_DSA,
    WALTER_SEED,
    ed25519_public,
    head_of,
    ml_dsa_44_public,
)
from tests.core.tlog.test_tree import tree_of

HEAD = head_of(tree_of(numbered_entries(5)))
TEXT = checkpoint_text(HEAD)
OTHER_HEADS = [
    replace(HEAD, origin=OTHER_LOG),
    replace(HEAD, size=6),
    replace(HEAD, root=flip_bit(HEAD.root, 0)),
]
KINDS = [(WALTER_COSIGNS, WALTER_ED25519), (WALTER_COSIGNS_ML_DSA, WALTER_ML_DSA)]

both_kinds = pytest.mark.parametrize(("cosigner", "verifier"), KINDS, ids=["ed25519", "ml-dsa-44"])


def test_an_ed25519_witness_signs_the_bytes_of_the_specification() -> None:
    line = WALTER_COSIGNS.at(NOON).sign(TEXT)

    assert line[:8] == int(NOON.timestamp()).to_bytes(8, "big")
    Ed25519PublicKey.from_public_bytes(ed25519_public(WALTER_SEED)).verify(
        line[8:], b"cosignature/v1\ntime 1795348800\n" + TEXT
    )


def test_an_ml_dsa_cosigner_signs_the_bytes_of_the_specification() -> None:
    line = WALTER_COSIGNS_ML_DSA.at(NOON).sign(TEXT)

    message = (
        b"subtree/v1\n\x00"
        + bytes([len(WALTER)])
        + WALTER.encode()
        + line[:8]
        + bytes([len(LOG)])
        + LOG.encode()
        + bytes(8)
        + (5).to_bytes(8, "big")
        + HEAD.root
    )
    MLDSA44PublicKey.from_public_bytes(ml_dsa_44_public(WALTER_SEED)).verify(line[8:], message)


@both_kinds
@pytest.mark.parametrize("other", OTHER_HEADS, ids=["log", "size", "root"])
def test_a_cosignature_of_another_head_does_not_fit(
    cosigner: Cosigner, verifier: NoteVerifier, other: Checkpoint
) -> None:
    line = cosigner.at(NOON).sign(TEXT)

    with pytest.raises(InvalidSignatureError):
        verifier.verify(checkpoint_text(other), line)


@both_kinds
@given(data=st.data())
def test_a_cosignature_with_any_one_bit_flipped_does_not_fit(
    cosigner: Cosigner, verifier: NoteVerifier, data: st.DataObject
) -> None:
    line = cosigner.at(NOON).sign(TEXT)
    altered = flip_bit(line, data.draw(st.integers(0, len(line) * 8 - 1)))

    verifier.verify(TEXT, line)
    with pytest.raises(InvalidSignatureError):
        verifier.verify(TEXT, altered)


@both_kinds
def test_every_bit_of_the_time_is_signed(cosigner: Cosigner, verifier: NoteVerifier) -> None:
    line = cosigner.at(NOON).sign(TEXT)

    for bit in range(64):
        with pytest.raises(InvalidSignatureError):
            verifier.verify(TEXT, flip_bit(line, bit))


@both_kinds
@given(line=st.binary(max_size=90))
def test_any_bytes_in_the_line_are_refused(
    cosigner: Cosigner, verifier: NoteVerifier, line: bytes
) -> None:
    assert cosigner.key_id == verifier.key_id
    with pytest.raises(InvalidSignatureError):
        verifier.verify(TEXT, line)


def test_a_time_beyond_the_calendar_is_refused_and_the_last_second_is_not() -> None:
    last = 253_402_300_799

    def line(seconds: int) -> bytes:
        signature = WALTER_COSIGNS.sign(WALTER_COSIGNS.message(TEXT, seconds))
        return seconds.to_bytes(8, "big") + signature

    WALTER_ED25519.verify(TEXT, line(last))
    with pytest.raises(InvalidSignatureError, match="year 10000"):
        WALTER_ED25519.verify(TEXT, line(last + 1))


def test_the_longest_name_is_signed_whole() -> None:
    name = "a" * 255
    line = ml_dsa_44_cosigner(name, WALTER_SEED).at(NOON).sign(TEXT)

    ml_dsa_44_cosignature_verifier(name, ml_dsa_44_public(WALTER_SEED)).verify(TEXT, line)


def test_a_line_of_ml_dsa_names_its_cosigner_so_nobody_else_can_use_it() -> None:
    other_name = ml_dsa_44_cosignature_verifier(
        "mallory.example/witness", ml_dsa_44_public(WALTER_SEED)
    )
    line = WALTER_COSIGNS_ML_DSA.at(NOON).sign(TEXT)

    with pytest.raises(InvalidSignatureError):
        other_name.verify(TEXT, line)


def test_a_key_has_another_id_for_each_kind_of_signature() -> None:
    assert ALICE.key_id != WALTER_ED25519.key_id
    assert WALTER_ED25519.kind == ED25519_COSIGNATURE
    assert WALTER_ML_DSA.kind == ML_DSA_44_COSIGNATURE


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_public_key_of_the_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(UnusableKeyError):
        ed25519_cosignature_verifier(WALTER, bytes(length))
    with pytest.raises(UnusableKeyError):
        ml_dsa_44_cosignature_verifier(WALTER, bytes(length))


@pytest.mark.parametrize("name", ["", "two words", "plus+plus", "a" * 256])
def test_a_name_that_no_line_can_carry_is_refused(name: str) -> None:
    with pytest.raises(InvalidNameError):
        ed25519_cosigner(name, WALTER_SEED)
    with pytest.raises(InvalidNameError):
        ml_dsa_44_cosigner(name, WALTER_SEED)
    with pytest.raises(InvalidNameError):
        ed25519_cosignature_verifier(name, ed25519_public(WALTER_SEED))
