"""A round: where it stands, and when and where each side says that it was.

The two sides may name different days, for they publish in their own zones; both stand beside
each other.

Source: docs/spec/dialogue.md, "Rounds".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from servanda.core.dialogue.delegation import Delegate, Level, level_of
from servanda.core.identifiers import PartyId


class RoundState(StrEnum):
    """Where a round stands."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    AGENDA_AGREED = "agenda_agreed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    OUTCOMES_PUBLISHED = "outcomes_published"
    FOLLOWED_UP = "followed_up"


class RoundKind(StrEnum):
    """Whether it is a round of the series, or prepares one."""

    ROUND = "round"
    PREPARATORY = "preparatory"


# States in which it took place.
TOOK_PLACE = frozenset((RoundState.HELD, RoundState.OUTCOMES_PUBLISHED, RoundState.FOLLOWED_UP))
COMING = frozenset(
    (RoundState.PROPOSED, RoundState.PLANNED, RoundState.AGENDA_AGREED, RoundState.POSTPONED)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """When and where a round is, as one side says.

    Attributes:
        planned: The first day planned.
        held: The first day on which it took place, in the side's own zone.
        held_until: The last day, if it took several.
        utc_offset_minutes: Of the zone in which the days are named; None where not said.
        place: Where.
        released: The day on which the side published about it.
    """

    planned: date | None = None
    held: date | None = None
    held_until: date | None = None
    utc_offset_minutes: int | None = None
    place: str = ""
    released: date | None = None


SITTING_MEMBERS = ("planned", "held", "held_until", "utc_offset_minutes", "place", "released")
# What may well differ without contradiction: each side publishes when it likes, in its own zone.
_OWN = frozenset(("released", "utc_offset_minutes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """A round put off.

    Attributes:
        by: Who asked for it; None for both.
        from_day: The day given up.
        to_day: The day taken instead; None where none was named.
        reason: By language; empty where none was given.
    """

    by: PartyId | None
    from_day: date
    to_day: date | None
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One meeting of a series, or one that prepares it.

    Attributes:
        key: Names it in the dialogue.
        series: Name of the series.
        kind: A round, or a preparatory meeting.
        state: Where it stands.
        sittings: What each side says of days and place.
        title: By language; empty where none was given.
        prepares: Key of the round that it prepares; empty for none.
        delegations: Who sat for each side; a side that named nobody is left out.
        delegation_changes: How often a side named other people than before; one that never did
            is left out.
        moved: How often a side came to another planned day without putting the round off.
        postponements: In their order.
        source: Where it was found, with its mark; empty for what came as statements.
    """

    key: str
    series: str
    kind: RoundKind
    state: RoundState
    sittings: Mapping[PartyId, Sitting]
    title: Mapping[str, str] = field(default_factory=dict)
    prepares: str = ""
    delegations: Mapping[PartyId, tuple[Delegate, ...]] = field(default_factory=dict)
    delegation_changes: Mapping[PartyId, int] = field(default_factory=dict)
    moved: int = 0
    postponements: tuple[Postponement, ...] = ()
    source: str = ""

    @property
    def took_place(self) -> bool:
        """Whether it was held."""
        return self.state in TOOK_PLACE

    def held_by(self, party: PartyId) -> date | None:
        """Return the day on which it was held as `party` says, or else as the other side says."""
        own = self.sittings.get(party)
        if own is not None and own.held is not None:
            return own.held
        return next((one.held for one in self.sittings.values() if one.held is not None), None)

    @property
    def first_day(self) -> date:
        """The earliest day anybody names, to order by; the end of all days where none is named."""
        days = (day for one in self.sittings.values() for day in (one.held, one.planned) if day)
        return min(days, default=date.max)

    def level(self, party: PartyId) -> Level:
        """Return the level at which `party` took part."""
        return level_of(self.delegations.get(party, ()))

    @property
    def differences(self) -> Sequence[str]:
        """Members of the sittings that the two sides state differently."""
        said = list(self.sittings.values())
        return [
            member
            for member in SITTING_MEMBERS
            if member not in _OWN
            and len({value for one in said if (value := getattr(one, member))}) > 1
        ]
