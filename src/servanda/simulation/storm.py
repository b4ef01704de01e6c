"""A seeded storm over two nodes: statements, losses, doubles, disorder, and crash upon crash.

The same seed makes the same storm, so that whatever breaks can be seen again.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

from servanda.simulation.post import Post, Wire
from servanda.simulation.promises import BrokenPromiseError, Witness
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes

# A world is brought home and its reviews are compared after so many crashes, then a new one
# begins: what is compared at each step grows with the logs.
CRASHES_PER_WORLD: Final = 100
# The next death lies at most so many boundaries ahead.
_FARTHEST_CRASH: Final = 14
_DIES_AGAIN: Final = 0.1  # in start-up
_LINE_IS_DOWN: Final = 0.1
_REQUEST_IS_LOST: Final = 0.1
_ANSWER_IS_LOST: Final = 0.2
_ANSWER_IS_LATE: Final = 0.3
_ACTIONS: Final = ("request", "answer", "step", "wire", "post", "arrive", "lose", "double", "wait")
_WEIGHTS: Final = (3, 3, 4, 5, 3, 6, 1, 1, 2)


@dataclass(slots=True)
class StormReport:
    """What a storm did.

    Attributes:
        crashes: How often a node died, by boundary.
        worlds: How many pairs of nodes were brought home.
        statements: How many statements were exchanged, each found once on both sides.
        lost: Envelopes that never arrived.
        doubled: Envelopes that arrived twice.
    """

    crashes: Counter[str] = field(default_factory=Counter)
    worlds: int = 0
    statements: int = 0
    lost: int = 0
    doubled: int = 0

    @property
    def kills(self) -> int:
        """How often a node died."""
        return self.crashes.total()

    def add(self, other: "StormReport") -> None:
        """Add what another storm did."""
        self.crashes.update(other.crashes)
        self.worlds += other.worlds
        self.statements += other.statements
        self.lost += other.lost
        self.doubled += other.doubled


def run_storm(*, kills: int, seed: int) -> StormReport:
    """Let nodes die `kills` times and compare them whenever the weather clears.

    Raises:
        BrokenPromiseError: Something acknowledged is lost, something is doubled, or the reviews of
            the two differ; the message ends with the seed of the world it happened in.
    """
    report = StormReport()
    while report.kills < kills:
        wanted = min(CRASHES_PER_WORLD, kills - report.kills)
        world_seed = f"{seed}/{report.worlds}"
        try:
            _one_world(report, wanted=wanted, random=Random(world_seed))  # noqa: S311 - no secret
        except BrokenPromiseError as broken:
            raise BrokenPromiseError(f"{broken} (world {world_seed})") from broken
    return report


def _one_world(report: StormReport, *, wanted: int, random: Random) -> None:
    storm = _Storm(world=make_agreed_nodes(), random=random)
    while storm.crashes.total() < wanted:
        storm.act()
    storm.come_home()
    report.add(
        StormReport(
            crashes=storm.crashes,
            worlds=1,
            statements=sum(len(tickets) for tickets in storm.witness.tickets),
            lost=sum(post.lost for post in storm.world.posts),
            doubled=sum(post.doubled for post in storm.world.posts),
        )
    )


class _Storm:
    """One world in bad weather."""

    def __init__(self, *, world: TwoNodes, random: Random) -> None:
        self.world = world
        self.random = random
        self.witness = Witness(world)
        self.crashes: Counter[str] = Counter()
        self._said = 0

    def act(self) -> None:
        """Do one thing, in which either node may die, and look whether all promises hold."""
        number = self.random.randrange(2)
        (action,) = self.random.choices(_ACTIONS, _WEIGHTS)
        for node in self.world.nodes:
            if node.crashes.left is None:
                node.crashes.left = self.random.randrange(_FARTHEST_CRASH)
        self._act(action, number)
        for node in self.world.nodes:
            while not node.is_up:
                self.crashes[node.crashes.crashed_at] += 1
                if self.random.random() < _DIES_AGAIN:
                    node.crashes.left = self.random.randrange(2)
                node.survive(node.start)
        self.witness.look()

    def come_home(self) -> None:
        """Let everything arrive, compare, and compare the reviews."""
        for node in self.world.nodes:
            node.crashes.clear()
        self.world.settle()
        self.witness.settled()
        self.world.cut(self.random.randrange(2))
        if self.world.review(0) != self.world.review(1):
            raise BrokenPromiseError("the two reviews differ")

    def _act(self, action: str, number: int) -> None:
        world, random = self.world, self.random
        match action:
            case "request" | "answer":
                self._said += 1
                ticket = f"{action}-{self._said}"
                if action == "request":
                    world.request(number, ticket=ticket)
                else:
                    world.answer(number, ticket=ticket)
                self.witness.queued(number, ticket)
            case "step":
                world.step(number)
            case "wire":
                self._disturb(world.wires[number])
                world.deliver(number, kind=Wire.kind, force=True)
            case "post":
                world.deliver(number, kind=Post.kind, force=True)
            case "wait":
                world.wait(timedelta(seconds=random.choice((1, 30, 90, 3_600, 90_000))))
            case _:
                self._disturb_post(action, number)

    def _disturb(self, wire: Wire) -> None:
        chance = self.random.random
        wire.is_up = chance() >= _LINE_IS_DOWN
        wire.loses_request = chance() < _REQUEST_IS_LOST
        wire.loses_answer = chance() < _ANSWER_IS_LOST
        wire.is_slow = chance() < _ANSWER_IS_LATE

    def _disturb_post(self, action: str, number: int) -> None:
        post = self.world.posts[number]
        if not post.bag:
            return
        position = self.random.randrange(len(post.bag))
        match action:
            case "lose":
                post.lose(position)
            case "double":
                post.double(position)
            case _:
                self.world.arrive(number, position)
