"""A node may die at any step boundary: nothing is lost, nothing is doubled, one receipt."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from typing_extensions import override

from servanda.usecases.boundaries import BOUNDARIES, Boundaries, NoStop
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from servanda.usecases.upkeep.recover_node import recover_node
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node, agreed_cast


class PowerCutError(Exception):
    """The node dies here."""


@dataclass(slots=True)
class PowerCut(Boundaries):
    """Dies at the boundary `at`, the first time it is reached."""

    at: str
    happened: bool = False

    @override
    def reached(self, name: str) -> None:
        if name == self.at and not self.happened:
            self.happened = True
            raise PowerCutError(name)


@pytest.mark.parametrize("victim", ["sender", "receiver"])
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_a_request_arrives_once_and_is_receipted_once_whenever_a_node_dies(
    boundary: str, victim: str
) -> None:
    cast = agreed_cast()
    sizes = cast.alice.pair.own_size, cast.bob.pair.own_size
    node = cast.alice if victim == "sender" else cast.bob
    power_cut = PowerCut(at=boundary)
    node.services = replace(node.services, boundaries=power_cut)

    send_through_power_cuts(cast, node)

    assert cast.alice.notes() == cast.bob.notes()[::-1]
    assert cast.alice.pair.own_size == sizes[0] + 1
    assert cast.bob.pair.own_size == sizes[1] + 1
    assert not cast.alice.pair.has_unreceipted
    for one in (cast.alice, cast.bob):
        assert rebuild_projections(check=True, services=one.services).differences == ()


def send_through_power_cuts(cast: Cast, victim: Node) -> None:
    """Queue, append and deliver one request; start the victim again each time it dies."""
    queue = queue_request(cast.alice)
    rounds = [round_of(cast)] * 3
    actions: list[Callable[[], object]] = [queue, cast.alice.step, *rounds]
    for action in actions:
        try:
            action()
        except PowerCutError:
            start_again(victim)
            action()
    cast.alice.step()
    round_of(cast)()


def queue_request(node: Node) -> Callable[[], object]:
    def queue() -> None:
        queue_statement(
            type="request",
            facts=REQUEST,
            body=REQUEST_BODY,
            ticket="the-request",
            services=node.services,
        )

    return queue


def round_of(cast: Cast) -> Callable[[], object]:
    def deliver() -> None:
        cast.wait(hours=7)
        cast.settle()

    return deliver


def start_again(node: Node) -> None:
    node.services = replace(node.services, boundaries=NoStop())
    node.restart()
    recover_node(services=node.services)
