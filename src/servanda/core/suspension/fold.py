"""Fold counted statements into the suspensions between two parties.

Each side suspends for itself and resumes what it suspended; a thing is suspended while either
does. Leaving is final for the side that leaves. No clock stops and no log closes by any of it.

Source: docs/spec/suspension.md; docs/decisions/0037.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId
from servanda.core.statements.header import Header

SUSPENSION = "suspension"
SUSPENSION_TYPES = frozenset((SUSPENSION,))
SUSPENDED, RESUMED, LEFT = "suspended", "resumed", "left"
ACCORD, SERIES, CHANNEL = "accord", "series", "channel"
_ROUND, _CHECK = "round", "check"

# What opens a new matter, and is not sent while the accord is suspended or left. Everything else
# stays open: answers, for clocks run on; calls, for an emergency waits for nobody; what the record
# itself needs.
NEW_MATTERS = frozenset(("request", "information", "check", "renewal", "round"))


class SuspensionState(StrEnum):
    """Where a suspension stands."""

    SUSPENDED = "suspended"
    RESUMED = "resumed"
    LEFT = "left"


@dataclass(slots=True, kw_only=True)
class Suspension:
    """One side's suspension of one thing.

    Attributes:
        leaf: The statement that began it.
        by: Who suspends or leaves.
        scope: `accord`, `series` or `channel`.
        name: Of the series, or the leaf hash of the channel; empty for the accord.
        ground: Why, coded.
        until: The day announced for its end; None for none. It ends by `resumed` alone.
        since: When the other side received it.
        state: Where it stands.
        ended_at: When the other side received that it is resumed.
    """

    leaf: Digest
    by: PartyId
    scope: str
    name: str
    ground: str
    until: date | None
    since: datetime
    state: SuspensionState
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still holds; having left holds for ever."""
        return self.ended_at is None

    def stood_at(self, at: datetime) -> bool:
        """Return whether it held at `at`: from its receipt until that of its end."""
        return self.since <= at and (self.ended_at is None or at < self.ended_at)


@dataclass(slots=True, kw_only=True)
class Suspensions:
    """The suspensions between two parties.

    Attributes:
        found: In their order.
        out_of_state: Statements without effect, in their order.
    """

    found: list[Suspension] = field(default_factory=list)
    out_of_state: list[Digest] = field(default_factory=list)

    def of(self, scope: str, name: str = "") -> Sequence[Suspension]:
        """Return the open suspensions of one thing, by either side."""
        return [one for one in self.found if one.is_open and (one.scope, one.name) == (scope, name)]

    @property
    def of_accord(self) -> Sequence[Suspension]:
        """The open suspensions of the accord itself."""
        return self.of(ACCORD)

    @property
    def standing(self) -> Sequence[Suspension]:
        """The open suspensions of anything, in their order."""
        return [one for one in self.found if one.is_open]

    def against(self, header: Header, *, at: datetime) -> Suspension | None:
        """Return the suspension that a new matter runs into; None where none stood in its way.

        A round runs into that of its series, a check of a contact into that of its channel, and
        every new matter into that of the accord. What answers something opens nothing new.

        Args:
            header: Of the statement.
            at: When it is to be said, or was received.
        """
        if header.type not in NEW_MATTERS or header.ref is not None:
            return None
        things = {(ACCORD, "")}
        if header.type == _ROUND:
            things.add((SERIES, str(header.facts.get("series", ""))))
        if header.type == _CHECK:
            things.add((CHANNEL, str(header.facts.get("contact", ""))))
        return next(
            (one for one in self.found if (one.scope, one.name) in things and one.stood_at(at)),
            None,
        )

    def duration(
        self, *, since: datetime, until: datetime, scope: str = ACCORD, name: str = ""
    ) -> timedelta:
        """Return for how long a thing was suspended within a period, by one side or both.

        Args:
            since: Begin of the period.
            until: Its end, not part of it.
            scope: Of the thing.
            name: Of the thing; empty for the accord.
        """
        spans = sorted(
            (max(one.since, since), min(one.ended_at or until, until))
            for one in self.found
            if (one.scope, one.name) == (scope, name)
        )
        total, reached = timedelta(), since
        for start, end in spans:
            begin = max(start, reached)
            if end > begin:
                total += end - begin
                reached = end
        return total


def fold_suspensions(counted: Iterable[Counted]) -> Suspensions:
    """Return the suspensions that the counted statements come to; other types are passed over."""
    found = Suspensions()
    for one in counted:
        if one.statement.header.type == SUSPENSION and not _apply(found, one):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: Suspensions, counted: Counted) -> bool:
    header = counted.statement.header
    facts, author = header.facts, PartyId(header.from_party)
    scope = str(facts["scope"])
    name = str(facts.get("series", facts.get("channel", "")))
    own = [one for one in found.of(scope, name) if one.by == author]
    if any(one.state is SuspensionState.LEFT for one in own):
        return False
    step = str(facts["step"])
    if step == RESUMED:
        (named,) = [one for one in own if one.leaf == header.ref] or (None,)
        if named is None:
            return False
        named.state, named.ended_at = SuspensionState.RESUMED, counted.received_at
        return True
    if step == SUSPENDED and own:
        return False
    for one in own:  # who leaves ends its suspension by it
        one.state, one.ended_at = SuspensionState.LEFT, counted.received_at
    announced = facts.get("until")
    found.found.append(
        Suspension(
            leaf=counted.statement.digest,
            by=author,
            scope=scope,
            name=name,
            ground=str(facts["ground"]),
            until=None if announced is None else date.fromisoformat(str(announced)),
            since=counted.received_at,
            state=SuspensionState(step),
        )
    )
    return True
