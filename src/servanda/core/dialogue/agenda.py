"""The agenda of a round as it follows from what is open between two parties.

An item is a fact about statements that both hold; what one side means to say about it is no part
of it. Whoever has to act is named where it is one side.

Source: docs/spec/agenda.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.core.identifiers import PartyId


class AgendaKind(StrEnum):
    """What an item is about, in the order of an agenda."""

    SUSPENSION = "suspension"
    CONCERN_WITHOUT_REPLY = "concern_without_reply"
    CONCERN_UNSETTLED = "concern_unsettled"
    FINDING = "finding"
    ASSESSMENTS_DIFFER = "assessments_differ"
    DISPUTE = "dispute"
    ESCALATION = "escalation"
    REQUEST_OVERDUE = "request_overdue"
    REQUEST_PRIORITY = "request_priority"
    DELIVERABLE_OVERDUE = "deliverable_overdue"
    DELIVERABLE_DUE = "deliverable_due"
    CONTACT = "contact"


ORDER: Sequence[AgendaKind] = tuple(AgendaKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One matter that is open.

    Attributes:
        kind: What it is about.
        ref: The statement it is about; of a finding the commitment.
        mover: Who has to act; None where it is both, or not said.
        about: A code that tells it apart: commitment, subject, level, urgency, role.
        due: The day by which something was or is due; None for none.
        is_own: Whether it rests on what we alone found, and is not shown to the other side.
    """

    kind: AgendaKind
    ref: str
    mover: PartyId | None = None
    about: str = ""
    due: date | None = None
    is_own: bool = False


def in_agenda_order(items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Return items by kind, and of one kind what is due first; equal ones by their statement."""
    return tuple(
        sorted(
            items, key=lambda one: (ORDER.index(one.kind), one.due or date.max, one.ref, one.about)
        )
    )
