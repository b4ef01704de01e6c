"""A counterpart denies what it said, or what it got; its own signed leaf says otherwise."""

import pytest

from servanda.core.errors import CounterpartError
from servanda.core.exchange.receipt_proof import (
    ReceiptProof,
    build_receipt_proof,
    verify_receipt_proof,
)
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.verifier.wrong import BundleError
from servanda.simulation.accord import REQUEST, REQUEST_BODY
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.stored_tree import StoredNodes
from tests.attacks.stage import Attacked, attacked, bundle_of, cut_now, flip, keys_of, verify


def test_what_was_said_stands_in_a_bundle_that_needs_nobody_of_the_two() -> None:
    attack = attacked()
    said = attack.bob.say("request", REQUEST, body=REQUEST_BODY)
    attack.send()
    attack.wait(hours=1)
    cut_now(attack)

    files = bundle_of(attack.alice)
    verification = verify(files, attack.alice)

    assert attack.copied().leaf_hash == said
    assert verification.anchored
    (entries,) = [
        path for path in files if path.startswith(f"logs/{attack.bob.own.from_party}/tile/entries")
    ]
    assert attack.copied().note in files[entries]


def test_a_bundle_in_which_one_bit_of_the_statement_differs_is_refused() -> None:
    attack = attacked()
    attack.bob.say("request", REQUEST, body=REQUEST_BODY)
    attack.send()
    cut_now(attack)
    files = bundle_of(attack.alice)
    (entries,) = [
        path for path in files if path.startswith(f"logs/{attack.bob.own.from_party}/tile/entries")
    ]

    start = files[entries].index(attack.copied().note)
    files[entries] = flip(files[entries], start * 8 + 100)

    with pytest.raises(BundleError):
        verify(files, attack.alice)


def test_what_was_received_is_proved_by_the_receivers_own_leaf() -> None:
    attack = attacked()
    proof = receipted(attack)

    proven = verify_receipt_proof(
        proof,
        origin=attack.bob.own.reverse,
        sender_keys=keys_of(attack.alice),
        receiver_keys=keys_of(attack.world.bob),
    )

    assert leaf_hash(proof.statement) in {leaf.leaf_hash for leaf in attack.alice.own_leaves}
    assert proven is not None


@pytest.mark.parametrize("part", ["statement", "statement_proof", "receipt", "receipt_proof"])
def test_a_receipt_with_one_bit_changed_proves_nothing(part: str) -> None:
    attack = attacked()
    whole = receipted(attack)
    parts = {
        name: getattr(whole, name)
        for name in ("statement", "statement_proof", "receipt", "receipt_proof")
    }

    parts[part] = flip(parts[part], len(parts[part]) * 4)

    with pytest.raises(CounterpartError):
        verify_receipt_proof(
            ReceiptProof(**parts),
            origin=attack.bob.own.reverse,
            sender_keys=keys_of(attack.alice),
            receiver_keys=keys_of(attack.world.bob),
        )


def receipted(attack: Attacked) -> ReceiptProof:
    """Let Bob receipt a request, and return the proof that Alice can show."""
    attack.asks()
    statement = attack.last()
    attack.bob.say("receipt", {})
    attack.send()
    store, own = attack.alice.store, attack.bob.own.reverse
    sender_head = store.checkpoint(own, at_most=statement.index + 1)
    receiver_head = store.checkpoint(own.reverse)
    assert sender_head is not None
    assert receiver_head is not None
    return build_receipt_proof(
        verified_leaf(own, statement),
        verified_leaf(own.reverse, attack.copied()),
        sender_nodes=StoredNodes(store, own),
        sender_head=sender_head.note,
        receiver_nodes=StoredNodes(store, own.reverse),
        receiver_head=receiver_head.note,
    )
