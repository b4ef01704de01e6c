"""Rehearse an exercise on one machine: two simulated nodes, both desks by a script.

Injects go the way they go in a real exercise: the use case queues what is due by the clock, under
the exercise's accord. Only what the desks answer is scripted, in the scenario's `rehearsal.toml`.

Source: docs/spec/exercises.md, "The rehearsal".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.report import AfterAction
from servanda.core.exercises.report_form import encode_report
from servanda.core.exercises.scenario import Inject
from servanda.core.exercises.scripted_statement import scripted_statement
from servanda.core.identifiers import Digest, PartyId, digest_from_hash
from servanda.simulation.post import Wire
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import TwoNodes, make_two_nodes
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.exercises.play_injects import play_due_injects
from servanda.usecases.exercises.propose_exercise import propose_exercise
from servanda.usecases.exercises.report_exercise import Script, report_exercise

PARTIES: Final = (PartyId("northmark.example"), PartyId("southmere.example"))
START: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_BEFORE: Final = timedelta(days=1)  # when the accord of the exercise is proposed
_MOST_ROUNDS: Final = 2_000  # a scenario has far fewer instants at which something happens
_MOST_LEGS: Final = 12  # of an exchange in which nobody speaks any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a rehearsal came to.

    Attributes:
        report: As the first party computes it, as a file holds it.
        folded: The same as a value.
        agreeing: Whether the other party computes the same.
        world: Both nodes, as they stand afterwards.
    """

    report: JsonObject
    folded: AfterAction
    agreeing: bool
    world: TwoNodes


def rehearse(
    script: Script, moves: Sequence[Inject], *, terms: JsonObject, seed: int = 1
) -> Rehearsed:
    """Play `script` to its end and return the after-action report.

    Args:
        script: The scenario.
        moves: What both desks do, in `rehearsal.toml`.
        terms: Of its template, resolved.
        seed: Of keys and salts; the report is the same for every seed.

    Raises:
        InvalidInputError: An inject or a move is not legal under the accord.
    """
    world = make_two_nodes(
        seed=f"exercise {script.slug} {seed}", parties=PARTIES, start=START - _BEFORE
    )
    propose_exercise(
        script,
        counterpart=world.bob.party,
        terms=terms,
        start=START,
        services=world.alice.services,
    )
    _exchange(world)
    accept_accord(services=world.bob.services)
    _exchange(world)
    _Rehearsal(world=world, script=script, moves=[*moves]).play()
    world.clock.set(START + script.scenario.lasts)
    first, second = (
        report_exercise(script, node.pair, services=node.services) for node in world.nodes
    )
    accord_name = world.alice.pair.own.accord_name
    report, other = (
        encode_report(one, script.scenario, slug=script.slug, accord_name=accord_name)
        for one in (first, second)
    )
    return Rehearsed(report=report, folded=first, agreeing=report == other, world=world)


@dataclass(slots=True, kw_only=True)
class _Rehearsal:
    """One rehearsal under way.

    Attributes:
        world: Both nodes.
        script: The scenario.
        moves: Those that were not made yet.
        said: The leaf of each move, by its name.
        said_at: When each was made.
    """

    world: TwoNodes
    script: Script
    moves: list[Inject]
    said: dict[str, Digest] = field(default_factory=dict)
    said_at: dict[str, datetime] = field(default_factory=dict)

    def play(self) -> None:
        """Go from one instant at which something is due to the next, until nothing is."""
        for _ in range(_MOST_ROUNDS):
            injects_at = self._injects_at()
            moves_at = min((at for one in self.moves if (at := self._due_at(one))), default=None)
            times = [at for at in (injects_at, moves_at) if at is not None]
            if not times:
                return
            self.world.clock.set(max(min(times), self.world.clock.now()))
            self._play_injects()
            self._make_moves()
        raise TimeoutError(f"expected an end within {_MOST_ROUNDS} instants")

    def _injects_at(self) -> datetime | None:
        """Return when the next inject is due that was not played."""
        report = self._report()
        waiting = [
            one.due_at
            for one in report.injects
            if one.played_at is None and one.due_at is not None and one.due_at > report.at
        ]
        return min(waiting, default=None)

    def _play_injects(self) -> None:
        for node in self.world.nodes:
            played = play_due_injects(self.script, node.pair, services=node.services)
            for one in played.injects:
                if one.trouble is not None:
                    raise InvalidInputError(one.trouble.within(one.id))
        _exchange(self.world)

    def _make_moves(self) -> None:
        now = self.world.clock.now()
        due = [one for one in self.moves if (at := self._due_at(one)) is not None and at <= now]
        for one in due:
            self.moves.remove(one)
            self._make(one)

    def _make(self, move: Inject) -> None:
        said = scripted_statement(move, words={}, start=START)
        ref = self._leaf(move.about) if move.about else None
        node = self._node(move.role)
        try:
            self.said[move.id] = node.say(said.type, said.facts, body=said.body, ref=ref)
        except InvalidInputError as error:
            raise InvalidInputError(error.within(move.id)) from error
        self.said_at[move.id] = self.world.clock.now()
        _exchange(self.world)

    def _due_at(self, move: Inject) -> datetime | None:
        """Return when a move is due; None while what it waits for has not happened."""
        if move.at is not None:
            return START + move.at
        if move.after in self.said_at:
            return self.said_at[move.after] + move.wait
        for one in self._report().injects:
            if one.inject.id == move.after and one.played_at is not None:
                return one.played_at + move.wait
        return None

    def _leaf(self, name: str) -> Digest:
        """Return the leaf of a move, or of an inject, that was made before."""
        if name in self.said:
            return self.said[name]
        for one in self._report().injects:
            if one.inject.id == name and one.place is not None:
                node = self.world.nodes[PARTIES.index(one.place.party)]
                return digest_from_hash(node.own_leaves[one.place.index].leaf_hash)
        raise InvalidInputError(f"{name}: expected to be said before what refers to it")

    def _node(self, role: str) -> SimulatedNode:
        return self.world.nodes[self.script.scenario.roles.index(role)]

    def _report(self) -> AfterAction:
        node = self.world.alice
        return report_exercise(self.script, node.pair, services=node.services)


def _exchange(world: TwoNodes) -> None:
    """Let what both have said arrive, in no time, until nobody has anything to send."""
    for _ in range(_MOST_LEGS):
        for node in world.nodes:
            node.step()
        sent = [node.deliver(kind=Wire.kind, force=True) for node in world.nodes]
        if not any(sent):
            return
    raise TimeoutError("the exchange does not end")
