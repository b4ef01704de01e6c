from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.notes import (
    InvalidSignatureError,
    MalformedNoteError,
    NoteVerifier,
    build_note,
)
from servanda.core.errors import CounterpartError
from servanda.core.tlog.checkpoint import (
    MAX_LOG_SIZE,
    Checkpoint,
    InvalidCheckpointError,
    checkpoint_text,
    parse_checkpoint_text,
    sign_checkpoint,
    signers_of,
    verify_checkpoint,
)
from servanda.core.tlog.hashing import EMPTY_ROOT
from tests.core.tlog.definition import flip_bit, numbered_entries
from tests.core.tlog.parties import (
    ALICE,
    ALICE_COSIGNS,
    ALICE_ML_DSA,
    ALICE_SIGNS,
    LOG,
    MALLORY_SIGNS,
    NOON,
    OTHER_LOG,
    WALTER_COSIGNS,
    WALTER_ED25519,
    head_of,
    signed,
)
from tests.core.tlog.test_tree import tree_of

HEAD = head_of(tree_of(numbered_entries(5)))
ROOT_LINE = b64encode(HEAD.root) + b"\n"

heads = st.builds(
    Checkpoint,
    origin=st.from_regex(r"[a-z0-9./-]{1,255}", fullmatch=True),
    size=st.integers(1, MAX_LOG_SIZE),
    root=st.binary(min_size=32, max_size=32),
)


def test_the_text_is_the_one_of_the_specification() -> None:
    text = b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

    checkpoint = parse_checkpoint_text(text)

    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert checkpoint.size == 20_852_163
    assert checkpoint_text(checkpoint) == text


@given(heads)
def test_every_head_comes_back_from_its_text(head: Checkpoint) -> None:
    assert parse_checkpoint_text(checkpoint_text(head)) == head


def test_the_largest_head_and_the_longest_origin_come_back_from_their_text() -> None:
    head = Checkpoint(origin="a" * 255, size=MAX_LOG_SIZE, root=HEAD.root)

    assert parse_checkpoint_text(checkpoint_text(head)) == head


@given(st.binary(max_size=120))
def test_any_bytes_give_a_checkpoint_or_an_error_and_a_checkpoint_has_one_spelling(
    text: bytes,
) -> None:
    try:
        checkpoint = parse_checkpoint_text(text)
    except InvalidCheckpointError:
        return

    assert checkpoint_text(checkpoint) == text


@given(heads, st.data())
def test_a_text_with_any_one_byte_changed_is_another_head_or_none(
    head: Checkpoint, data: st.DataObject
) -> None:
    text = checkpoint_text(head)
    at = data.draw(st.integers(0, len(text) - 1))
    altered = text[:at] + data.draw(st.binary(min_size=1, max_size=1)) + text[at + 1 :]

    try:
        parsed = parse_checkpoint_text(altered)
    except InvalidCheckpointError:
        return

    assert (parsed == head) == (altered == text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "three lines"),
        (b"log\n5\n", "three lines"),
        (b"log\n5\n" + ROOT_LINE[:-1], "three lines"),
        (b"log\n5\n" + ROOT_LINE + b"extension\n", "three lines"),
        (b"log\n5\n" + ROOT_LINE + b"\n", "three lines"),
        (b"\n5\n" + ROOT_LINE, "1 to 255 bytes"),
        (b"a" * 256 + b"\n5\n" + ROOT_LINE, "1 to 255 bytes"),
        (b"\xff\n5\n" + ROOT_LINE, "UTF-8"),
        (b"log\n05\n" + ROOT_LINE, "size"),
        (b"log\n-5\n" + ROOT_LINE, "size"),
        (b"log\n+5\n" + ROOT_LINE, "size"),
        (b"log\n 5\n" + ROOT_LINE, "size"),
        (b"log\n5_0\n" + ROOT_LINE, "size"),
        (b"log\n\n" + ROOT_LINE, "size"),
        (b"log\n9223372036854775808\n" + ROOT_LINE, "size"),
        (b"log\n" + b"9" * 5000 + b"\n" + ROOT_LINE, "size"),
        (b"log\n5\n" + b64encode(bytes(31)) + b"\n", "32 bytes"),
        (b"log\n5\n" + b64encode(bytes(33)) + b"\n", "32 bytes"),
        (b"log\n5\n" + ROOT_LINE[:-2] + b"\n", "32 bytes"),
        (b"log\n5\n" + b"A" * 42 + b"B=\n", "32 bytes"),
        (b"log\n5\n " + ROOT_LINE, "32 bytes"),
        (b"log\n0\n" + ROOT_LINE, "no entries"),
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: bytes, reason: str) -> None:
    with pytest.raises(InvalidCheckpointError, match=reason):
        parse_checkpoint_text(text)


def test_the_head_of_an_empty_log_is_a_checkpoint() -> None:
    head = Checkpoint(origin=LOG, size=0, root=EMPTY_ROOT)

    assert verify_checkpoint(signed(head), verifiers=[ALICE], origin=LOG) == head


def test_a_signed_head_is_returned_as_it_was() -> None:
    assert verify_checkpoint(signed(HEAD), verifiers=[ALICE], origin=LOG) == HEAD


def test_a_second_signature_is_welcome_and_not_demanded() -> None:
    both = signed(HEAD, ALICE_COSIGNS.at(NOON))

    for note in (both, signed(HEAD)):
        assert verify_checkpoint(note, verifiers=[ALICE, ALICE_ML_DSA], origin=LOG) == HEAD
    assert signers_of(both, [ALICE, ALICE_ML_DSA, WALTER_ED25519]) == (ALICE, ALICE_ML_DSA)
    assert signers_of(signed(HEAD), [ALICE, ALICE_ML_DSA]) == (ALICE,)


def test_a_second_signature_that_is_there_has_to_fit() -> None:
    other = head_of(tree_of(numbered_entries(6)))
    line = signed(other, ALICE_COSIGNS.at(NOON)).splitlines(keepends=True)[-1]
    note = signed(HEAD) + line

    assert verify_checkpoint(note, verifiers=[ALICE], origin=LOG) == HEAD
    with pytest.raises(InvalidSignatureError, match="does not fit"):
        verify_checkpoint(note, verifiers=[ALICE, ALICE_ML_DSA], origin=LOG)


def test_a_witness_line_changes_nothing_about_the_head() -> None:
    note = signed(HEAD, WALTER_COSIGNS.at(NOON))

    assert verify_checkpoint(note, verifiers=[ALICE], origin=LOG) == HEAD
    assert verify_checkpoint(note, verifiers=[ALICE, WALTER_ED25519], origin=LOG) == HEAD


def test_a_head_signed_by_the_ml_dsa_key_alone_is_refused() -> None:
    note = sign_checkpoint(HEAD, signers=[ALICE_COSIGNS.at(NOON)])

    with pytest.raises(InvalidSignatureError, match="expected a signature"):
        verify_checkpoint(note, verifiers=[ALICE, ALICE_ML_DSA], origin=LOG)


def test_a_head_signed_by_mallory_in_the_name_of_the_log_is_refused() -> None:
    note = sign_checkpoint(HEAD, signers=[MALLORY_SIGNS])

    with pytest.raises(InvalidSignatureError, match="expected a signature"):
        verify_checkpoint(note, verifiers=[ALICE], origin=LOG)


def test_a_head_of_another_log_of_the_same_party_is_refused() -> None:
    note = signed(replace(HEAD, origin=OTHER_LOG))

    with pytest.raises(InvalidCheckpointError, match="expected log"):
        verify_checkpoint(note, verifiers=[ALICE], origin=LOG)


def test_a_key_under_another_name_than_the_logs_does_not_vouch_for_it() -> None:
    with pytest.raises(InvalidCheckpointError, match="no Ed25519 key"):
        verify_checkpoint(
            signed(replace(HEAD, origin=OTHER_LOG)), verifiers=[ALICE], origin=OTHER_LOG
        )


@pytest.mark.parametrize("verifiers", [[], [ALICE_ML_DSA], [WALTER_ED25519]])
def test_without_the_logs_own_key_nothing_is_verified(verifiers: list[NoteVerifier]) -> None:
    with pytest.raises(InvalidCheckpointError, match="no Ed25519 key"):
        verify_checkpoint(signed(HEAD), verifiers=verifiers, origin=LOG)


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    note = build_note(b"log\nnumber\nroot\n", [ALICE_SIGNS])

    with pytest.raises(InvalidCheckpointError, match="size"):
        verify_checkpoint(note, verifiers=[ALICE], origin=LOG)


def test_a_text_without_signature_is_refused() -> None:
    with pytest.raises(MalformedNoteError):
        verify_checkpoint(checkpoint_text(HEAD), verifiers=[ALICE], origin=LOG)


def test_a_signed_head_with_any_one_bit_flipped_is_refused() -> None:
    note = signed(HEAD)

    for bit in range(len(note) * 8):
        with pytest.raises(CounterpartError):
            verify_checkpoint(flip_bit(note, bit), verifiers=[ALICE], origin=LOG)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(note: bytes) -> None:
    with pytest.raises(CounterpartError):
        verify_checkpoint(note, verifiers=[ALICE, ALICE_ML_DSA], origin=LOG)
