"""What a brief tells beside the dialogue: the agreed figures, what is open, and own findings.

Source: docs/spec/brief.md, "Beside the dialogue".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from servanda.core.assessments.side_by_side import SideBySide
from servanda.core.dialogue.agenda import AgendaItem
from servanda.core.identifiers import Digest, PartyId, digest_of, parse_instant
from servanda.documents.brief.conduct import BriefConduct

# Of each figure a share of what was due: those that a principal is told.
TIMELINESS, QUALITY = ("T2", "T4", "T4x"), ("Q2", "Q5")
TOLD = (*TIMELINESS, *QUALITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many: one figure of one side."""

    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefReview:
    """A review, as a brief tells it.

    Attributes:
        cut: The statement that fixed it.
        digest: Of its figures.
        is_agreed: Whether both sides signed the same hash.
        from_: Begin of its period.
        until: Its end.
        shares: Of each figure in `TOLD`, of each side that had to act.
        received: How many requests each side received.
    """

    cut: Digest
    digest: Digest
    is_agreed: bool
    from_: datetime
    until: datetime
    shares: Mapping[tuple[str, PartyId], Share]
    received: Mapping[PartyId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefFinding:
    """What one side found about a commitment: its id, and the code of the result."""

    commitment: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefMatters:
    """Everything beside the dialogue.

    Attributes:
        review: The last one; None while nothing was cut.
        before: The one before, for what changed; None without one.
        agenda: What is open, in the order of an agenda; None where it is not known.
        findings: Of our own evidence.
        findings_digest: Of the report that they stand in; None without one.
        by: Whose findings these are.
        conduct: Commitments, concerns, hotline, contacts; None where it is not told.
        assessments: Of each commitment and period what the assessors released, side by side.
        left_out: What the edition may not have: statements by the word that keeps them out.
    """

    review: BriefReview | None = None
    before: BriefReview | None = None
    agenda: Sequence[AgendaItem] | None = None
    findings: Sequence[BriefFinding] = ()
    findings_digest: Digest | None = None
    by: PartyId | None = None
    conduct: BriefConduct | None = None
    assessments: Sequence[SideBySide] = ()
    left_out: Mapping[str, Sequence[Digest]] = field(default_factory=dict)


def brief_review(document: bytes, *, is_agreed: bool, parties: Sequence[PartyId]) -> BriefReview:
    """Return what a brief tells of figures: of all kinds and urgencies together.

    Args:
        document: The bytes of `figures.json`, computed here or kept under the hash that we signed.
        is_agreed: Whether both signed its hash.
        parties: Both.
    """
    figures = json.loads(document)
    shares: dict[tuple[str, PartyId], Share] = {}
    received: dict[PartyId, int] = {}
    for row in figures["figures"]:
        if (row["kind"], row["urgency"]) != ("all", "all"):
            continue
        (actor,) = [party for party in parties if party != row["direction"]]
        values = row["values"]
        if row["figure"] == "T1":
            received[actor] = _number(values.get("count"))
        elif row["figure"] in TOLD and "d" in values and "n" in values:
            count, of = _number(values["n"]), _number(values["d"])
            shares[row["figure"], actor] = Share(count=count, of=of)
    return BriefReview(
        cut=Digest(figures["cut"]),
        digest=digest_of(document),
        is_agreed=is_agreed,
        from_=parse_instant(figures["from"]),
        until=parse_instant(figures["until"]),
        shares=shares,
        received=received,
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
