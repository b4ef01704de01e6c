"""A call over the hotline as each side wrote it down, and which reading of the hotline it is under.

The note of the call and its confirmation are never merged: where they differ, both stand.

Source: docs/spec/hotline.md, "Two records of one call" and "Two readings".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from servanda.core.canonical import JsonValue
from servanda.core.casework.calls import Call
from servanda.core.casework.clocks import within_reach
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId, parse_instant

# Of which calls each reading says that they are what the hotline is for: issues that arise while
# a request is answered (an emergency is one, for its request follows in writing), or direct
# contact on major urgent cases at any time beside that.
READINGS: Mapping[str, frozenset[str]] = {
    "while_responding": frozenset(("request", "emergency")),
    "any_time": frozenset(("request", "emergency", "urgent_case")),
}

# What both sides may say of one call, in the order in which it is shown.
RECORDED = (
    "called_at",
    "started_at",
    "acknowledged_at",
    "level",
    "language",
    "decision",
    "follow_up",
)


class Standing(StrEnum):
    """What is known of a call at one moment."""

    AWAITED = "awaited"
    CONFIRMED = "confirmed"
    CONFIRMED_LATE = "confirmed_late"
    ONE_SIDED = "one_sided"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """What one side said of a call.

    Attributes:
        leaf: Its statement.
        received_at: When the other side received it.
        said: The members of `RECORDED` that it states, as written.
    """

    leaf: Digest
    received_at: datetime
    said: Mapping[str, str]

    @property
    def follow_up(self) -> datetime | None:
        """The date by which it says that more follows."""
        instant = self.said.get("follow_up")
        return None if instant is None else parse_instant(instant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that the two records of a call do not say alike.

    Attributes:
        member: One of `RECORDED`.
        caller: What the caller's side states; None if it is silent.
        callee: What the other side states; None if it is silent.
    """

    member: str
    caller: str | None
    callee: str | None

    @property
    def is_contradiction(self) -> bool:
        """Whether both speak, and say two things."""
        return self.caller is not None and self.callee is not None


@dataclass(slots=True, kw_only=True)
class HotlineCall:
    """One call with both sides' records.

    Attributes:
        call: As casework, the oral-first rule and the figures take it.
        made: The caller's record.
        confirmed: The other side's; None while there is none.
    """

    call: Call
    made: CallRecord
    confirmed: CallRecord | None = None

    @property
    def reading(self) -> str:
        """The reading of the hotline that binds for it; empty if the accord has no hotline."""
        hotline = self.call.terms.hotline
        return "" if hotline is None else hotline.reading

    @property
    def is_outside(self) -> bool:
        """Whether it lies outside the reading that binds."""
        return self.call.basis not in READINGS.get(self.reading, ())

    @property
    def follow_up(self) -> datetime | None:
        """The earlier of the dates by which either side says that more follows."""
        records = (self.made, self.confirmed)
        dates = [one.follow_up for one in records if one is not None and one.follow_up is not None]
        return min(dates, default=None)

    def differences(self) -> Iterator[Difference]:
        """Yield what the two records do not say alike; nothing before there are two."""
        if self.confirmed is None:
            return
        for member in RECORDED:
            caller, callee = self.made.said.get(member), self.confirmed.said.get(member)
            if caller != callee:
                yield Difference(member=member, caller=caller, callee=callee)

    def one_sided_at(self) -> datetime:
        """Return from when on it stays the caller's word alone, unless confirmed before."""
        hours = timedelta(hours=self.call.terms.confirmation_hours)
        return within_reach(self.call.received_at) + hours

    def standing(self, *, at: datetime) -> Standing:
        """Return what is known of it at `at`."""
        confirmed_at, limit = self.call.confirmed_at, self.one_sided_at()
        if confirmed_at is not None:
            return Standing.CONFIRMED if confirmed_at <= limit else Standing.CONFIRMED_LATE
        return Standing.ONE_SIDED if limit <= at else Standing.AWAITED


@dataclass(slots=True, kw_only=True)
class HotlineTest:
    """A communication check of a duty desk: a test of the hotline, and no call.

    Attributes:
        leaf: The `check` that asks.
        contact: The duty contact whose channel is asked; None where no channel is named.
        asked_by: Who asks.
        received_at: When the other side received it.
        answered_at: When the asking side received the first answer; None while there is none.
    """

    leaf: Digest
    contact: Digest | None
    asked_by: PartyId
    received_at: datetime
    answered_at: datetime | None = None


def call_record(counted: Counted) -> CallRecord:
    """Return what a note of a call, or its confirmation, says."""
    facts = counted.statement.header.facts
    return CallRecord(
        leaf=counted.statement.digest,
        received_at=counted.received_at,
        said={name: value for name in RECORDED if (value := _text(facts.get(name))) is not None},
    )


def _text(value: JsonValue | None) -> str | None:
    return value if isinstance(value, str) else None
