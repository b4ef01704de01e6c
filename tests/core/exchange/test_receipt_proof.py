from dataclasses import replace

import pytest

from servanda.core.errors import CounterpartError
from servanda.core.exchange.receipt_proof import (
    InvalidReceiptProofError,
    ReceiptProof,
    build_receipt_proof,
    verify_receipt_proof,
)
from servanda.core.keys.timeline import KeyTimeline
from tests.core.exchange.worked_example import WorkedExample, play
from tests.core.exchange.world import ALICE, BOB
from tests.core.keys.cast import card_of

KEYS = {party: KeyTimeline.of_card(card_of(party)).newest for party in (ALICE, BOB)}


@pytest.fixture(scope="module")
def example() -> WorkedExample:
    return play()


def proof_of(example: WorkedExample, statement: int, receipt: int, head: int) -> ReceiptProof:
    """Prove Alice's leaf by Bob's, under Alice's head of `head` leaves."""
    alice, bob = example.alice, example.bob
    return build_receipt_proof(
        example.a[statement],
        example.b[receipt],
        sender_nodes=alice.pair.log(ALICE).roots,
        sender_head=alice.head(head),
        receiver_nodes=bob.pair.log(BOB).roots,
        receiver_head=bob.head(6),
    )


def verify(proof: ReceiptProof, example: WorkedExample) -> object:
    return verify_receipt_proof(
        proof, origin=example.alice.origin, sender_keys=KEYS[ALICE], receiver_keys=KEYS[BOB]
    )


def test_the_receipt_of_a_request_can_be_shown_without_the_logs(example: WorkedExample) -> None:
    proven = verify(proof_of(example, 2, 2, head=3), example)

    assert (proven.statement, proven.receipt) == (  # type: ignore[attr-defined]
        example.a[2].header,
        example.b[2].header,
    )


def test_a_leaf_that_has_seen_another_head_proves_nothing(example: WorkedExample) -> None:
    with pytest.raises(InvalidReceiptProofError, match="to have seen"):
        verify(proof_of(example, 2, 1, head=3), example)
    with pytest.raises(InvalidReceiptProofError, match="to have seen"):
        verify(proof_of(example, 3, 2, head=4), example)


def test_parts_of_two_proofs_do_not_make_a_third(example: WorkedExample) -> None:
    good, other = proof_of(example, 2, 2, head=3), proof_of(example, 1, 2, head=3)

    for mixed in (
        replace(good, statement=other.statement),
        replace(good, statement_proof=other.statement_proof),
        replace(good, receipt=good.statement),
        replace(good, receipt_proof=good.statement_proof),
    ):
        with pytest.raises(CounterpartError):
            verify(mixed, example)


@pytest.mark.parametrize("part", ["statement", "statement_proof", "receipt", "receipt_proof"])
def test_any_altered_byte_is_noticed(example: WorkedExample, part: str) -> None:
    good = proof_of(example, 2, 2, head=3)
    whole: bytes = getattr(good, part)

    for position in range(0, len(whole), 7):
        altered = bytearray(whole)
        altered[position] ^= 1
        with pytest.raises(CounterpartError):
            verify(replace(good, **{part: bytes(altered)}), example)


def test_the_same_leaves_prove_nothing_for_another_log(example: WorkedExample) -> None:
    good = proof_of(example, 2, 2, head=3)

    with pytest.raises(CounterpartError):
        verify_receipt_proof(
            good, origin=example.bob.origin, sender_keys=KEYS[BOB], receiver_keys=KEYS[ALICE]
        )
