"""A person of concern, as a numbered entry: its events, and what has not followed.

Nobody is called guilty here before a conviction: an entry has events, each with its own source
and grade, and nothing of it is a judgement. Names are not part of it; they stand in sealed bodies.

Source: docs/spec/persons.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from servanda.core.casework.months import months_later
from servanda.core.identifiers import Digest, PartyId

REVIEW_MONTHS: Final = 12
ERASURE_DAYS: Final = 30  # [S]

# Only the party to which the list was handed confirms: these are its own courts and offices.
CONFIRMED: Final = frozenset(
    (
        "detained_confirmed",
        "arrested_confirmed",
        "identity_match_confirmed",
        "identity_match_none",
        "extradition_refused",
    )
)
# What was decided about a name, if it is to go.
ERASED: Final = "erased"
# The one who handed the list over says this when it does so.
NAMED: Final = "named_in_list"
# After these an erasure has to be decided.
CLEARED: Final = frozenset(("acquitted", "released"))
_CHARGES: Final = frozenset(("charged", "tried", "convicted"))
_CONVICTED, _ACQUITTED = "convicted", "acquitted"
# What shows that a step came, by the word under which it was announced.
_SHOWS: Final = {
    "detained_confirmed": frozenset(("detained_confirmed", "arrested_confirmed")),
    "arrested_confirmed": frozenset(("arrested_confirmed",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One step of a case, as somebody reports or confirms it.

    Attributes:
        leaf: The statement that says it.
        event: One of `codes.CUSTODY_EVENTS`.
        day: When it happened, as the statement says.
        by: Who says it.
        received_at: When the other side received it.
        source_grade: A to F; empty where a party speaks of its own acts.
        information_grade: 1 to 6; likewise.
        origin: Hash of the first document that says it; None where none is named.
        announced: The step that is to come next; empty for none.
        announced_by: The day for it; None for none.
        links: Requests and incidents that it is linked to.
    """

    leaf: Digest
    event: str
    day: date
    by: PartyId
    received_at: datetime
    source_grade: str = ""
    information_grade: str = ""
    origin: Digest | None = None
    announced: str = ""
    announced_by: date | None = None
    links: tuple[str, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether the party whose act it is says so, and not a report."""
        return self.event in CONFIRMED

    @property
    def is_reported(self) -> bool:
        """Whether it is what a source says, and so has the grade of one."""
        return bool(self.source_grade or self.information_grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A step that was announced and has not come.

    Attributes:
        event: Which.
        announced_in: The event that announced it.
        by: The day for it; None where none was named.
    """

    event: str
    announced_in: CustodyEvent
    by: date | None


@dataclass(slots=True, kw_only=True)
class Person:
    """One entry of a list.

    Attributes:
        leaf: The statement that listed the person.
        listed_by: Who handed the list over.
        holder: The other party, which alone confirms.
        listed_at: When the holder received it.
        links: Requests and incidents that it is linked to.
        events: All of them, in the order in which they count; none replaces another.
        reviewed_at: When the entry was last looked at again; None for never.
        erasure: What was decided about the name; empty while nothing is.
        decided_at: When.
    """

    leaf: Digest
    listed_by: PartyId
    holder: PartyId
    listed_at: datetime
    links: tuple[str, ...]
    events: list[CustodyEvent] = field(default_factory=list)
    reviewed_at: datetime | None = None
    erasure: str = ""
    decided_at: datetime | None = None

    @property
    def last_event(self) -> CustodyEvent | None:
        """The event of the latest day; of equal days the one that counts last."""
        latest: CustodyEvent | None = None
        for one in self.events:
            if latest is None or one.day >= latest.day:
                latest = one
        return latest

    @property
    def is_convicted(self) -> bool:
        """Whether a party says that its court convicted, and no acquittal followed.

        A conviction that is reported, with the grade of a source, convicts nobody; an acquittal,
        of a later or the same day, counts whoever says it.
        """
        convicted = [
            one.day for one in self.events if one.event == _CONVICTED and not one.is_reported
        ]
        acquitted = [one.day for one in self.events if one.event == _ACQUITTED]
        return bool(convicted) and (not acquitted or max(convicted) > max(acquitted))

    def days_since(self, today: date) -> int:
        """Return the days since the last event, or since the listing where there is none."""
        last = self.last_event
        return (today - (self.listed_at.date() if last is None else last.day)).days

    @property
    def awaited(self) -> Sequence[Awaited]:
        """Steps that were announced and have not come."""
        return list(self._awaited())

    def review_due(self) -> date:
        """Return when the entry has to be looked at again."""
        last = self.reviewed_at or self.listed_at
        return months_later(last.date(), REVIEW_MONTHS)

    def erasure_due(self) -> date | None:
        """Return until when an erasure has to be decided; None where none has to be."""
        if self.erasure:
            return None
        cleared = [one for one in self.events if self._clears(one)]
        if not cleared:
            return None
        return min(one.day for one in cleared) + timedelta(days=ERASURE_DAYS)

    def erased_by(self) -> datetime | None:
        """Return until when a name has to be gone from both nodes; None where none has to."""
        if self.erasure != ERASED or self.decided_at is None:
            return None
        return self.decided_at + timedelta(days=ERASURE_DAYS)

    def _clears(self, one: CustodyEvent) -> bool:
        """Say whether an event is an acquittal, or a release with no charge before it."""
        if one.event not in CLEARED:
            return False
        charged = any(each.event in _CHARGES and each.day <= one.day for each in self.events)
        return one.event == _ACQUITTED or not charged

    def _awaited(self) -> Iterator[Awaited]:
        for place, one in enumerate(self.events):
            if not one.announced:
                continue
            shows = _SHOWS.get(one.announced, frozenset((one.announced,)))
            came = any(
                each.event in shows and each.day >= one.day for each in self.events[place + 1 :]
            )
            if not came:
                yield Awaited(event=one.announced, announced_in=one, by=one.announced_by)
