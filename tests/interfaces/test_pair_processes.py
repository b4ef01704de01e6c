"""Pairs are checked in processes with the same result as in this one, and none is left over."""

import os
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from servanda.interfaces.pair_processes import CheckEndedError, checked_by
from servanda.memory.store import MemoryStore
from servanda.store.home.layout import Home
from servanda.usecases.ports.attachments import Progress
from servanda.usecases.upkeep.integrity import LogDamagedError
from servanda.usecases.upkeep.rebuild_projections import RebuildResult, rebuild_projections
from servanda.wiring import Node
from tests.usecases.nodes import agreed_cast


def sound() -> Node:
    """Return a node in memory whose projections equal its logs."""
    return Node(home=Home(Path("/nowhere")), services=agreed_cast().alice.services)


def edited() -> Node:
    """Return one with another verdict than its logs give."""
    return with_first_leaf(verdict="invalid", reason="said by nobody")


def damaged() -> Node:
    """Return one with another leaf than was signed."""
    return with_first_leaf(note=b"other bytes")


def with_first_leaf(**changes: object) -> Node:
    node = sound()
    store = node.services.store
    assert isinstance(store, MemoryStore)
    (pair,) = store.pairs()
    (leaf,) = store.leaves(pair.own, 0, 1)
    store.overwrite_leaf_unsafe(pair.own, replace(leaf, **changes))  # type: ignore[arg-type]
    return node


def dying() -> Node:
    """End the process at once, as a system does that is short of memory."""
    os._exit(9)


def checked(open_node: Callable[[], Node], *, progress: Progress | None = None) -> RebuildResult:
    return rebuild_projections(
        check=True,
        progress=progress,
        services=sound().services,
        check_pairs=checked_by(2, open_node=open_node),
    )


@pytest.mark.parametrize("open_node", [sound, edited])
def test_a_check_in_processes_finds_what_one_without_finds(open_node: Callable[[], Node]) -> None:
    alone = rebuild_projections(check=True, services=open_node().services)

    assert checked(open_node) == alone
    assert bool(alone.differences) == (open_node is edited)


def test_whoever_waits_is_told_of_every_leaf_that_a_process_judged() -> None:
    told: list[int] = []

    found = checked(sound, progress=told.append)

    assert sum(told) == found.leaves > 0


def test_a_damaged_log_is_named_and_ends_every_process() -> None:
    with pytest.raises(LogDamagedError, match="leaf 0"):
        checked(damaged)

    assert active_children() == []


def test_a_process_that_dies_is_named_with_its_pair_and_not_waited_for() -> None:
    with pytest.raises(CheckEndedError, match="expected the result of its check"):
        checked(dying)

    assert active_children() == []


def test_an_interruption_leaves_no_process_at_work() -> None:
    def interrupt(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checked(sound, progress=interrupt)

    assert active_children() == []
