"""What a brief tells of the conduct of the accord: commitments, concerns, hotline, contacts.

All of it is coded and stands in the headers of statements that both sides hold; no sealed body
is read for it.

Source: docs/spec/brief.md, "Annexes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from servanda.core.concerns.fold import Concerns
from servanda.core.contacts.checks import score_of
from servanda.core.contacts.fold import Contacts
from servanda.core.escalation.hotline import HotlineCall
from servanda.core.identifiers import Digest, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefConcern:
    """One concern.

    Attributes:
        leaf: The statement that issued it.
        issuer: Whose.
        about: The commitment or the subject.
        received_on: When the other side received it.
        due_on: By when it was or is to be answered; None where no clock runs.
        state: One of `ConcernState`.
        is_open: Whether it is neither settled nor closed.
        replied_on: When the reply was received; None without one.
    """

    leaf: Digest
    issuer: PartyId
    about: str
    received_on: date
    due_on: date | None
    state: str
    is_open: bool
    replied_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefCall:
    """One call over the hotline.

    Attributes:
        leaf: The note of it.
        caller: Who called.
        basis: One of `CALL_BASES`.
        received_on: When the note was received.
        standing: One of `Standing`.
        is_outside: Whether it lies outside the reading of the hotline that binds.
        differing: How many things the two records do not say alike.
    """

    leaf: Digest
    caller: PartyId
    basis: str
    received_on: date
    standing: str
    is_outside: bool
    differing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefContact:
    """One point of contact, with its checks.

    Attributes:
        leaf: The statement that proposed it.
        holder: Whose.
        role: One of `CONTACT_ROLES`.
        carrier: One of `CHANNEL_CARRIERS`.
        state: One of `ContactState`.
        expires_on: Last day on which it may send; None while nothing runs out.
        asked: Checks that are decided.
        passed: Of them, those that the right role answered in time.
        median_seconds: Of those answered; None where none was.
    """

    leaf: Digest
    holder: PartyId
    role: str
    carrier: str
    state: str
    expires_on: date | None
    asked: int
    passed: int
    median_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefConduct:
    """All of it.

    Attributes:
        commitments: Words of each in each language of the accord, by its id.
        accord: The version in force that states them.
        concerns: In the order in which they were issued.
        calls: In the order in which they were noted.
        contacts: In the order in which they were proposed.
    """

    commitments: Mapping[str, Mapping[str, str]]
    accord: Digest
    concerns: Sequence[BriefConcern] = ()
    calls: Sequence[BriefCall] = ()
    contacts: Sequence[BriefContact] = ()

    @property
    def leaves(self) -> Sequence[Digest]:
        """The statements that it tells of."""
        told: Sequence[BriefConcern | BriefCall | BriefContact] = (
            *self.concerns,
            *self.calls,
            *self.contacts,
        )
        return [one.leaf for one in told]

    def without(self, leaves: Mapping[Digest, str]) -> "BriefConduct":
        """Return it without what some statements say."""
        return replace(
            self,
            concerns=[one for one in self.concerns if one.leaf not in leaves],
            calls=[one for one in self.calls if one.leaf not in leaves],
            contacts=[one for one in self.contacts if one.leaf not in leaves],
        )


def brief_concerns(concerns: Concerns) -> Sequence[BriefConcern]:
    """Return what a brief tells of concerns."""
    found = []
    for one in concerns.by_leaf.values():
        due = concerns.due(one)
        found.append(
            BriefConcern(
                leaf=one.leaf,
                issuer=one.issuer,
                about=one.commitment or one.subject,
                received_on=one.received_at.date(),
                due_on=None if due is None else due.at.date(),
                state=one.state,
                is_open=one.is_open,
                replied_on=None if one.replied_at is None else one.replied_at.date(),
            )
        )
    return found


def brief_calls(calls: Sequence[HotlineCall], *, at: datetime) -> Sequence[BriefCall]:
    """Return what a brief tells of calls, as they stand at `at`."""
    return [
        BriefCall(
            leaf=one.made.leaf,
            caller=one.call.caller,
            basis=one.call.basis,
            received_on=one.made.received_at.date(),
            standing=one.standing(at=at),
            is_outside=one.is_outside,
            differing=sum(each.is_contradiction for each in one.differences()),
        )
        for one in calls
    ]


def brief_contacts(contacts: Contacts, *, at: datetime) -> Sequence[BriefContact]:
    """Return what a brief tells of contacts that still stand, as they do at `at`."""
    found = []
    for one in contacts.by_leaf.values():
        score = score_of(one.checks, at=at)
        found.append(
            BriefContact(
                leaf=one.leaf,
                holder=one.holder,
                role=one.role,
                carrier=one.carrier,
                state=one.state.value,
                expires_on=one.expires_on(),
                asked=score.asked,
                passed=score.passed,
                median_seconds=score.median_seconds,
            )
        )
    return found
