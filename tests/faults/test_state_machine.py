"""Hypothesis drives two nodes through all of it, and shrinks whatever breaks to a few steps."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.simulation.backup import Backup, make_backup, restore_database
from servanda.simulation.post import Post, Wire
from servanda.simulation.promises import Witness
from servanda.simulation.tampering import edit_one_row
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes

NODES = st.integers(0, 1)
BOUNDARIES_AHEAD = st.integers(0, 14)


class TwoNodesMachine(RuleBasedStateMachine):
    """Statements, losses, crashes, wrong clocks, old backups and edited rows, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world: TwoNodes = make_agreed_nodes()
        self.witness = Witness(self.world)
        self.said = 0
        self.backups: dict[int, Backup] = {}

    @initialize(error=st.sampled_from((0, 7_200, -7_200)), number=NODES)
    def set_a_clock_wrong(self, error: int, number: int) -> None:
        self.world.nodes[number].clock.error = timedelta(seconds=error)

    @rule(number=NODES)
    def ask(self, number: int) -> None:
        self.said += 1
        self.world.request(number, ticket=f"statement-{self.said}")
        self._after(number)

    @rule(number=NODES)
    def answer(self, number: int) -> None:
        self.said += 1
        self.world.answer(number, ticket=f"statement-{self.said}")
        self._after(number)

    @rule(number=NODES)
    def step(self, number: int) -> None:
        self.world.step(number)
        self._after(number)

    @rule(number=NODES, up=st.booleans(), loses=st.sampled_from(("", "request", "answer", "time")))
    def send_by_wire(self, number: int, up: bool, loses: str) -> None:  # noqa: FBT001 - drawn
        wire = self.world.wires[number]
        wire.is_up = up
        wire.loses_request, wire.loses_answer = loses == "request", loses == "answer"
        wire.is_slow = loses == "time"
        self.world.deliver(number, kind=Wire.kind, force=True)
        self._after(number)

    @rule(number=NODES)
    def send_by_post(self, number: int) -> None:
        self.world.deliver(number, kind=Post.kind, force=True)
        self._after(number)

    @rule(number=NODES, data=st.data(), fate=st.sampled_from(("arrive", "lose", "double")))
    def let_the_post_move(self, number: int, data: st.DataObject, fate: str) -> None:
        post = self.world.posts[number]
        if not post.bag:
            return
        position = data.draw(st.integers(0, len(post.bag) - 1))
        if fate == "arrive":
            self.world.arrive(number, position)
        elif fate == "lose":
            post.lose(position)
        else:
            post.double(position)
        self._after(number)

    @rule(number=NODES, ahead=BOUNDARIES_AHEAD)
    def plan_a_crash(self, number: int, ahead: int) -> None:
        self.world.nodes[number].crashes.left = ahead

    @rule(seconds=st.sampled_from((1, 60, 7_200, 90_000)))
    def wait(self, seconds: int) -> None:
        self.world.wait(timedelta(seconds=seconds))

    @rule(number=NODES)
    def back_up(self, number: int) -> None:
        self.backups[number] = make_backup(self.world.nodes[number])

    @precondition(lambda self: self.backups)
    @rule(number=NODES)
    def restore_an_old_database(self, number: int) -> None:
        backup = self.backups.get(number)
        if backup is None:
            return
        self._come_home()
        restore_database(self.world.nodes[number], backup)
        self._start_or_refill(number)
        self.witness.database_lost(number)

    @rule(number=NODES, choice=st.integers(0, 100_000))
    def edit_one_row(self, number: int, choice: int) -> None:
        self._come_home()
        edit_one_row(self.world.nodes[number], choice)
        assert self._start_or_refill(number), "an edited row was not noticed"

    @invariant()
    def promises_hold(self) -> None:
        self.witness.look()

    @override
    def teardown(self) -> None:
        self._come_home()
        self.witness.settled()
        self.world.cut(0)
        assert self.world.review(0) == self.world.review(1)

    def _after(self, number: int) -> None:
        self.witness.queued(number, f"statement-{self.said}")
        self.world.start_dead()

    def _come_home(self) -> None:
        for node in self.world.nodes:
            node.crashes.left = None
        self.world.settle()
        self.witness.look()

    def _start_or_refill(self, number: int) -> bool:
        """Start a node; if it refuses, let it be refilled, and return True."""
        try:
            self.world.nodes[number].start()
        except MisconfiguredError:
            self.world.refill(number)
            return True
        return False


TestTwoNodes = TwoNodesMachine.TestCase
TestTwoNodes.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
