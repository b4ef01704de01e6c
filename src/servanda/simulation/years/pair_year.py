"""One pair of parties through a scripted year, and what came of it.

Pairs know nothing of each other: each has nodes, chance and clock of its own, all from the seed
and the two names, so they can be played in any order and in any process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

from servanda.core.identifiers import PartyId
from servanda.simulation.clock import VirtualClock
from servanda.simulation.simulated_node import SimulatedNode, introduce, make_node
from servanda.simulation.years.accord import START
from servanda.simulation.years.actions import actions_of, propose_first
from servanda.simulation.years.agenda import Agenda
from servanda.simulation.years.deck import Deck
from servanda.simulation.years.desk import Desk
from servanda.simulation.years.habits import CUT, DATED, DAYS_BETWEEN, INITIATIVES, TEMPERS, Plan
from servanda.simulation.years.outcome import PairOutcome, outcome_of
from servanda.simulation.years.weather import QuickCarrier, SlowCarrier, Weather, WeatheredCarrier

MOST_HAPPENINGS: Final = 100_000
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPlan:
    """Which pair, for how long, by which chance.

    Attributes:
        parties: The numbers of the two, from 0 on, the first named first in the accord.
        days: How long it lasts.
        seed: Of the whole simulation.
        weather: On the way between them.
    """

    parties: tuple[int, int]
    days: int
    seed: int
    weather: Weather = field(default_factory=Weather)


def party_name(number: int) -> PartyId:
    """Return the name of a simulated party."""
    return PartyId(f"party-{number + 1:02d}.example")


def play_pair(plan: PairPlan) -> PairOutcome:
    """Play one pair to the end and return what came of it."""
    names = [party_name(number) for number in plan.parties]
    seed = f"{plan.seed}/{names[0]}/{names[1]}"
    clock = VirtualClock(START)
    agenda = Agenda(clock)
    nodes = [make_node(name, clock=clock, seed=seed) for name in names]
    for node, other in zip(nodes, reversed(nodes), strict=True):
        introduce(node, other)
    desks = [_desk(number, node, plan, seed, agenda) for number, node in enumerate(nodes)]
    desks[0].other, desks[1].other = desks[1], desks[0]
    carriers = _join(desks, plan.weather, seed=seed, clock=clock)
    _write_agenda(desks, plan, agenda)
    agenda.play(most=MOST_HAPPENINGS)
    return outcome_of(desks, carriers, parties=(names[0], names[1]))


def _desk(number: int, node: SimulatedNode, plan: PairPlan, seed: str, agenda: Agenda) -> Desk:
    return Desk(
        node=node,
        agenda=agenda,
        random=Random(f"{seed}/desk/{number}"),  # noqa: S311 - no secret
        temper=TEMPERS[plan.parties[number] % len(TEMPERS)],
        closes_at=START + timedelta(days=plan.days),
        actions=actions_of(node),
    )


def _join(
    desks: list[Desk], weather: Weather, *, seed: str, clock: VirtualClock
) -> list[WeatheredCarrier]:
    """Let two carriers lead from each desk to the other; return all four."""
    made: list[WeatheredCarrier] = []
    for number, (desk, other) in enumerate(zip(desks, reversed(desks), strict=True)):
        random = Random(f"{seed}/weather/{number}")  # noqa: S311 - no secret

        def arrive(envelope: bytes, after: timedelta, to: Desk = other) -> None:
            to.agenda.note(clock.now() + after, lambda: to.take(envelope))

        carriers = [
            kind(weather=weather, random=random, arrive=arrive)
            for kind in (QuickCarrier, SlowCarrier)
        ]
        desk.node.join(other.node.party, *carriers)
        made += carriers
    return made


def _write_agenda(desks: list[Desk], plan: PairPlan, agenda: Agenda) -> None:
    """Note what happens by itself: the accord, the dated moves, new matters, the last cut."""
    whole = timedelta(days=plan.days)
    agenda.note(START, lambda: propose_first(desks[0].node, desks[1].node.party, days=plan.days))
    agenda.note(START, desks[0].plan_sending)
    for dated in DATED:
        at = START + whole * dated.at // _PERCENT
        agenda.note(at, _begin(desks[dated.party], dated.plan))
    for desk in desks:
        _note_initiatives(desk, whole, agenda)
    end = START + whole
    agenda.note(end - timedelta(seconds=4), lambda: desks[0].make("inform"))  # crosses the cut
    agenda.note(end, _begin(desks[0], CUT))


def _begin(desk: Desk, plan: Plan) -> Callable[[], None]:
    return lambda: desk.follow(plan)


def _note_initiatives(desk: Desk, whole: timedelta, agenda: Agenda) -> None:
    deck = Deck(INITIATIVES, random=desk.random)
    day = desk.random.randint(3, DAYS_BETWEEN[0])
    while timedelta(days=day) < whole:
        after = timedelta(days=day, seconds=desk.random.randrange(36_000))
        agenda.note(START + after, _begin(desk, deck.deal()))
        day += desk.random.randint(*DAYS_BETWEEN)
