"""What an exercise came to: the values of its after-action report.

Source: docs/spec/exercises.md, "The after-action report".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from servanda.core.exercises.scenario import Expectation, Inject
from servanda.core.identifiers import PartyId

IN_TIME, LATE, MISSED, OPEN, NOT_BEGUN = "in_time", "late", "missed", "open", "not_begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement stands: the same in every run of a rehearsal, as no leaf hash is."""

    party: PartyId
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One expectation, and what came of it.

    Attributes:
        expectation: Which.
        party: Who had to act.
        due_at: When it was due; None while nothing began it, or its clock has no deadline.
        came_at: When the statement was received; None if none was.
        place: Where that stands.
        margin_seconds: `due_at` less `came_at`, or less the time of the report while it is open;
            None where nothing is due.
        result: `in_time`, `late`, `missed`, `open` or `not_begun`.
    """

    expectation: Expectation
    party: PartyId
    due_at: datetime | None
    came_at: datetime | None
    place: Place | None
    margin_seconds: int | None
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedInject:
    """One inject, and what it brought about.

    Attributes:
        inject: Which.
        party: Who was told, or said it.
        due_at: When it was to come; None while what it waits for was not played.
        played_at: When it came: of a statement its time of receipt; None if it did not.
        place: Where its statement stands; None of what is only told.
        tested: What it should bring about, each with what follows from that in turn.
    """

    inject: Inject
    party: PartyId
    due_at: datetime | None
    played_at: datetime | None
    place: Place | None
    tested: tuple[Tested, ...]

    @property
    def is_answered(self) -> bool:
        """Whether everything that it should bring about has come, late or not."""
        return all(one.came_at is not None for one in self.tested)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedItem:
    """Something to mend, and the expectations that showed it."""

    id: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterAction:
    """What an exercise came to.

    Attributes:
        parties: In the order of the accord; the first plays the first role.
        started_at: The start.
        at: The moment for which this holds.
        injects: In the order of the file.
        items: What the scenario proposes to mend.
        missed_checks: The communication checks that nobody answered in time.
    """

    parties: tuple[PartyId, PartyId]
    started_at: datetime
    at: datetime
    injects: tuple[PlayedInject, ...]
    items: tuple[ProposedItem, ...]
    missed_checks: tuple[str, ...]

    @property
    def tested(self) -> Iterator[Tested]:
        """Every expectation."""
        for inject in self.injects:
            yield from inject.tested
