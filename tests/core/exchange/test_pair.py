from dataclasses import replace

import pytest

from servanda.core.accords.accord import encode_accord
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.memory import LogMemory
from servanda.core.exchange.pair import LANDMARK_TYPES, LogState, PairState
from servanda.core.exchange.past import LeafPlace
from servanda.core.identifiers import PartyId, digest_of
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.tlog.tree import MerkleTree, root_at
from tests.core.exchange.worked_example import play
from tests.core.exchange.world import (
    ACCORD_ID,
    ALICE,
    BOB,
    NAME,
    PARTIES,
    Desk,
    agreed_desks,
    at,
    exchange,
    make_accord,
    new_pair,
)
from tests.core.keys.cast import card_of


def heads(pair: PairState) -> dict[PartyId, tuple[int, bytes]]:
    roots = {party: pair.log(party).roots for party in PARTIES}
    return {party: (log.size, log.root_at(log.size)) for party, log in roots.items()}


def test_roots_are_those_of_the_whole_tree_settled_or_not() -> None:
    example = play()
    tree = MerkleTree()
    tree.extend([leaf.leaf_hash for leaf in example.a])

    for settles in (False, True):
        if settles:
            example.alice.pair.settle()
        roots = example.alice.pair.log(ALICE).roots
        assert [roots.root_at(size) for size in range(7)] == [
            root_at(tree, size) for size in range(7)
        ]


def test_a_branch_grows_apart() -> None:
    alice, bob = agreed_desks()
    before = heads(bob.pair)
    kept = bob.pair

    bob.pair = kept.branch()
    said = bob.say("check", {"step": "ask"}, time=at("09:00:00"))

    assert heads(kept) == before
    assert list(kept.find(said.leaf_hash)) == []
    assert list(bob.pair.find(said.leaf_hash)) == [LeafPlace(party=BOB, index=2, type="check")]
    assert alice.pair.log(BOB).roots.size == 2


def test_a_leaf_is_found_at_every_place_before_and_after_settling() -> None:
    alice, bob = agreed_desks()
    said = bob.say("check", {"step": "ask"}, time=at("09:00:00"))
    bob.append(bob.leaves[BOB][2])
    places = [
        LeafPlace(party=BOB, index=2, type="check"),
        LeafPlace(party=BOB, index=3, type=None),
    ]

    fresh = list(bob.pair.find(said.leaf_hash))
    bob.pair.settle()

    assert fresh == places
    assert list(bob.pair.find(said.leaf_hash)) == places
    assert list(alice.pair.find(said.leaf_hash)) == []


def test_a_leaf_out_of_its_place_is_not_added() -> None:
    example = play()

    with pytest.raises(ValueError, match="expected leaf 6"):
        example.alice.pair.add(example.a[0], body=None)


def test_a_pair_restored_from_its_landmarks_judges_as_before() -> None:
    example = play()
    bob = example.bob
    bob.pair.settle()
    memory = LogMemory(PARTIES)
    leaves = {ALICE: example.a, BOB: example.b}
    for party in PARTIES:
        for leaf in leaves[party]:
            place = LeafPlace(party=party, index=leaf.index, type=leaf.header.type)
            memory.take([(leaf.leaf_hash, place)])

    restored = PairState.restored(
        accord_name=NAME,
        cards={party: card_of(party) for party in PARTIES},
        logs={
            party: LogState(
                roots=memory.roots_of(party),
                previous_hash=leaves[party][-1].leaf_hash,
                previous_time=leaves[party][-1].header.time,
                seen_size=leaves[party][-1].header.seen.size,
                keys=KeyTimeline.of_card(card_of(party)),
            )
            for party in PARTIES
        },
        landmarks={
            party: [leaf for leaf in leaves[party] if leaf.header.type in LANDMARK_TYPES]
            for party in PARTIES
        },
        accords=[encode_accord(make_accord())],
        index=memory,
    )

    assert heads(restored) == heads(bob.pair)
    assert restored.cuts == bob.pair.cuts
    assert restored.newest_accord == bob.pair.newest_accord
    bob.pair, said = restored, bob.pair
    assert isinstance(bob.say("check", {"step": "ask"}, time=at("12:00:00")), VerifiedStatement)
    assert said.log(BOB).roots.size == 6


def test_an_accord_with_other_cards_than_those_compared_is_not_taken_for_one() -> None:
    pair = new_pair()
    compared_another = PairState.in_memory(
        PARTIES, NAME, {ALICE: card_of(ALICE), BOB: replace(card_of(ALICE), party=BOB)}
    )

    for reader in (pair, compared_another):
        reader.know_accord(encode_accord(make_accord()))

    assert pair.accord_named(ACCORD_ID) is not None
    assert compared_another.accord_named(ACCORD_ID) is None


def test_bytes_that_are_no_accord_are_known_as_none() -> None:
    pair = new_pair()

    assert pair.accord_named(pair.know_accord(b"no accord")) is None
    assert pair.accord_named(digest_of(b"never seen")) is None


def test_the_past_moves_on_with_the_log() -> None:
    alice, bob = Desk(ALICE), Desk(BOB)
    past = bob.pair.past_of_next(ALICE)
    assert (past.own_size, past.own_previous_hash, past.own_previous_time) == (0, None, None)

    said = alice.propose(make_accord(), time=at("08:00:00"))
    exchange(alice, bob)
    past = bob.pair.past_of_next(ALICE)

    assert (past.own_size, past.own_previous_hash, past.own_previous_time) == (
        1,
        said.leaf_hash,
        at("08:00:00"),
    )
    assert (past.own_previous_seen_size, past.other_size) == (0, 0)
    assert past.cuts_before(1, 0) == []
