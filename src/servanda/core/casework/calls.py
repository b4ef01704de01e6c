"""Calls over the hotline, and the request that began as one (*oral first*).

An emergency may begin as a note of a call: its answer clock starts when the other side confirms
the call, if the written request follows in time.

Source: docs/spec/casework.md, "Calls"; docs/spec/deadlines.md, "Oral first".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.accords.terms import Terms
from servanda.core.identifiers import Digest, PartyId

EMERGENCY = "emergency"


@dataclass(slots=True, kw_only=True)
class Call:
    """One call as the caller noted it, and what the other side said to the note.

    Attributes:
        leaf: The statement that says a call was made.
        caller: Who said so.
        callee: The other party.
        terms: Of the version of the accord in force for it.
        basis: What the call was about: `emergency`, `request` or `urgent_case`.
        received_at: When the other side received the note.
        request: The request it is about or that followed in writing; None while there is none.
        confirmed_at: When the caller received the confirmation; None while one-sided.
        written_at: When the caller's first request that names it was received; None while none is.
    """

    leaf: Digest
    caller: PartyId
    callee: PartyId
    terms: Terms
    basis: str
    received_at: datetime
    request: Digest | None = None
    confirmed_at: datetime | None = None
    written_at: datetime | None = None

    def starts_answer_of(self, *, requester: PartyId, received_at: datetime) -> datetime | None:
        """Return when the answer clock of a written request began that followed this call.

        Args:
            requester: Who asks.
            received_at: When its written request was received.

        Returns:
            The confirmation; None if it was no confirmed emergency of the requester's own, was
            followed by a request before, or if the request came too late.
        """
        if self.basis != EMERGENCY or self.caller != requester or self.request is not None:
            return None
        if self.confirmed_at is None or self.confirmed_at > received_at:
            return None
        in_writing = timedelta(hours=self.terms.written_hours)
        return self.confirmed_at if received_at - self.confirmed_at <= in_writing else None
