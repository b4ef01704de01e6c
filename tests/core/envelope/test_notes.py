from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.notes import (
    ED25519,
    MAX_LEAF_BYTES,
    MAX_SIGNATURES,
    ML_DSA_44,
    InvalidSignatureError,
    MalformedNoteError,
    NoteSigner,
    UnsignableTextError,
    UnusableKeyError,
    build_note,
    ed25519_signer,
    ed25519_verifier,
    key_id_of,
    ml_dsa_44_signer,
    ml_dsa_44_verifier,
    split_note,
    verifier_key,
    verify_note,
)
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import InvalidNameError

NAME = "alice.example/servanda/sign"
SEED, OTHER_SEED = b"a" * 32, b"m" * 32
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
ML_DSA_PUBLIC = MLDSA44PrivateKey.from_seed_bytes(SEED).public_key().public_bytes_raw()

SIGNER, VERIFIER = ed25519_signer(NAME, SEED), ed25519_verifier(NAME, PUBLIC)
ML_DSA_SIGNER, ML_DSA_VERIFIER = (
    ml_dsa_44_signer(NAME, SEED),
    ml_dsa_44_verifier(NAME, ML_DSA_PUBLIC),
)
MALLORY = ed25519_signer("mallory.example/servanda/sign", OTHER_SEED)

TEXT = b'{"seq":18,"v":"servanda/1"}\n'
NOTE = build_note(TEXT, [SIGNER])

texts = st.text(st.characters(codec="utf-8", min_codepoint=0x20), max_size=40).map(
    lambda text: text.encode() + b"\n"
)


@given(texts)
def test_a_signed_text_comes_back_from_its_note(text: bytes) -> None:
    note = build_note(text, [SIGNER])

    assert verify_note(note, [VERIFIER]) == text


def test_a_text_may_hold_empty_lines() -> None:
    text = b"one\n\n\ntwo\n\n"

    assert verify_note(build_note(text, [SIGNER]), [VERIFIER]) == text


def test_a_note_with_any_one_bit_flipped_is_rejected() -> None:
    for bit in range(len(NOTE) * 8):
        changed = bytearray(NOTE)
        changed[bit // 8] ^= 1 << bit % 8

        with pytest.raises((MalformedNoteError, InvalidSignatureError)):
            verify_note(bytes(changed), [VERIFIER])


@given(st.data())
def test_a_note_of_two_algorithms_with_one_bit_flipped_is_rejected(data: st.DataObject) -> None:
    note = bytearray(build_note(TEXT, [SIGNER, ML_DSA_SIGNER]))
    bit = data.draw(st.integers(0, len(note) * 8 - 1))
    note[bit // 8] ^= 1 << bit % 8

    with pytest.raises((MalformedNoteError, InvalidSignatureError)):
        verify_note(bytes(note), [VERIFIER, ML_DSA_VERIFIER])


@given(st.binary(max_size=200) | st.binary(max_size=40).map(lambda tail: NOTE + tail))
def test_any_bytes_are_a_note_or_refused(data: bytes) -> None:
    try:
        split = split_note(data)
    except CounterpartError:
        return

    assert data.startswith(split.text + b"\n")
    assert 1 <= len(split.signatures) <= MAX_SIGNATURES


def test_every_given_key_has_to_have_signed() -> None:
    with pytest.raises(InvalidSignatureError, match="expected a signature"):
        verify_note(NOTE, [VERIFIER, ML_DSA_VERIFIER])


def test_without_a_key_nothing_is_verified() -> None:
    with pytest.raises(InvalidSignatureError, match="at least one key"):
        verify_note(NOTE, [])


def test_lines_of_unknown_keys_are_passed_over() -> None:
    stranger = NoteSigner(name=NAME, key_id=b"else", sign=lambda _text: b"anything")
    note = build_note(TEXT, [MALLORY, stranger, SIGNER])

    assert verify_note(note, [VERIFIER]) == TEXT


def test_a_known_keys_line_that_does_not_fit_is_fatal_beside_one_that_does() -> None:
    forger = NoteSigner(name=NAME, key_id=SIGNER.key_id, sign=lambda _text: bytes(64))

    for signers in ([SIGNER, forger], [forger, SIGNER]):
        with pytest.raises(InvalidSignatureError, match="does not fit"):
            verify_note(build_note(TEXT, signers), [VERIFIER])


def test_a_signature_of_another_key_under_the_same_name_is_rejected() -> None:
    note = build_note(TEXT, [ed25519_signer(NAME, OTHER_SEED)])

    with pytest.raises(InvalidSignatureError):
        verify_note(note, [VERIFIER])


def test_a_signature_does_not_serve_under_another_name() -> None:
    note = build_note(TEXT, [ed25519_signer("bob.example/servanda/sign", SEED)])

    with pytest.raises(InvalidSignatureError):
        verify_note(note, [VERIFIER])


def test_sixteen_lines_are_taken_and_seventeen_refused() -> None:
    sixteen = [MALLORY] * (MAX_SIGNATURES - 1) + [SIGNER]

    assert verify_note(build_note(TEXT, sixteen), [VERIFIER]) == TEXT
    with pytest.raises(MalformedNoteError, match="at most 16"):
        verify_note(build_note(TEXT, [MALLORY, *sixteen]), [VERIFIER])


def line(raw: bytes, *, name: str = NAME) -> bytes:
    return f"— {name} ".encode() + b64encode(raw) + b"\n"


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"\n\n",
        TEXT,
        TEXT + b"\n",
        NOTE[:-1],
        NOTE.replace(b"\n\n", b"\n"),
        NOTE + b"\n",
        NOTE + b"more\n",
        NOTE.replace("—".encode(), b"-"),
        NOTE.replace(b"seq", b"s\x00q"),
        NOTE.replace(b"seq", b"s\tq"),
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"seq", b"s\xffq"),
        TEXT + b"\n" + line(b"four"),
        TEXT + b"\n" + line(b"four and more", name=""),
        TEXT + b"\n" + line(b"four and more", name="a+b"),
        TEXT + b"\n" + line(b"four and more", name="a\u00a0b"),
        TEXT + b"\n" + line(b"four and more", name="a\u2003"),
        TEXT + b"\n" + "— alice\n".encode(),
        TEXT + b"\n" + "— alice AAAA AAAA\n".encode(),
        TEXT + b"\n" + "— alice AAAAAAA\n".encode(),
        TEXT + b"\n" + "— alice AAAAAA_-\n".encode(),
        TEXT + b"\n" + "— alice AAAAAAA==\n".encode(),
        TEXT + b"\n" + "— alice AAAAAAB=\n".encode(),
        b"x" * (MAX_LEAF_BYTES + 1 - len(NOTE)) + NOTE,
    ],
)
def test_what_is_no_note_is_refused_before_any_key_is_tried(note: bytes) -> None:
    with pytest.raises(MalformedNoteError):
        verify_note(note, [VERIFIER])


@pytest.mark.parametrize(
    "text", [b"", b"no line feed", b"a\tb\n", b"a\r\n", b"\xff\n", b"x" * MAX_LEAF_BYTES + b"\n"]
)
def test_a_text_that_could_not_be_read_back_is_not_signed(text: bytes) -> None:
    with pytest.raises(UnsignableTextError):
        build_note(text, [SIGNER])


def test_a_text_is_not_left_unsigned() -> None:
    with pytest.raises(UnsignableTextError, match="at least one key"):
        build_note(TEXT, [])


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2028b"])
def test_a_name_that_would_break_the_line_is_refused(name: str) -> None:
    with pytest.raises(InvalidNameError):
        ed25519_signer(name, SEED)
    with pytest.raises(InvalidNameError):
        ml_dsa_44_verifier(name, ML_DSA_PUBLIC)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_public_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UnusableKeyError):
        ed25519_verifier(NAME, bytes(length))
    with pytest.raises(UnusableKeyError):
        ml_dsa_44_verifier(NAME, bytes(length))


def test_key_ids_are_hashed_as_the_source_says() -> None:
    expected = sha256(NAME.encode() + b"\n\x01" + PUBLIC).digest()[:4]

    assert SIGNER.key_id == VERIFIER.key_id == key_id_of(NAME, ED25519, PUBLIC) == expected
    expected = sha256(NAME.encode() + b"\n\xffservanda-ml-dsa-44" + ML_DSA_PUBLIC).digest()[:4]
    assert ML_DSA_SIGNER.key_id == ML_DSA_VERIFIER.key_id == expected
    assert ML_DSA_VERIFIER.kind == ML_DSA_44


def test_a_key_is_written_as_other_tools_read_it() -> None:
    name, key_id, encoded = verifier_key(NAME, ED25519, PUBLIC).split("+", 2)

    assert (name, key_id) == (NAME, VERIFIER.key_id.hex())
    assert encoded == b64encode(ED25519 + PUBLIC).decode()


def test_the_note_published_with_the_go_implementation_is_ours_too() -> None:
    # golang.org/x/mod/sumdb/note: the example of its documentation.
    seed = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
    text = (
        b"If you think cryptography is the answer to your problem,\n"
        b"then you don't know what your problem is.\n"
    )
    published = (
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
        "otpRZb6KE6RyyBwJnAM=\n"
    )
    public = b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]

    note = build_note(text, [ed25519_signer("PeterNeumann", seed)])

    assert note == text + b"\n" + published.encode()
    assert verify_note(note, [ed25519_verifier("PeterNeumann", public)]) == text
    assert verifier_key("PeterNeumann", ED25519, public) == (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    )


def test_the_parts_of_a_note_are_those_that_were_put_in() -> None:
    split = split_note(build_note(TEXT, [MALLORY, SIGNER]))

    assert split.text == TEXT
    assert [line.name for line in split.signatures] == [MALLORY.name, NAME]
    assert split.signatures[1].key_id == SIGNER.key_id
    assert split.signatures[1].signature == SIGNER.sign(TEXT)
