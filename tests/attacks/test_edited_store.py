"""An administrator edits, removes or reorders rows of our own database."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import Origin
from servanda.core.tlog.hashing import leaf_hash
from servanda.simulation.misbehaving import misbehave
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.upkeep.integrity import LogDamagedError
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections

EDITED = 2


def test_an_edited_leaf_is_named_at_start_and_nothing_is_signed() -> None:
    world = exchanged()
    edit_note(world.alice, world.alice.pair.own)

    with pytest.raises(LogDamagedError, match=rf"leaf {EDITED} is not the one"):
        world.alice.start()

    assert signs_nothing(world.alice)


def test_an_edited_leaf_is_named_before_the_next_head_of_a_running_node() -> None:
    world = exchanged()
    edit_note(world.alice, world.alice.pair.own)

    with pytest.raises(LogDamagedError, match=rf"leaf {EDITED} is not the one"):
        world.alice.say("check", {"step": "ask"})

    assert signs_nothing(world.alice)


def test_an_edited_leaf_is_named_at_review() -> None:
    world = exchanged()
    world.cut(0)
    edit_note(world.alice, world.alice.pair.own)

    with pytest.raises(LogDamagedError, match=rf"leaf {EDITED} is not the one"):
        compute_review(services=world.alice.services)


def test_an_edited_copy_is_named_as_well() -> None:
    world = exchanged()
    edit_note(world.alice, world.alice.pair.own.reverse)

    with pytest.raises(LogDamagedError, match=rf"{world.bob.party}.*leaf {EDITED}"):
        world.alice.start()


def test_an_edit_that_mends_the_leafs_hash_too_breaks_the_signed_root() -> None:
    world = exchanged()
    edit_note_and_hash(world.alice, world.alice.pair.own)

    with pytest.raises((LogDamagedError, BehindHeadError)):
        world.alice.start()

    assert signs_nothing(world.alice)


@pytest.mark.parametrize("cut_off", [1, 2, 5])
def test_rows_removed_at_the_end_are_missed_because_the_head_file_knows_them(cut_off: int) -> None:
    world = exchanged()
    origin = world.alice.pair.own
    remove_last(world.alice, origin, cut_off)

    with pytest.raises(MisconfiguredError, match=r"leaf \d+|ends at leaf \d+"):
        world.alice.start()


def test_two_rows_exchanged_are_noticed() -> None:
    world = exchanged()
    store, origin = world.alice.store, world.alice.pair.own
    first, second = store.leaves(origin, 2, 4)
    store.overwrite_leaf_unsafe(origin, replace(second, index=2))
    store.overwrite_leaf_unsafe(origin, replace(first, index=3))

    with pytest.raises(LogDamagedError, match="leaf"):
        world.alice.start()


def test_an_edited_verdict_or_projection_is_found_by_a_replay() -> None:
    world = exchanged()
    store, origin = world.alice.store, world.alice.pair.own.reverse
    (leaf,) = store.leaves(origin, EDITED, EDITED + 1)
    store.overwrite_leaf_unsafe(origin, replace(leaf, verdict="invalid", reason="I say so"))

    result = rebuild_projections(check=True, services=world.alice.services)

    assert result.differences
    assert str(EDITED) in result.differences[0]


@pytest.mark.parametrize("damage", ["note", "note and hash", "end", "copy"])
def test_the_counterparts_copy_restores_the_record_to_the_byte(damage: str) -> None:
    world = exchanged()
    before = [leaf.note for leaf in world.alice.own_leaves + world.alice.copied_leaves]
    DAMAGES[damage](world.alice, world.alice.pair.own)
    with pytest.raises(MisconfiguredError):
        world.alice.start()

    world.refill(0)

    assert [leaf.note for leaf in world.alice.own_leaves + world.alice.copied_leaves] == before
    world.alice.say("check", {"step": "ask"})
    world.settle()
    assert [leaf.note for leaf in world.bob.copied_leaves] == [
        leaf.note for leaf in world.alice.own_leaves
    ]


def test_a_garbled_last_leaf_is_our_damage_and_not_the_counterparts_fault() -> None:
    world = exchanged()
    store, origin = world.alice.store, world.alice.pair.own
    last = world.alice.own_leaves[-1]
    store.overwrite_leaf_unsafe(origin, replace(last, note=b"garbled"))

    with pytest.raises(MisconfiguredError, match=rf"leaf {last.index}"):
        world.alice.start()


@pytest.mark.parametrize("note", [b"garbled", b"{}\n\n", b"[" * 9_000, b""])
def test_a_garbled_leaf_of_a_running_node_is_our_damage_too(note: bytes) -> None:
    world = exchanged()
    envelope = misbehave(world.alice).envelope()
    for node in world.nodes:
        store, origin = node.store, node.pair.own
        store.overwrite_leaf_unsafe(origin, replace(node.own_leaves[-1], note=note))

    with pytest.raises(MisconfiguredError, match="leaf"):
        world.alice.say("check", {"step": "ask"})
    with pytest.raises(MisconfiguredError, match="leaf"):
        world.bob.take(envelope)


def exchanged() -> TwoNodes:
    """Two nodes with some statements each, all receipted."""
    world = make_agreed_nodes()
    for number in range(4):
        world.request(number % 2, ticket=f"request {number}")
        world.settle()
    return world


def edit_note(node: SimulatedNode, origin: Origin) -> None:
    (leaf,) = node.store.leaves(origin, EDITED, EDITED + 1)
    note = leaf.note.replace(b'"urgency":"routine"', b'"urgency":"urgent"')
    note = note if note != leaf.note else leaf.note.replace(b"2026-01", b"2026-02", 1)
    assert note != leaf.note
    node.store.overwrite_leaf_unsafe(origin, replace(leaf, note=note))


def edit_note_and_hash(node: SimulatedNode, origin: Origin) -> None:
    edit_note(node, origin)
    (leaf,) = node.store.leaves(origin, EDITED, EDITED + 1)
    node.store.overwrite_leaf_unsafe(origin, replace(leaf, leaf_hash=leaf_hash(leaf.note)))


def remove_last(node: SimulatedNode, origin: Origin, count: int) -> None:
    leaves = list(node.store.iterate_leaves(origin))
    node.store.restore_log(origin, leaves[:-count], [])


DAMAGES: dict[str, Callable[[SimulatedNode, Origin], None]] = {
    "note": edit_note,
    "note and hash": edit_note_and_hash,
    "end": lambda node, origin: remove_last(node, origin, 2),
    "copy": lambda node, origin: edit_note(node, origin.reverse),
}


def signs_nothing(node: SimulatedNode) -> bool:
    """Whether the node refuses to step, and its newest head stays the one it was."""
    before = node.store.checkpoint(node.pair.own)
    with pytest.raises(MisconfiguredError):
        node.say("check", {"step": "ask"})
    return node.store.checkpoint(node.pair.own) == before
