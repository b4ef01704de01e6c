from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.notes import InvalidSignatureError
from servanda.core.errors import CounterpartError
from servanda.core.tlog.checkpoint import InvalidCheckpointError, sign_checkpoint
from servanda.core.tlog.inclusion import InvalidProofError
from servanda.core.tlog.proof import (
    MAX_PROOF_BYTES,
    EntryProof,
    build_proof,
    encode_proof,
    parse_proof,
    verify_proof,
)
from servanda.core.tlog.tree import OutsideTreeError
from tests.core.tlog.definition import flip_bit, numbered_entries
from tests.core.tlog.parties import (
    ALICE,
    LOG,
    MALLORY_SIGNS,
    OTHER_LOG,
    head_of,
    signed,
)
from tests.core.tlog.test_tree import tree_of

ENTRIES = numbered_entries(7)
TREE = tree_of(ENTRIES)
CHECKPOINT = signed(head_of(TREE))

proofs = st.builds(
    EntryProof,
    leaf_index=st.integers(0, 2**63 - 1),
    path=st.lists(st.binary(min_size=32, max_size=32), max_size=10).map(tuple),
    checkpoint=st.just(CHECKPOINT),
    extra=st.none() | st.binary(max_size=20),
)


def test_every_entry_of_a_log_has_a_proof_that_needs_nothing_but_the_key() -> None:
    for index, entry in enumerate(ENTRIES):
        text = encode_proof(build_proof(TREE, leaf_index=index, checkpoint=CHECKPOINT))
        assert verify_proof(entry, parse_proof(text), verifiers=[ALICE], origin=LOG) == head_of(
            TREE
        )


def test_the_text_is_the_one_of_the_specification() -> None:
    proof = replace(build_proof(TREE, leaf_index=6, checkpoint=CHECKPOINT), extra=b"more")

    text = encode_proof(proof)

    (sibling, left) = proof.path
    assert text == (
        b"c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 6\n"
        + b64encode(sibling)
        + b"\n"
        + b64encode(left)
        + b"\n\n"
        + CHECKPOINT
    )


def test_a_log_with_one_entry_has_a_proof_without_hashes() -> None:
    tree = tree_of([b"only"])
    note = signed(head_of(tree))
    text = encode_proof(build_proof(tree, leaf_index=0, checkpoint=note))

    assert text == b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + note
    verify_proof(b"only", parse_proof(text), verifiers=[ALICE], origin=LOG)


@given(proofs)
def test_every_proof_comes_back_from_its_text(proof: EntryProof) -> None:
    assert parse_proof(encode_proof(proof)) == proof


@given(st.sampled_from([b"", b"c2sp.org/tlog-proof@v1\n"]), st.binary(max_size=80))
def test_any_bytes_give_a_proof_or_an_error_and_a_proof_has_one_spelling(
    begin: bytes, rest: bytes
) -> None:
    data = begin + rest

    try:
        proof = parse_proof(data)
    except InvalidProofError:
        return

    assert encode_proof(proof) == data


def test_a_proof_with_any_one_bit_flipped_is_refused() -> None:
    text = encode_proof(build_proof(TREE, leaf_index=2, checkpoint=CHECKPOINT))

    for bit in range(len(text) * 8):
        with pytest.raises(CounterpartError):
            verify_proof(
                ENTRIES[2], parse_proof(flip_bit(text, bit)), verifiers=[ALICE], origin=LOG
            )


def test_the_longest_proof_comes_back_from_its_text() -> None:
    path = tuple(bytes([level]) * 32 for level in range(64))
    proof = EntryProof(leaf_index=0, path=path, checkpoint=b"", extra=None)
    whole = replace(proof, checkpoint=bytes(MAX_PROOF_BYTES - len(encode_proof(proof))))

    assert parse_proof(encode_proof(whole)) == whole
    with pytest.raises(InvalidProofError, match="bytes"):
        parse_proof(encode_proof(whole) + b"a")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\nindex 0\n",
        b"c2sp.org/tlog-proof@v2\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\n\n",
        b"c2sp.org/tlog-proof@v1\nextra AA==\n\n",
        b"c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 00\n\n",
        b"c2sp.org/tlog-proof@v1\nindex -1\n\n",
        b"c2sp.org/tlog-proof@v1\nindex  1\n\n",
        b"c2sp.org/tlog-proof@v1\nindex\n\n",
        b"c2sp.org/tlog-proof@v1\n0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b64encode(bytes(32)) + b"\n") * 65 + b"\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + b"a" * MAX_PROOF_BYTES,
    ],
)
def test_a_text_that_is_no_proof_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidProofError):
        parse_proof(data)


def test_a_proof_of_another_entry_is_refused() -> None:
    proof = build_proof(TREE, leaf_index=2, checkpoint=CHECKPOINT)

    with pytest.raises(InvalidProofError):
        verify_proof(ENTRIES[3], proof, verifiers=[ALICE], origin=LOG)


def test_a_proof_under_a_head_that_mallory_signed_is_refused() -> None:
    note = sign_checkpoint(head_of(TREE), signers=[MALLORY_SIGNS])
    proof = build_proof(TREE, leaf_index=2, checkpoint=note)

    with pytest.raises(InvalidSignatureError):
        verify_proof(ENTRIES[2], proof, verifiers=[ALICE], origin=LOG)


def test_a_proof_from_another_log_is_refused() -> None:
    proof = build_proof(TREE, leaf_index=2, checkpoint=signed(head_of(TREE, log=OTHER_LOG)))

    with pytest.raises(InvalidCheckpointError):
        verify_proof(ENTRIES[2], proof, verifiers=[ALICE], origin=LOG)


def test_no_proof_is_made_for_an_entry_that_is_not_under_the_head() -> None:
    with pytest.raises(OutsideTreeError):
        build_proof(TREE, leaf_index=7, checkpoint=CHECKPOINT)


def test_extra_data_is_signed_by_nobody_and_changes_nothing() -> None:
    proof = replace(build_proof(TREE, leaf_index=2, checkpoint=CHECKPOINT), extra=b"anything")

    assert verify_proof(ENTRIES[2], proof, verifiers=[ALICE], origin=LOG) == head_of(TREE)
