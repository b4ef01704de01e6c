"""The after-action report: what was played, what came of it against its clock, what to mend.

A pure fold over the statements of the exercise's two logs. Nothing in them marks an inject: a
statement is one if it says what the scenario has this side say, so neither side can pass another
statement off as an inject, or an inject off as something else.

Source: docs/spec/exercises.md, "The after-action report".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from servanda.core.casework.answer_clock import answer_state
from servanda.core.casework.case import Case, Generation
from servanda.core.casework.casework import Casework
from servanda.core.casework.clocks import Due, Verdict, verdict_of
from servanda.core.casework.verdicts import (
    ClockState,
    acknowledgement_state,
    decision_state,
    feedback_state,
)
from servanda.core.exchange.order import Counted
from servanda.core.exercises.report import (
    IN_TIME,
    LATE,
    MISSED,
    NOT_BEGUN,
    OPEN,
    AfterAction,
    Place,
    PlayedInject,
    ProposedItem,
    Tested,
)
from servanda.core.exercises.scenario import Expectation, Inject, Scenario
from servanda.core.exercises.scripted_times import with_times
from servanda.core.identifiers import Digest, PartyId

_MENDED: Final = frozenset((LATE, MISSED))


class _ClockOf(Protocol):
    """One of the four clocks of a request that an expectation can name."""

    def __call__(
        self, case: Case, generation: Generation, *, casework: Casework, at: datetime
    ) -> ClockState | None:
        """Return how it stands."""
        ...


_CLOCKS: Final[Mapping[str, _ClockOf]] = {
    "acknowledgement": acknowledgement_state,
    "decision": decision_state,
    "answer": answer_state,
    "feedback": feedback_state,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What the two logs hold: the input of the fold.

    Attributes:
        counted: Every statement that counts, in the one order.
        casework: What they come to.
        parties: In the order of the accord.
        started_at: The start.
        at: The moment for which the report is made.
    """

    counted: Sequence[Counted]
    casework: Casework
    parties: tuple[PartyId, PartyId]
    started_at: datetime
    at: datetime


def fold_exercise(scenario: Scenario, happened: Happened) -> AfterAction:
    """Return what came of `scenario`."""
    fold = _Fold(scenario, happened)
    fold.play()
    tested = {one.expectation.id: one for one in fold.tested}
    injects = tuple(fold.played(one, tested) for one in scenario.injects)
    bad = [one for one in fold.tested if one.result in _MENDED]
    because = {
        item: tuple(one.expectation.id for one in bad if one.expectation.item == item)
        for item in scenario.items
    }
    return AfterAction(
        parties=happened.parties,
        started_at=happened.started_at,
        at=happened.at,
        injects=injects,
        items=tuple(ProposedItem(id=item, because=ids) for item, ids in because.items() if ids),
        missed_checks=tuple(one.expectation.id for one in bad if one.expectation.type == "check"),
    )


def says(counted: Counted, *, party: PartyId, type: str, facts: Mapping[str, object]) -> bool:
    """Return whether a statement is of `party` and `type` and has these facts, and maybe others."""
    header = counted.statement.header
    return (
        header.from_party == party
        and header.type == type
        and all(header.facts.get(name) == value for name, value in facts.items())
    )


class _Fold:
    """Goes through a scenario once. Owned by `fold_exercise`; not shared, not kept."""

    def __init__(self, scenario: Scenario, happened: Happened) -> None:
        self.tested: list[Tested] = []
        self._scenario, self._happened = scenario, happened
        self._party = dict(zip(scenario.roles, happened.parties, strict=True))
        self._came: dict[str, Counted] = {}  # the statement of each inject and expectation
        self._played_at: dict[str, datetime] = {}
        self._due_at: dict[str, datetime] = {}
        self._taken: set[Digest] = set()  # each statement stands for one thing

    def play(self) -> None:
        """Find what was played and what came of it; what refers to something comes after it."""
        waiting: list[Inject | Expectation] = [
            *self._scenario.injects,
            *self._scenario.expectations,
        ]
        while waiting:
            known = self._played_at.keys() | {one.expectation.id for one in self.tested}
            left = [one for one in waiting if not self._take(one, known)]
            if len(left) == len(waiting):
                self._give_up(left)
                return
            waiting = left

    def played(self, inject: Inject, tested: Mapping[str, Tested]) -> PlayedInject:
        """Return what came of `inject`."""
        came = self._came.get(inject.id)
        return PlayedInject(
            inject=inject,
            party=self._party[inject.role],
            due_at=self._due_at.get(inject.id),
            played_at=self._played_at.get(inject.id),
            place=None if came is None else _place(came),
            tested=tuple(tested[name] for name in self._following(inject.id)),
        )

    def _following(self, of: str) -> Iterator[str]:
        for one in self._scenario.expectations:
            if one.of == of:
                yield one.id
                yield from self._following(one.id)

    def _take(self, one: Inject | Expectation, known: set[str]) -> bool:
        """Settle `one` if all that it rests on is; say whether it did."""
        if isinstance(one, Expectation):
            if one.of not in known:
                return False
            self.tested.append(self._test(one))
            return True
        if (one.after and one.after not in known) or (one.about and one.about not in known):
            return False
        return self._play(one)

    def _play(self, one: Inject) -> bool:
        start = self._happened.started_at
        due_at = start + one.at if one.at is not None else self._played_at[one.after] + one.wait
        self._due_at[one.id] = due_at
        if not one.type:
            if due_at > self._happened.at:
                return False
            self._played_at[one.id] = due_at
            return True
        if one.about and one.about not in self._came:
            return False
        ref = self._came[one.about].statement.digest if one.about else None
        facts = with_times(one.facts, start=start)
        found = self._find(one.role, one.type, facts, ref=ref, since=start)
        if found is None:
            return False
        self._note(one.id, found)
        return True

    def _test(self, one: Expectation) -> Tested:
        base = self._came.get(one.of)
        began_at = self._played_at.get(one.of)
        if began_at is None:  # what it follows from never came
            return self._tested(one, NOT_BEGUN)
        ref = None if base is None else base.statement.digest
        facts = with_times(one.facts, start=self._happened.started_at)
        found = self._find(one.role, one.type, facts, ref=ref, since=began_at)
        if found is not None:
            self._note(one.id, found)
        came_at = None if found is None else found.received_at
        verdict = self._verdict(one, base, began_at=began_at, came_at=came_at)
        if verdict is None:
            return self._tested(one, OPEN if found is None else IN_TIME, found=found)
        if verdict.stop is None:  # a statement that had no effect stopped no clock
            result = OPEN if verdict.is_in_time else MISSED
        else:
            result = IN_TIME if verdict.is_in_time else LATE
        return self._tested(one, result, found=found, verdict=verdict)

    def _tested(
        self,
        one: Expectation,
        result: str,
        *,
        found: Counted | None = None,
        verdict: Verdict | None = None,
    ) -> Tested:
        came_at = None if found is None else found.received_at
        return Tested(
            expectation=one,
            party=self._party[one.role],
            due_at=None if verdict is None else verdict.due.at,
            came_at=came_at if verdict is None else verdict.stop,
            place=None if found is None else _place(found),
            margin_seconds=None if verdict is None else verdict.margin_seconds,
            result=result,
        )

    def _verdict(
        self,
        one: Expectation,
        base: Counted | None,
        *,
        began_at: datetime,
        came_at: datetime | None,
    ) -> Verdict | None:
        """Return how it stands by its clock; None where it has no deadline, or not begun."""
        if one.within is not None:
            due = Due(at=began_at + one.within, provisional=False)
            return verdict_of(due, start=began_at, stop=came_at, at=self._happened.at)
        case = None if base is None else self._happened.casework.cases.get(base.statement.digest)
        if case is None:
            return None
        state = _CLOCKS[one.clock](
            case, case.generations[0], casework=self._happened.casework, at=self._happened.at
        )
        return None if state is None else state.verdict

    def _find(
        self,
        role: str,
        type: str,
        facts: Mapping[str, object],
        *,
        ref: Digest | None,
        since: datetime,
    ) -> Counted | None:
        for counted in self._happened.counted:
            digest = counted.statement.digest
            if (
                digest not in self._taken
                and counted.received_at >= since
                and (ref is None or counted.statement.header.ref == ref)
                and says(counted, party=self._party[role], type=type, facts=facts)
            ):
                return counted
        return None

    def _note(self, name: str, found: Counted) -> None:
        self._came[name] = found
        self._played_at[name] = found.received_at
        self._taken.add(found.statement.digest)

    def _give_up(self, left: Sequence[Inject | Expectation]) -> None:
        """Note what nothing began."""
        self.tested += [
            self._tested(one, NOT_BEGUN) for one in left if isinstance(one, Expectation)
        ]


def _place(counted: Counted) -> Place:
    statement = counted.statement
    return Place(party=statement.origin.from_party, index=statement.index)
