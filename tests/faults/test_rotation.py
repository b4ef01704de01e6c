"""Rotations while envelopes are under way, lost and doubled; a crash at each boundary."""

import random
from collections.abc import Callable

import pytest

from servanda.simulation.post import Post, Wire
from servanda.simulation.promises import Witness
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.boundaries import ROTATION_BOUNDARIES
from servanda.usecases.keys.own_keys import own_logs
from servanda.usecases.keys.rotate_keys import adopt_sheet, draft_sheet, sign_draft
from servanda.usecases.ports.records import VALID
from servanda.usecases.services import own_card
from tests.usecases.rotations import can_open, holds, kem, serials, sheet

TICKET = "under test"

Action = Callable[[TwoNodes], None]


def change_kem(world: TwoNodes) -> None:
    world.alice.survive(lambda: kem(world.alice))


def change_sheet(world: TwoNodes) -> None:
    world.alice.survive(lambda: sheet(world.alice))


def by_wire(world: TwoNodes) -> None:
    for number in (0, 1, 0):
        world.deliver(number, kind=Wire.kind, force=True)


def by_post(world: TwoNodes) -> None:
    for number in (0, 1):
        world.deliver(number, kind=Post.kind, force=True)
        if world.posts[number].bag:
            world.arrive(number, 0)


def ask_alice(world: TwoNodes) -> None:
    world.request(1, ticket=TICKET)
    world.step(1)
    world.deliver(1, kind=Post.kind, force=True)  # on its way while the keys change


STORIES: dict[str, tuple[Action, ...]] = {
    "a KEM key": (ask_alice, change_kem, by_wire),
    "a sheet": (ask_alice, change_sheet, by_wire),
    "both, by post": (change_sheet, by_post, ask_alice, change_kem, by_post, change_kem, by_wire),
}


def told(story: str, *, crash_after: int | None) -> TwoNodes:
    world = make_agreed_nodes()
    world.alice.crashes.clear()
    world.alice.crashes.left = crash_after
    for action in STORIES[story]:
        if world.alice.is_up:
            action(world)
    return world


@pytest.mark.parametrize("story", STORIES)
def test_a_crash_at_any_boundary_of_a_rotation_leaves_nothing_unreadable(story: str) -> None:
    passed = list(told(story, crash_after=None).alice.crashes.reached_names)

    for position, name in enumerate(passed):
        world = told(story, crash_after=position)
        assert world.alice.crashes.crashed_at == name
        require_all_readable(world)


@pytest.mark.parametrize("story", ["a KEM key", "a sheet"])
def test_a_second_crash_while_starting_again_leaves_nothing_unreadable(story: str) -> None:
    passed = list(told(story, crash_after=None).alice.crashes.reached_names)

    for position in range(len(passed)):
        for again in (0, 3):
            world = told(story, crash_after=position)
            world.alice.crashes.left = again
            world.alice.survive(world.alice.start)
            require_all_readable(world)


def test_the_stories_together_pass_every_boundary_of_a_rotation() -> None:
    passed = {
        name
        for story in STORIES
        for name in told(story, crash_after=None).alice.crashes.reached_names
    }

    assert passed >= set(ROTATION_BOUNDARIES)


@pytest.mark.parametrize("seed", range(8))
def test_keys_that_change_while_envelopes_are_lost_doubled_and_late_harm_nothing(
    seed: int,
) -> None:
    chance, world = random.Random(seed), make_agreed_nodes(seed=f"rotations {seed}")  # noqa: S311
    witness = Witness(world)
    for turn in range(60):
        number = chance.randrange(2)
        storm(world, number, chance, ticket=f"{turn}")
        witness.queued(number, f"{turn}")
        witness.look()
        for one, other in (world.nodes, world.nodes[::-1]):
            assert can_open(one, other), f"turn {turn}: {other.party} seals to a key that is gone"

    world.settle()
    witness.settled()
    for node in world.nodes:
        require_newest_everywhere(node)
    world.cut(0)
    assert world.review(0) == world.review(1)


def storm(world: TwoNodes, number: int, chance: random.Random, *, ticket: str) -> None:
    """Let one thing happen that people or carriers do."""
    node, post, wire = world.nodes[number], world.posts[number], world.wires[number]
    match chance.randrange(9):
        case 0:
            kem(node)
        case 1 if own_card(node.services).newest.serial < 8:
            sheet(node)
        case 2:
            world.request(number, ticket=ticket)
            world.step(number)
        case 3:
            world.deliver(number, kind=Post.kind, force=True)
        case 4 if post.bag:
            world.arrive(number, chance.randrange(len(post.bag)))
        case 5 if post.bag:
            post.lose(chance.randrange(len(post.bag)))
        case 6 if post.bag:
            post.double(chance.randrange(len(post.bag)))
        case 7:
            wire.loses_answer = chance.random() < 1 / 2
            world.deliver(number, kind=Wire.kind, force=True)
        case _:
            node.start()


def test_a_draft_survives_a_start_and_can_still_be_put_in_use() -> None:
    world = make_agreed_nodes()
    draft = draft_sheet(services=world.alice.services)
    note = sign_draft(draft, root=world.alice.services.keys.load_root())

    world.alice.start()
    adopt_sheet(note, services=world.alice.services)
    world.settle()

    require_newest_everywhere(world.alice)


def require_all_readable(world: TwoNodes) -> None:
    """Start the dead and bring everything home; at each moment what is sealed can be opened."""
    witness = Witness(world)
    world.alice.crashes.left = None
    world.start_dead()
    assert can_open(world.alice, world.bob)
    assert can_open(world.bob, world.alice)
    witness.queued(1, TICKET)
    world.settle()
    witness.settled()
    assert can_open(world.alice, world.bob)
    require_newest_everywhere(world.alice)
    world.cut(1)
    assert world.review(0) == world.review(1)


def require_newest_everywhere(node: SimulatedNode) -> None:
    """All logs say the newest keys, every leaf is valid, and no seed is kept without reason."""
    secrets = node.services.keys.load()
    assert set(serials(node)) == {own_card(node.services).newest.serial}
    for log in own_logs(node.services):
        assert list(log.keys.newest.kem) == [secrets.newest_kem_name]
    assert all(holds(node).values())
    leaves = [leaf for log in node.store.log_sizes() for leaf in node.store.iterate_leaves(log)]
    assert {leaf.verdict for leaf in leaves} == {VALID}
