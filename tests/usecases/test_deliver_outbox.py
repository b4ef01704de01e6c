"""The outbox and the sequencer work side by side: what is appended meanwhile is sent at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from typing_extensions import override

from servanda.usecases.boundaries import COMMITTED, Boundaries
from servanda.usecases.queue_statement import queue_statement
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Node, agreed_cast


@dataclass(slots=True)
class Meanwhile(Boundaries):
    """Lets somebody else work when the boundary `at` is reached for the first time."""

    at: str
    work: Callable[[], object]
    happened: bool = False

    @override
    def reached(self, name: str) -> None:
        if name == self.at and not self.happened:
            self.happened = True
            self.work()


def test_a_leaf_stored_but_not_headed_yet_is_sent_as_soon_as_it_is_headed() -> None:
    cast = agreed_cast()
    ask(cast.alice)
    outbox = replace(cast.alice, services=cast.alice.services)
    cast.alice.services = replace(
        cast.alice.services, boundaries=Meanwhile(at=COMMITTED, work=outbox.deliver)
    )

    cast.alice.step()
    cast.alice.deliver()

    assert not cast.alice.pair.has_unreceipted


def ask(node: Node) -> None:
    queue_statement(type="request", facts=REQUEST, body=REQUEST_BODY, services=node.services)
