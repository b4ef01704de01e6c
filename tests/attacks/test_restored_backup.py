"""Yesterday's backup comes back: of the database alone, or of the whole machine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import digest_from_hash
from servanda.core.tlog.hashing import leaf_hash
from servanda.simulation.backup import Backup, make_backup, restore_database, restore_machine
from servanda.simulation.promises import Witness
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.exchange.ask_heads import HeldHead
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.heed_head import MAX_DISPUTES, heed_head
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.records import LeafRecord
from servanda.usecases.upkeep.say_again import SaidAgain


def test_a_node_behind_its_head_file_does_not_sign() -> None:
    world, backup, _ = went_on()
    restore_database(world.alice, backup)

    with pytest.raises(MisconfiguredError, match="leaf"):
        world.alice.start()
    with pytest.raises(MisconfiguredError):
        world.alice.say("check", {"step": "ask"})


def test_the_counterparts_copy_brings_back_all_that_was_receipted() -> None:
    world, backup, notes = went_on()
    restore_database(world.alice, backup)

    world.refill(0)

    assert [leaf.note for leaf in world.alice.own_leaves] == notes
    go_on(world)


def test_a_machine_restored_whole_stops_when_the_counterpart_shows_its_own_signed_head() -> None:
    world, backup, notes = went_on()
    restore_machine(world.alice, backup)

    with pytest.raises(BehindHeadError, match="the counterpart shows a head"):
        world.alice.start(ask_over="wire")
    assert signs_nothing(world)
    world.refill(0)

    assert [leaf.note for leaf in world.alice.own_leaves] == notes
    go_on(world)


def test_what_was_shown_once_stops_the_node_also_when_nobody_answers_any_more() -> None:
    world, backup, _ = went_on()
    restore_machine(world.alice, backup)
    with pytest.raises(BehindHeadError):
        world.alice.start(ask_over="wire")

    with pytest.raises(MisconfiguredError):
        world.alice.start()  # nobody answers: the head file has learnt it

    assert signs_nothing(world)


def test_a_claim_without_a_head_that_we_signed_is_a_dispute_and_stops_nobody() -> None:
    world, _, notes = went_on()
    own = world.alice.pair.own
    theirs = world.bob.store.checkpoint(own.reverse)
    assert theirs is not None
    for note in (None, theirs.note):
        claim = HeldHead(own=own, named=len(notes) + 7, note=note, evidence=b"their run")

        heed_head(claim, services=world.alice.services)

    assert [alarm.kind for alarm in world.alice.store.alarms()] == ["dispute"]
    go_on(world)


def test_numbers_without_end_fill_no_disk() -> None:
    world, _, notes = went_on()
    own = world.alice.pair.own

    for number in range(MAX_DISPUTES + 3):
        claim = HeldHead(own=own, named=len(notes) + 1 + number, note=None, evidence=b"their run")
        heed_head(claim, services=world.alice.services)

    assert len(world.alice.store.alarms()) == MAX_DISPUTES


def test_a_node_that_nobody_rolled_back_is_not_stopped_by_asking() -> None:
    world, _, _ = went_on()

    world.alice.start(ask_over="wire")
    world.bob.start(ask_over="wire")

    assert not world.alice.store.alarms()
    assert not world.bob.store.alarms()
    go_on(world)


def test_a_machine_restored_while_nobody_answers_forks_which_both_learn_of() -> None:
    world, backup, _ = went_on()
    restore_machine(world.alice, backup)
    world.alice.start()  # nobody answers: the node goes on

    tell_another_story(world)

    kinds = {alarm.kind for node in world.nodes for alarm in node.store.alarms()}
    assert kinds & {"fork", "run_differs"}
    assert "claims_more" in kinds or world.bob.pair.forked


def test_a_fork_made_by_accident_is_stopped_at_the_next_start_and_its_loss_has_to_be_accepted() -> (
    None
):
    world, backup, notes = went_on()
    restore_machine(world.alice, backup)
    world.alice.start()
    tell_another_story(world)

    with pytest.raises(BehindHeadError, match="the counterpart shows a head"):
        world.alice.start(ask_over="wire")
    with pytest.raises(BehindHeadError, match="accept the loss"):
        world.refill(0)
    world.refill(0, accept_loss=True)

    assert [leaf.note for leaf in world.alice.own_leaves][: len(notes)] == notes
    go_on(world)


def test_the_branch_that_the_counterpart_holds_stands_after_a_refill() -> None:
    world, backup, notes = went_on()
    restore_machine(world.alice, backup)
    world.alice.start()
    tell_another_story(world)

    world.refill(0, accept_loss=True)

    assert [leaf.note for leaf in world.alice.own_leaves][: len(notes)] == notes
    go_on(world)


def test_what_stood_only_on_the_lost_branch_is_said_again_after_a_dispute_that_says_so() -> None:
    world, lost = forked_by_accident()

    again = world.refill(0, accept_loss=True).said_again
    world.settle()

    assert again.waiting == (digest_from_hash(lost.leaf_hash),)
    new = [leaf for leaf in world.alice.own_leaves if leaf.type in {"dispute", "request"}][-2:]
    dispute, request = (header_of(leaf) for leaf in new)
    assert (dispute.type, dispute.facts["about"]) == ("dispute", "fork")
    assert dispute.facts["leaves"] == list(again.waiting)
    assert (request.type, request.body) == ("request", header_of(lost).body)
    held_by_bob = [leaf.leaf_hash for leaf in world.bob.copied_leaves]
    assert {leaf.leaf_hash for leaf in new} <= set(held_by_bob)
    go_on(world)


def test_a_refill_that_is_done_twice_says_nothing_twice() -> None:
    world, _ = forked_by_accident()
    world.refill(0, accept_loss=True)
    world.settle()
    before = [leaf.note for leaf in world.alice.own_leaves]

    again = world.refill(0).said_again
    world.settle()

    assert again.waiting == ()
    assert [leaf.note for leaf in world.alice.own_leaves][: len(before)] == before
    assert [leaf.type for leaf in world.alice.own_leaves].count("dispute") == 1


def test_a_lost_statement_whose_body_is_erased_is_named_and_not_said_again() -> None:
    world, lost = forked_by_accident()
    erase_body(lost.leaf_hash, services=world.alice.services)

    again = world.refill(0, accept_loss=True).said_again

    assert (again.waiting, again.gone) == ((), (digest_from_hash(lost.leaf_hash),))


def test_a_leaf_that_we_did_not_sign_is_never_said_again() -> None:
    world, lost = forked_by_accident()
    note = lost.note.replace(b'"tlp":"amber"', b'"tlp":"green"', 1)
    forged = replace(lost, note=note, leaf_hash=leaf_hash(note))
    assert note != lost.note
    world.alice.store.overwrite_leaf_unsafe(world.alice.pair.own, forged)

    again = world.refill(0, accept_loss=True).said_again

    assert again == SaidAgain()


def forked_by_accident() -> tuple[TwoNodes, LeafRecord]:
    """Alice, restored, has told another story; returns the request that only she holds."""
    world, backup, _ = went_on()
    restore_machine(world.alice, backup)
    world.alice.start()
    tell_another_story(world)
    (lost,) = [
        leaf
        for leaf in world.alice.own_leaves
        if leaf.type == "request"
        and leaf.leaf_hash not in {copied.leaf_hash for copied in world.bob.copied_leaves}
    ]
    return world, lost


def signs_nothing(world: TwoNodes) -> bool:
    """Whether Alice refuses to step, and her newest head stays the one it was."""
    before = world.alice.store.checkpoint(world.alice.pair.own)
    with pytest.raises(MisconfiguredError):
        world.alice.say("check", {"step": "ask"})
    return world.alice.store.checkpoint(world.alice.pair.own) == before


def went_on() -> tuple[TwoNodes, Backup, list[bytes]]:
    """A backup of Alice, and a day after it; returns also her log at the end of the day."""
    world = make_agreed_nodes()
    world.request(0, ticket="before")
    world.settle()
    backup = make_backup(world.alice)
    world.request(0, ticket="after")
    world.settle()
    world.answer(1, ticket="answered")
    world.settle()
    return world, backup, [leaf.note for leaf in world.alice.own_leaves]


def tell_another_story(world: TwoNodes) -> None:
    """Let Alice, who has forgotten a day, speak, and what she sends arrive some times."""
    world.request(0, ticket="another story")
    for _ in range(3):
        world.step(0)
        world.wait(timedelta(hours=7))
        world.deliver(0, kind="wire")
        world.deliver(1, kind="wire")


def go_on(world: TwoNodes) -> None:
    """Exchange more, and let both agree on the review."""
    world.request(0, ticket="afterwards")
    world.request(1, ticket="theirs")
    world.settle()
    world.cut(1)
    assert world.review(0) == world.review(1)
    Witness(world).look()
