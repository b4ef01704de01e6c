"""A later due date: noticed on a ground that the accord allows, or proposed and consented to.

Here is only what was said; whether it moves anything is the clock's to say, since a notice that
comes after the due time is without effect.

Source: docs/spec/deadlines.md, "Extensions".
"""

from dataclasses import dataclass
from datetime import date, datetime

from servanda.core.identifiers import Digest


@dataclass(slots=True, kw_only=True)
class Extension:
    """One `extension` of the responder.

    Attributes:
        leaf: The statement.
        received_at: When the requester received it.
        is_notice: Given by the responder alone; a proposal needs consent.
        ground: As coded; empty if none was given.
        until_day: The new date, the responder's local one.
        consented_at: When the responder received the consent to a proposal.
    """

    leaf: Digest
    received_at: datetime
    is_notice: bool
    ground: str
    until_day: date
    consented_at: datetime | None = None

    @property
    def takes_effect_at(self) -> datetime | None:
        """When it may move the due date; None for a proposal without consent."""
        return self.received_at if self.is_notice else self.consented_at
