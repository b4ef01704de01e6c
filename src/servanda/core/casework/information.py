"""What one side gives unasked, and incidents that are told in stages.

Information has no answer clock; it is acknowledged, and its receiver gives feedback. An incident
under an accord that names stages is told again at each stage, and each stage has a clock of its
own against the giver.

Source: docs/spec/casework.md, "Information".
"""

from dataclasses import dataclass, field
from datetime import datetime

from servanda.core.accords.terms import Terms
from servanda.core.casework.feedback import Feedback
from servanda.core.identifiers import Digest, PartyId


@dataclass(slots=True, kw_only=True)
class InformationItem:
    """One `information`.

    Attributes:
        leaf: The statement.
        giver: Who said it.
        receiver: The other party.
        terms: Of the version of the accord in force for it.
        form: News, findings, indicators or incident.
        subject: From the facts.
        pieces: How many pieces, or indicators, it says it holds.
        received_at: Time of receipt.
        carriage_seconds: From its claimed time to its time of receipt; may be negative.
        acknowledged_at: When the acknowledgement was received; None while there is none.
        feedback: The receiver's.
        out_of_state: Statements about it that had no effect.
    """

    leaf: Digest
    giver: PartyId
    receiver: PartyId
    terms: Terms
    form: str
    subject: str
    pieces: int
    received_at: datetime
    carriage_seconds: int
    acknowledged_at: datetime | None = None
    feedback: Feedback | None = None
    out_of_state: list[Digest] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTold:
    """One stage of an incident as it was told: the statement, and when it was received."""

    leaf: Digest
    received_at: datetime


@dataclass(slots=True, kw_only=True)
class Incident:
    """An incident that is told in stages.

    Attributes:
        leaf: The first telling.
        giver: Who tells.
        terms: Of the version of the accord in force for the first telling.
        aware_at: When the giver says it became aware: its claim, and shown as one.
        stages: What was told, by stage.
    """

    leaf: Digest
    giver: PartyId
    terms: Terms
    aware_at: datetime
    stages: dict[str, StageTold] = field(default_factory=dict)
