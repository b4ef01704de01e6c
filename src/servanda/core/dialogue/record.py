"""All that is known about a dialogue: its series, rounds, outcomes and deliverables.

It is made from statements between two nodes, or read from a file in which somebody recorded a
dialogue of the past with its sources. Whoever shows it need not know which.

Source: docs/spec/dialogue.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from servanda.core.dialogue.cadence import Drift, Interval, NextDue, drifts, next_due
from servanda.core.dialogue.delegation import Level, is_changed
from servanda.core.dialogue.deliverables import Deliverable
from servanda.core.dialogue.outcomes import OutcomeRow, OutcomeText, beside
from servanda.core.dialogue.rounds import Round, RoundKind
from servanda.core.dialogue.standstill import Standstill, days_at_a_standstill
from servanda.core.identifiers import PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueSeries:
    """Rounds that recur.

    Attributes:
        name: As the accord names it.
        title: By language.
        replaces: Name of the series that it follows; empty for none.
        intervals: Every version of how often it meets, oldest first.
        standstills: When it was suspended, by either side, in the order in which that began.
    """

    name: str
    title: Mapping[str, str]
    replaces: str = ""
    intervals: tuple[Interval, ...] = ()
    standstills: tuple[Standstill, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDrift:
    """One round against the intervals, by the days that some of the parties name.

    Attributes:
        round: Which.
        parties: Whose days these are: both where they agree.
        drifts: Against each interval agreed before it.
        suspended_days: On how many days the series was suspended since the round before; they
            move no day due.
    """

    round: Round
    parties: tuple[PartyId, ...]
    drifts: Sequence[Drift]
    suspended_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """A party that took part at another level than the round before.

    Attributes:
        round: At which.
        party: Who.
        before: Level at the last round for which one is recorded.
        now: Level at this one.
    """

    round: Round
    party: PartyId
    before: Level
    now: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueRecord:
    """A dialogue as it is known on one day.

    Attributes:
        parties: Both, in the order of the accord.
        series: In the order in which they began.
        rounds: Rounds and preparatory meetings, in the order of their days.
        outcomes: The texts published about each round, by its key.
        deliverables: In the order in which they were promised.
        names: What a party is called, by language; one without is called by its identifier.
        sources: Address or title of each source, by the short name used elsewhere.
    """

    parties: tuple[PartyId, PartyId]
    series: tuple[DialogueSeries, ...]
    rounds: tuple[Round, ...]
    outcomes: Mapping[str, tuple[OutcomeText, ...]] = field(default_factory=dict)
    deliverables: tuple[Deliverable, ...] = ()
    names: Mapping[PartyId, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def lineage(self, name: str) -> Sequence[DialogueSeries]:
        """Return the series `name` and, before it, those that it replaced, oldest first."""
        by_name = {one.name: one for one in self.series}
        found: list[DialogueSeries] = []
        while name in by_name and by_name[name] not in found:
            found.append(by_name[name])
            name = found[-1].replaces
        return found[::-1]

    @property
    def living_series(self) -> Sequence[DialogueSeries]:
        """The series that no other has replaced."""
        replaced = {one.replaces for one in self.series}
        return [one for one in self.series if one.name not in replaced]

    def held_rounds(self, name: str) -> Sequence[Round]:
        """Return the rounds of a series and its predecessors that took place, oldest first."""
        names = {one.name for one in self.lineage(name)}
        return [
            one
            for one in sorted(self.rounds, key=lambda one: one.first_day)
            if one.series in names and one.kind is RoundKind.ROUND and one.took_place
        ]

    def round_drifts(self, name: str) -> Iterator[RoundDrift]:
        """Yield the drift of each round of a series, once for both parties where they agree."""
        rounds = [one for one in self.held_rounds(name) if one.held_by(self.parties[0])]
        by_party = [self._drifts_of(rounds, name, party) for party in self.parties]
        for place, held in enumerate(rounds):
            first, second = (found[place] for found in by_party)
            days = self._suspended_days(name, held, rounds[place - 1] if place else None)
            sides = (
                ((self.parties, first),)
                if first == second
                else ((self.parties[:1], first), (self.parties[1:], second))
            )
            for parties, against in sides:
                yield RoundDrift(round=held, parties=parties, drifts=against, suspended_days=days)

    def _suspended_days(self, name: str, held: Round, before: Round | None) -> int:
        found = [one for series in self.lineage(name) for one in series.standstills]
        # With the accord every series stands still: one that replaced another names it again.
        distinct = {one.leaf: one for one in found}.values()
        since = date.min if before is None else before.first_day
        return days_at_a_standstill(distinct, since=since, until=held.first_day)

    def next_due(self, name: str, *, party: PartyId) -> Sequence[NextDue]:
        """Return when the next round of a series is due, by the days that `party` names."""
        return next_due(self._days(self.held_rounds(name), party), self._intervals(name))

    def level_changes(self, name: str) -> Iterator[LevelChange]:
        """Yield each party that took part at another level than the last one recorded."""
        before = dict.fromkeys(self.parties, Level.NOT_RECORDED)
        for held in self.held_rounds(name):
            for party in self.parties:
                now = held.level(party)
                if is_changed(before[party], now):
                    yield LevelChange(round=held, party=party, before=before[party], now=now)
                before[party] = now or before[party]

    def outcome_rows(self, key: str) -> Sequence[OutcomeRow]:
        """Return both texts about a round beside each other."""
        return beside(self.outcomes.get(key, ()), parties=self.parties)

    def _drifts_of(
        self, rounds: Sequence[Round], name: str, party: PartyId
    ) -> Sequence[Sequence[Drift]]:
        return drifts(self._days(rounds, party), self._intervals(name))

    def _days(self, rounds: Sequence[Round], party: PartyId) -> Sequence[date]:
        return [day for one in rounds if (day := one.held_by(party)) is not None]

    def _intervals(self, name: str) -> Sequence[Interval]:
        return [interval for one in self.lineage(name) for interval in one.intervals]
