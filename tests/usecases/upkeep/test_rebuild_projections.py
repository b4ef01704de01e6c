"""What the store knows of its leaves equals a replay; how a reason is worded is no part of it."""

from dataclasses import replace

from servanda.memory.store import MemoryStore
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.nodes import Node, agreed_cast


def test_a_verdict_that_a_replay_does_not_give_is_a_difference() -> None:
    alice = agreed_cast().alice
    overwrite(alice, verdict="invalid", reason="said by nobody")

    (difference,) = differences(alice)
    assert "expected verdict valid" in difference


def test_a_reason_that_an_earlier_version_worded_otherwise_is_no_difference() -> None:
    alice = agreed_cast().alice
    overwrite(alice, reason="as it was told then")

    assert differences(alice) == ()


def overwrite(node: Node, *, verdict: str = "valid", reason: str) -> None:
    store = node.services.store
    assert isinstance(store, MemoryStore)
    (leaf,) = store.leaves(node.pair.own, 0, 1)
    store.overwrite_leaf_unsafe(node.pair.own, replace(leaf, verdict=verdict, reason=reason))


def differences(node: Node) -> tuple[str, ...]:
    return tuple(rebuild_projections(check=True, services=node.services).differences)


def test_whoever_waits_is_told_of_every_leaf() -> None:
    alice = agreed_cast().alice
    told: list[int] = []

    found = rebuild_projections(check=True, progress=told.append, services=alice.services)

    assert sum(told) == found.leaves == sum(alice.services.store.log_sizes().values())
