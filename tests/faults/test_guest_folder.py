"""A guest dies at every file that it writes: nothing acknowledged is lost, nothing is doubled."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from servanda.simulation.post import Post
from servanda.simulation.promises import Witness
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from tests.store.folder.folders import Disk, open_folder, open_on

HOW = ("before", "half", "after")


def a_request_comes(world: TwoNodes) -> None:
    world.deliver(0, kind=Post.kind, force=True)
    if world.posts[0].bag:
        world.arrive(0, 0)


def it_is_answered(world: TwoNodes) -> None:
    world.answer(1, ticket="answer")
    if world.bob.is_up:
        world.step(1)


def the_answer_goes(world: TwoNodes) -> None:
    world.deliver(1, kind=Post.kind, force=True)


STORY = (a_request_comes, it_is_answered, the_answer_goes)


@pytest.mark.parametrize("how", HOW)
def test_a_death_at_any_file_loses_and_doubles_nothing(how: str, tmp_path: Path) -> None:
    files = told(tmp_path / "whole", Disk())[1].written
    assert files > 8

    for position in range(files):
        disk = Disk(how=how)
        folder = tmp_path / f"{position}"
        world, _ = told(folder, disk, left=position)

        assert not world.bob.is_up, f"nobody died at file {position}"
        require_all_there(world, folder)


def told(folder: Path, disk: Disk, *, left: int | None = None) -> tuple[TwoNodes, Disk]:
    """Tell the story of one request to a guest, up to its end or to the guest's death."""
    world = make_agreed_nodes(stores=(None, open_on(disk, folder)))
    world.request(0, ticket="request")
    world.step(0)
    disk.written, disk.left = 0, left
    for action in STORY:
        if world.bob.is_up:
            action(world)
    return world, disk


def require_all_there(world: TwoNodes, folder: Path) -> None:
    """Open the folder anew, bring everything home, and compare."""
    world.bob.services = replace(world.bob.services, store=open_folder(folder))
    assert not list(folder.rglob(".partial-*"))
    witness = Witness(world)
    world.bob.start()
    witness.queued(0, "request")
    witness.queued(1, "answer")
    world.settle()
    witness.settled()
    if world.bob.store.ticket("answer") is None:  # it died before the wish was acknowledged
        world.answer(1, ticket="answer")
        witness.queued(1, "answer")
        world.settle()
        witness.settled()
    world.wait(timedelta(hours=1))
    world.cut(0)
    assert world.review(0) == world.review(1)
