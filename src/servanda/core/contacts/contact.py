"""A point of contact with its channel: its states, when it lapses, and who may stand in.

Source: docs/spec/contacts.md; docs/decisions/0031-an-old-address-still-receives.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from servanda.core.casework.months import months_later
from servanda.core.contacts.checks import ChannelCheck
from servanda.core.identifiers import Digest, PartyId

INTERIM_DAYS: Final = 90  # [S]
CONFIRMED_MONTHS: Final = 12  # [S]
WARNING_DAYS: Final = (30, 14, 3)
CHECKS_NEEDED: Final = 2
_BEFORE_PERMANENT: Final = timedelta(days=7)  # from one check to the next, while they are needed


class ContactState(Enum):
    """What was said last of a contact."""

    PROPOSED = "proposed"
    INTERIM = "interim"
    PERMANENT = "permanent"
    SUSPENDED = "suspended"
    RETIRED = "retired"


class ContactSide(Enum):
    """Who may take a step: whose contact it is, or the other party."""

    HOLDER = "holder"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStep:
    """One row of the table of steps.

    Attributes:
        side: Who may take it.
        states: In which of them.
        next_state: What it leads to; None where it changes no state.
    """

    side: ContactSide
    states: frozenset[ContactState]
    next_state: ContactState | None = None


_USABLE: Final = frozenset((ContactState.INTERIM, ContactState.PERMANENT))

STEPS: Final[Mapping[str, ContactStep]] = {
    "accepted": ContactStep(
        side=ContactSide.OTHER,
        states=frozenset((ContactState.PROPOSED,)),
        next_state=ContactState.INTERIM,
    ),
    "verified": ContactStep(side=ContactSide.OTHER, states=_USABLE),
    "permanent": ContactStep(
        side=ContactSide.HOLDER,
        states=frozenset((ContactState.INTERIM,)),
        next_state=ContactState.PERMANENT,
    ),
    "renewed": ContactStep(side=ContactSide.HOLDER, states=frozenset((ContactState.PERMANENT,))),
    "substituted": ContactStep(side=ContactSide.HOLDER, states=_USABLE),
    "suspended": ContactStep(
        side=ContactSide.HOLDER, states=_USABLE, next_state=ContactState.SUSPENDED
    ),
    "resumed": ContactStep(side=ContactSide.HOLDER, states=frozenset((ContactState.SUSPENDED,))),
    "retired": ContactStep(
        side=ContactSide.HOLDER,
        states=frozenset(ContactState) - {ContactState.RETIRED},
        next_state=ContactState.RETIRED,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """Somebody else stands in, from one day to another, both included."""

    leaf: Digest
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Return whether it holds on `day`."""
        return self.first <= day <= self.last


@dataclass(slots=True, kw_only=True)
class Contact:
    """One point of contact and its channel.

    Attributes:
        leaf: The statement that proposed it.
        holder: Whose contact it is.
        role: One of `codes.CONTACT_ROLES`.
        carrier: One of `codes.CHANNEL_CARRIERS`.
        fingerprint: Of the key behind the channel, as its holder states it.
        proposed_at: When the other party received the proposal.
        replaces: The contact of the same holder that it is to replace; None for none.
        state: What was said last.
        since: From when on it is in that state, or was last confirmed in it.
        accepted_at: When it became interim; None before.
        verified_at: When the other party said that the fingerprint it heard is the stated one.
        mismatches: Statements that said another fingerprint; each is kept.
        before_suspension: The state to which it is resumed.
        replaced_by: The contact that took its place, once that is permanent.
        substitutions: In the order in which they count.
        checks: Communication checks of it, in the order in which they count.
    """

    leaf: Digest
    holder: PartyId
    role: str
    carrier: str
    fingerprint: Digest
    proposed_at: datetime
    replaces: Digest | None = None
    state: ContactState = ContactState.PROPOSED
    since: datetime
    accepted_at: datetime | None = None
    verified_at: datetime | None = None
    mismatches: list[Digest] = field(default_factory=list)
    before_suspension: ContactState | None = None
    replaced_by: Digest | None = None
    substitutions: list[Substitution] = field(default_factory=list)
    checks: list[ChannelCheck] = field(default_factory=list)

    def expires_on(self) -> date | None:
        """Return the last day on which it may send; None while nothing runs out."""
        standing = self.before_suspension or self.state
        if standing is ContactState.INTERIM and self.accepted_at is not None:
            return self.accepted_at.date() + timedelta(days=INTERIM_DAYS)
        if standing is ContactState.PERMANENT:
            return months_later(self.since.date(), CONFIRMED_MONTHS)
        return None

    def is_expired(self, today: date) -> bool:
        """Return whether its time ran out before `today`."""
        last = self.expires_on()
        return last is not None and last < today

    def warning(self, today: date) -> int | None:
        """Return the days left, once the first warning is due; None before, and after the end."""
        last = self.expires_on()
        if last is None or self.state is ContactState.RETIRED:
            return None
        left = (last - today).days
        return left if 0 <= left <= max(WARNING_DAYS) else None

    def may_send(self, today: date) -> bool:
        """Return whether something sent from it counts as its office's: it is current.

        What it receives is taken in every state but the first: nothing that arrives is lost.
        """
        return self.state in _USABLE and not self.is_expired(today) and self.replaced_by is None

    @property
    def receives(self) -> bool:
        """Whether what arrives at it is taken; an old address still receives."""
        return self.state is not ContactState.PROPOSED

    def substitute_on(self, day: date) -> Substitution | None:
        """Return who stands in on `day`: the substitution stated last of those that hold."""
        return next((one for one in reversed(self.substitutions) if one.covers(day)), None)

    @property
    def passed(self) -> int:
        """How many checks were passed."""
        return sum(one.is_passed for one in self.checks)

    @property
    def missing_for_permanent(self) -> tuple[str, ...]:
        """What it lacks to become permanent, beside its mandate: codes, empty for nothing."""
        return (
            *(() if self.verified_at is not None else ("verified",)),
            *(() if self.passed >= CHECKS_NEEDED else ("checks",)),
        )

    def check_due(self, *, months: int, at: datetime) -> datetime | None:
        """Return when the other party has to check it next; None where no check is due at all.

        One that is not current is not asked, nor is one whose last check may still be answered.

        Args:
            months: From one check to the next, by the terms; 0 for no schedule.
            at: Now.
        """
        if months == 0 or self.accepted_at is None or not self.may_send(at.date()):
            return None
        if not self.checks:
            return self.accepted_at
        last = self.checks[-1]
        if not last.is_decided(at):
            return None
        if self.passed < CHECKS_NEEDED:
            return last.received_at + _BEFORE_PERMANENT
        day = months_later(last.received_at.date(), months)
        return datetime.combine(day, last.received_at.timetz())
