"""In one process, exhaustively: a crash at every boundary that any action passes, and once more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from servanda.simulation.post import Post, Wire
from servanda.simulation.promises import Witness
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.usecases.boundaries import BOUNDARIES

TICKET = "under test"

reached: set[str] = set()


def ask(world: TwoNodes) -> None:
    world.request(0, ticket=TICKET)


def step(world: TwoNodes) -> None:
    world.step(0)


def send_by_wire(world: TwoNodes) -> None:
    world.deliver(0, kind=Wire.kind, force=True)


def send_by_slow_wire(world: TwoNodes) -> None:
    world.wires[0].is_slow = True
    world.deliver(0, kind=Wire.kind, force=True)
    world.deliver(1, kind=Wire.kind, force=True)


def send_by_post(world: TwoNodes) -> None:
    world.deliver(0, kind=Post.kind, force=True)
    if world.posts[0].bag:
        world.arrive(0, 0)
    world.deliver(1, kind=Post.kind, force=True)
    if world.posts[1].bag:
        world.arrive(1, 0)


def start_again(world: TwoNodes) -> None:
    for node in world.nodes:
        if node.is_up:
            node.survive(node.start)


# What one statement goes through, in order; each action is crashed in, at each of its boundaries.
STORIES: dict[str, tuple[Callable[[TwoNodes], None], ...]] = {
    "by wire": (ask, step, send_by_wire),
    "by a slow wire": (ask, step, send_by_slow_wire),
    "by post": (ask, step, send_by_post),
    "with a start in between": (ask, start_again, step, start_again, send_by_wire, start_again),
}


@pytest.mark.parametrize("dying", [0, 1], ids=["sender", "receiver"])
@pytest.mark.parametrize("story", STORIES)
def test_a_crash_at_any_boundary_loses_and_doubles_nothing(story: str, dying: int) -> None:
    boundaries = passed(story, dying)
    reached.update(boundaries)

    for position, name in enumerate(boundaries):
        world = told(story, dying, crash_after=position)
        assert world.nodes[dying].crashes.crashed_at == name
        require_all_there(world)


@pytest.mark.parametrize("story", ["by wire", "by post"])
def test_a_second_crash_while_starting_again_loses_and_doubles_nothing(story: str) -> None:
    for dying in (0, 1):
        for position in range(len(passed(story, dying))):
            for again in (0, 2):
                world = told(story, dying, crash_after=position)
                node = world.nodes[dying]
                node.crashes.left = again
                node.survive(node.start)
                node.crashes.left = None
                require_all_there(world)


def test_the_stories_together_pass_every_boundary() -> None:
    for story in STORIES:
        for dying in (0, 1):
            reached.update(passed(story, dying))

    assert reached == set(BOUNDARIES)


def passed(story: str, dying: int) -> list[str]:
    """The boundaries that a node passes in a story without a crash."""
    world = told(story, dying, crash_after=None)
    return list(world.nodes[dying].crashes.reached_names)


def told(story: str, dying: int, *, crash_after: int | None) -> TwoNodes:
    """Tell a story up to its end, or to the death of one node."""
    world = make_agreed_nodes()
    for node in world.nodes:
        node.crashes.clear()
    world.nodes[dying].crashes.left = crash_after
    for action in STORIES[story]:
        if all(node.is_up for node in world.nodes):
            action(world)
    return world


def require_all_there(world: TwoNodes) -> None:
    """Bring everything home and compare; the wish counts if it was queued durably."""
    for node in world.nodes:
        node.crashes.left = None
    witness = Witness(world)
    world.start_dead()
    witness.queued(0, TICKET)
    world.settle()
    witness.settled()
    world.wait(timedelta(hours=1))
    world.cut(1)
    assert world.review(0) == world.review(1)
